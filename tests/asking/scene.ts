import { Keyv } from 'keyv';
import type { FeedTools } from '../../feeds/read.ts';
import { askerOn } from '../../src/bot/asking.ts';
import { canonical, dayInWords, loadReleased, recordOn } from '../../src/bot/released.ts';
import type { Asker, Caller, Shown } from '../../src/command.ts';
import type { Lang } from '../../src/domain/language.ts';
import type { ChannelRef } from '../../src/domain/subscription.ts';
import type { Block } from '../../src/domain/view.ts';
import type { Log } from '../../src/log.ts';
import { silentLog } from '../../src/log.ts';
import type { Store } from '../../src/ports.ts';
import { keyvStorage } from '../../src/store/keyv.ts';
import { type EngineName, openTestStore } from '../store/harness.ts';

export const CHANNEL: ChannelRef = { platform: 'terminal', space: 'local', channel: 'test' };
export const NOW = '2026-11-22T09:00:00.000Z';

const record = await recordOn(await loadReleased(), []);

/** The real asker on the real record and a real, empty store, at a fixed time. */
export type Scene = {
  readonly asker: Asker;
  readonly store: Store;
  readonly caller: Caller;
  readonly ask: (line: string, lang?: Lang) => Promise<Shown>;
  readonly close: () => Promise<void>;
};

export async function openScene(
  options: {
    readonly engine?: EngineName;
    readonly log?: Log;
    readonly mayManage?: boolean;
    readonly feedTools?: FeedTools;
    readonly answerMs?: number;
    readonly served?: ReadonlySet<string>;
  } = {},
): Promise<Scene> {
  const opened = await openTestStore(options.engine ?? 'sqlite');
  const { store } = opened;
  const { feedTools } = options;
  const keyv = new Keyv({ store: keyvStorage(store.cache, () => Date.parse(NOW)), namespace: 'asking' });
  const asker = askerOn({
    record,
    store: async () => store,
    keyv,
    clock: { now: () => NOW },
    log: options.log ?? silentLog,
    readDay: dayInWords,
    canonical,
    ...(feedTools === undefined ? {} : { feedTools: async () => feedTools }),
    served: options.served ?? null,
    ...(options.answerMs === undefined ? {} : { answerMs: options.answerMs }),
  });
  const caller: Caller = {
    platform: 'terminal',
    lang: 'en',
    user: { id: 'u', mayManage: options.mayManage ?? true, operator: options.mayManage ?? true },
    channel: CHANNEL,
  };
  return {
    asker,
    store,
    caller,
    ask: (line, lang = 'en') => asker.line(line, { ...caller, lang }),
    close: opened.close,
  };
}

/** Everything a View says, as one text. */
export function textOf(shown: Pick<Shown, 'view'>): string {
  const line = (spans: readonly (string | { readonly text: string })[]): string =>
    spans.map((s) => (typeof s === 'string' ? s : s.text)).join('');
  const block = (b: Block): string => {
    switch (b.kind) {
      case 'text':
      case 'note':
        return line(b.line);
      case 'heading':
        return b.text;
      case 'facts':
        return b.facts.map((f) => `${f.label}: ${line(f.value)}`).join('\n');
      case 'list':
        return b.items.map(line).join('\n');
      case 'table':
        return [b.columns, ...b.rows].map((row) => row.join(' ')).join('\n');
      case 'time':
        return `${b.label} ${b.at}`;
      case 'divider':
        return '';
      case 'picture':
        return b.alt;
      case 'files':
        return b.files.map((f) => `${f.label} (${f.name})`).join('\n');
      case 'buttons':
        return b.buttons.map((x) => `[${x.label}|${x.line}]`).join(' ');
    }
  };
  return [shown.view.title, ...shown.view.blocks.map(block)].join('\n');
}
