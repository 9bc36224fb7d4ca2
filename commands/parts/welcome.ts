import type { Ask } from '../../src/command.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { Block, Button, Line } from '../../src/domain/view.ts';

/** What the feeds will bring next: how many are read, when the next reading is, how many fail or were never read. */
async function readingLines(ask: Ask): Promise<{ readonly lines: readonly Line[]; readonly next: string | null }> {
  const w = ask.messages.news.welcome;
  const feeds = (await ask.queries.feeds()).filter((feed) => !feed.stopped);
  const next = feeds.map((feed) => feed.dueAt).sort()[0] ?? null;
  if (next === null) return { lines: [[w.noFeeds]], next };
  const when = next <= ask.now ? w.soon : w.at(ask.messages.common.instant(next));
  const failing = feeds.filter((feed) => feed.failures > 0).length;
  const unread = feeds.filter((feed) => feed.firstReadAt === null && feed.failures === 0).length;
  return {
    lines: [
      [w.feeds(feeds.length, when)],
      ...(unread > 0 ? [[w.unread(unread)]] : []),
      ...(failing > 0 ? [[w.failing(failing)]] : []),
    ],
    next,
  };
}

/** What a channel that has just begun to watch may expect, and what can be asked meanwhile. */
export async function welcomeBlocks(
  settings: Subscription,
  ask: Ask,
): Promise<{ readonly blocks: readonly Block[]; readonly nextReading: string | null }> {
  const w = ask.messages.news.welcome;
  const { lines, next } = await readingLines(ask);
  const coming: Line[] = [[w.silent], [w.card], ...(settings.min === 'confirmed' ? [] : [[w.step]]), ...lines];
  const asking: Button[] = [
    { label: w.qualified, line: 'offers qualified:yes' },
    { label: w.news, line: 'news' },
  ];
  return {
    blocks: [
      { kind: 'heading', text: w.coming },
      { kind: 'list', items: coming },
      { kind: 'heading', text: w.ask },
      { kind: 'list', items: w.examples.map((line) => [line]) },
      {
        kind: 'buttons',
        buttons: [
          ...asking,
          { label: ask.messages.answers.watch.adjust, line: 'watch', form: true },
          { label: ask.messages.answers.watch.stop, line: 'unwatch', style: 'danger' },
        ],
      },
    ],
    nextReading: next,
  };
}
