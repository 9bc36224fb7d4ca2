import { commands } from '../../commands/index.ts';
import { CatalogueError, catalogueOf } from '../bot/parts.ts';
import { doctor } from '../doctor/doctor.ts';
import { type Probes, systemProbes } from '../doctor/probes.ts';
import { canRun, reportLines } from '../doctor/report.ts';
import { installEgress } from '../egress.ts';
import { messagesOf } from '../messages/index.ts';
import { registerDiscord } from '../platforms/discord/register.ts';
import { slackManifest } from '../platforms/slack/manifest.ts';
import { isStoreError } from '../store/error.ts';
import { openStore } from '../store/open.ts';
import { type Context, configOf, langFrom, OperatorError, readArgs, speaking } from './context.ts';

const probes: Probes = {
  ...systemProbes,
  store: async (config) => {
    try {
      const store = await openStore(config.store);
      await store.close();
      return 'ok';
    } catch (error) {
      if (isStoreError(error, 'store_locked')) return 'in_use';
      throw error;
    }
  },
  catalogue: async (config) => {
    try {
      return (await catalogueOf(config.feeds)).length;
    } catch (error) {
      if (error instanceof CatalogueError) return error.faults;
      throw error;
    }
  },
  slackScopes: slackManifest({ commands, messages: messagesOf('en'), publicUrl: null, mode: 'socket' }).oauth_config
    .scopes.bot,
};

/** `doctor`: looks at everything a bot needs; exit 0 when nothing stands in the way. */
export async function doctorVerb(context: Context): Promise<number> {
  const { values } = readArgs(context, { json: { type: 'boolean', default: false }, lang: { type: 'string' } });
  const told = speaking(context, langFrom(values.lang, context));
  const egress = 'ok' in context.loaded ? installEgress(context.loaded.ok.proxy) : null;
  try {
    const findings = await doctor(context.loaded, probes);
    if (values.json) for (const one of findings) context.out(JSON.stringify(one));
    else for (const line of reportLines(findings, told.messages)) context.out(line);
    return canRun(findings) ? 0 : 1;
  } finally {
    await egress?.uninstall();
  }
}

/** `manifest`: the Slack app manifest for this configuration. */
export async function manifestVerb(context: Context): Promise<number> {
  const { values } = readArgs(context, { lang: { type: 'string' } });
  const told = speaking(context, langFrom(values.lang, context));
  const config = 'ok' in context.loaded ? context.loaded.ok : null;
  const publicUrl = config?.http.publicUrl ?? null;
  const mode = publicUrl === null || config?.slack?.mode.kind === 'socket' ? 'socket' : 'http';
  context.out(JSON.stringify(slackManifest({ commands, messages: told.messages, publicUrl, mode }), null, 2));
  return 0;
}

/** `register`: tells Discord the commands. */
export async function registerVerb(context: Context): Promise<number> {
  const { values } = readArgs(context, { guild: { type: 'string' } });
  const { cli, common } = context.messages;
  const config = configOf(context);
  if (config.discord === null) throw new OperatorError(cli.needsDiscord);
  const egress = installEgress(config.proxy);
  try {
    const done = await registerDiscord({
      config: config.discord,
      commands,
      ...(values.guild === undefined ? {} : { guild: values.guild }),
      proxy: egress.proxyFor(config.discord.apiUrl ?? 'https://discord.com/api'),
    });
    if (!done.ok) throw new OperatorError(cli.registerFailed(`${common.sendCodes[done.code]} (${done.detail})`));
    context.out(
      cli.registered(done.names.length, values.guild === undefined ? cli.everywhere : cli.inGuild(values.guild)),
    );
    return 0;
  } finally {
    await egress.uninstall();
  }
}
