import { createBot, type Sitting } from '../bot.ts';
import { warningLines } from '../config/report.ts';
import { installEgress } from '../egress.ts';
import { installStop, type Stopper } from '../stop.ts';
import { type Context, configOf, logOf, readArgs } from './context.ts';

/** `run`: the bot, until a signal or, at a terminal, until the person leaves. */
export async function run(context: Context): Promise<number> {
  readArgs(context, {});
  const { cli } = context.messages;
  const config = configOf(context);
  const log = logOf(config);
  if ('ok' in context.loaded) {
    for (const line of warningLines(context.loaded.warnings, context.messages)) log.warn(line);
  }
  const egress = installEgress(config.proxy);
  const seated = config.slack === null && config.discord === null;
  let stopper: Stopper | null = null;
  const sitting: Sitting | null = seated
    ? {
        input: process.stdin,
        output: process.stdout,
        colour: process.stdout.isTTY === true,
        width: Math.min(process.stdout.columns || 100, 120),
        // A terminal that was never there (a service without input) does not end the bot.
        left: () => (process.stdin.isTTY ? void stopper?.stop('left') : undefined),
      }
    : null;
  const bot = await createBot({ config, clock: { now: () => new Date().toISOString() }, log, egress, sitting });
  stopper = installStop({ log }, async () => {
    await bot.stop();
    await egress.uninstall();
  });
  if (seated) context.note(cli.terminalHint);
  try {
    await bot.start();
  } catch (error) {
    stopper.uninstall();
    await bot.stop();
    throw error;
  }
  log.info(cli.running(bot.platforms.map((p) => p.id).join(', ')));
  // The stop ends the process, even where something still holds on to it.
  return new Promise<number>(() => undefined);
}
