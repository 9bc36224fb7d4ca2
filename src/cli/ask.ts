import { Keyv } from 'keyv';
import type { FeedTools } from '../../feeds/read.ts';
import { askerOn } from '../bot/asking.ts';
import { canonical, dayInWords, loadReleased, recordOn } from '../bot/released.ts';
import type { Config } from '../config.ts';
import { placeOf } from '../doctor/store.ts';
import { isDay } from '../domain/period.ts';
import { messagesOf } from '../messages/index.ts';
import { createPainter } from '../pictures/painter.ts';
import { keepFiles } from '../platforms/terminal/keep.ts';
import { renderTerminal } from '../platforms/terminal/render.ts';
import { terminalCaller } from '../platforms/terminal/terminal.ts';
import type { Clock, Store } from '../ports.ts';
import { keyvStorage } from '../store/keyv.ts';
import { type Context, configOf, langFrom, logOf, readArgs, UsageError } from './context.ts';

/** A store that is opened when something first asks for it, and closed with the verb. */
function lazyStore(open: () => Promise<Store>): {
  readonly get: () => Promise<Store>;
  readonly close: () => Promise<void>;
} {
  let opened: Promise<Store> | null = null;
  return {
    get: () => {
      opened ??= open();
      return opened;
    },
    close: async () => {
      if (opened === null) return;
      await opened.then(
        (store) => store.close(),
        () => undefined,
      );
    },
  };
}

/** What looks at addresses of feeds: loaded and opened when a question first needs it, closed with the verb. */
function lazyTools(config: Config): { readonly get: () => Promise<FeedTools>; readonly close: () => Promise<void> } {
  let opened: Promise<FeedTools> | null = null;
  const open = async (): Promise<FeedTools> => {
    const [{ feedClientOf }, { createFeedParser }] = await Promise.all([
      import('../bot/parts.ts'),
      import('../../feeds/parser.ts'),
    ]);
    return { client: await feedClientOf(config), parser: createFeedParser() };
  };
  return {
    get: () => {
      opened ??= open();
      return opened;
    },
    close: async () => {
      const tools = await opened?.catch(() => null);
      await tools?.parser.close();
      await tools?.client.close();
    },
  };
}

/** A cache on the store where it can be had; a running bot holds the store, and then memory must do. */
function cacheOn(store: () => Promise<Store>): Keyv {
  const rows = async () => (await store()).cache;
  return new Keyv({
    namespace: 'asking',
    store: keyvStorage({
      get: async (key, now) => (await rows()).get(key, now),
      set: async (key, value, expires) => (await rows()).set(key, value, expires),
      delete: async (key) => (await rows()).delete(key),
      clear: async (prefix) => (await rows()).clear(prefix),
      sweep: async (now) => (await rows()).sweep(now),
    }),
  });
}

/**
 * `ask "<command line>"`: one question, as in chat; with `--save` its files and pictures are written into a folder. Exit
 * 0 when it was answered, 1 when it or a file could not be.
 */
export async function ask(context: Context): Promise<number> {
  const { values, positionals } = readArgs(context, {
    lang: { type: 'string' },
    today: { type: 'string' },
    json: { type: 'boolean', default: false },
    save: { type: 'string' },
  });
  const cli = context.messages.cli;
  const line = positionals.join(' ').trim();
  if (line === '') throw new UsageError(cli.wrongUsage(cli.missing('ask "<command>"')));
  if (values.today !== undefined && !isDay(values.today)) {
    throw new UsageError(cli.wrongUsage(cli.badValue('--today', values.today, '2026-11-22')));
  }
  if (values.save?.trim() === '') throw new UsageError(cli.wrongUsage(cli.badValue('--save', '', 'FOLDER')));
  const lang = langFrom(values.lang, context);
  const config = configOf(context);
  const log = logOf(config);
  const clock: Clock = { now: () => new Date().toISOString() };
  const store = lazyStore(async () => (await import('../store/open.ts')).openStore(config.store));
  const tools = lazyTools(config);
  const memory = new Keyv();
  const keyv = cacheOn(store.get);
  keyv.on('error', () => undefined);
  const released = await loadReleased();
  const record = await recordOn(released, []);
  const asker = askerOn({
    record,
    store: store.get,
    keyv: values.json ? memory : keyv,
    clock,
    log,
    readDay: dayInWords,
    canonical,
    feedTools: tools.get,
    where: placeOf(config.store),
  });
  const painter = createPainter();
  try {
    const shown = await asker.line(line, terminalCaller(lang, values.today));
    const kept = values.save === undefined ? undefined : await keepFiles(shown.view, values.save, painter);
    const style = { colour: process.stdout.isTTY === true, width: Math.min(process.stdout.columns || 100, 120) };
    if (values.json) context.out(JSON.stringify({ view: shown.view, data: shown.data }));
    else context.out(renderTerminal(shown.view, messagesOf(lang), style, kept));
    return shown.ok && [...(kept?.values() ?? [])].every(({ failed }) => failed === null) ? 0 : 1;
  } finally {
    await painter.stop();
    await tools.close();
    await store.close();
  }
}
