import type { Answer, Ask } from '../../../src/command.ts';
import { sameFeed } from '../../../src/domain/feed-look.ts';
import { MOST_OWN_FEEDS } from '../../../src/domain/space.ts';
import { lineValue } from '../names.ts';
import { refusal } from '../refusal.ts';
import { addressIn, notSeen } from './view.ts';

/** New feeds that one list may bring: a mistake should not cost a day of reading. */
const MOST_IMPORTED = 500;
const NAMED = 10;

/** Adds the feeds of an OPML list at an address: how many are new first, then, confirmed, all of them. */
export async function importList(text: string, confirmed: boolean, ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.feeds;
  if (text === '') return refusal(m, [w.needAddress.import], { error: 'missing', option: 'address' });
  const address = addressIn(text);
  if (address === null) return refusal(m, [w.notAddress(text.slice(0, 80))], { error: 'bad_url', option: 'address' });
  const line = `feeds import ${lineValue(address)}`;
  const looked = await ask.queries.feedsListedAt(address);
  if (looked.kind !== 'seen') return notSeen(looked, confirmed ? `${line} confirm:yes` : line, ask);
  const list = looked.value;
  if (!list.ok) {
    const why = { ...m.answers.feedCodes, ...w.listCodes }[list.code];
    return refusal(m, [w.noList(why)], { error: list.code, option: 'address' });
  }
  const known = await ask.queries.feeds();
  const there = new Set(known.map((feed) => sameFeed(feed.url)));
  const fresh = list.feeds.filter((feed) => !there.has(sameFeed(feed.url)));
  const data = { feeds: list.feeds.length, new: fresh.length, skipped: list.skipped.length };
  const counts = w.importCounts(list.feeds.length, fresh.length, list.skipped.length);
  if (fresh.length === 0) {
    return {
      pages: [{ title: w.importNothing, tone: 'neutral', blocks: [{ kind: 'text', line: [counts] }] }],
      data: { ...data, added: [] },
      private: true,
    };
  }
  if (fresh.length > MOST_IMPORTED)
    return refusal(m, [counts, w.importTooMany(MOST_IMPORTED)], { error: 'too_many', option: 'address' });
  const room = MOST_OWN_FEEDS - known.filter((feed) => feed.space !== undefined).length;
  if (ask.space !== null && fresh.length > room)
    return refusal(m, [counts, w.tooManyOwn(MOST_OWN_FEEDS)], { error: 'too_many_own', option: 'address' });
  if (confirmed) {
    const { added } = await ask.changes.addFeeds(fresh, ask.user.id);
    return {
      pages: [
        {
          title: w.imported(added.length),
          tone: 'good',
          blocks: [{ kind: 'text', line: [`${w.importHint} ${w.addedHint}`] }],
        },
      ],
      data: { ...data, added: added.map(({ id, url, title }) => ({ id, url, title })) },
    };
  }
  const rest = fresh.length - NAMED;
  return {
    pages: [
      {
        title: w.importTitle(fresh.length),
        tone: 'neutral',
        blocks: [
          { kind: 'text', line: [counts] },
          {
            kind: 'list',
            items: [
              ...fresh.slice(0, NAMED).map(({ title, url }) => [{ text: title, strong: true }, ` · ${url}`]),
              ...(rest > 0 ? [[w.importMore(rest)]] : []),
            ],
          },
          { kind: 'note', line: [w.importHint] },
          { kind: 'buttons', buttons: [{ label: w.confirmImport, line: `${line} confirm:yes`, style: 'primary' }] },
        ],
      },
    ],
    data: { ...data, confirm: `${line} confirm:yes` },
    private: true,
  };
}

/** All feeds as OPML: a file to take away, the same in the data. */
export async function exportList(ask: Ask): Promise<Answer> {
  const w = ask.messages.feeds;
  const [opml, feeds] = await Promise.all([ask.queries.opml(), ask.queries.feeds()]);
  const count = feeds.filter((feed) => feed.out === undefined && feed.leftOut === undefined).length;
  const name = w.exportName(ask.today);
  return {
    pages: [
      {
        title: w.exportTitle(count),
        tone: 'neutral',
        blocks: [
          { kind: 'files', files: [{ name, type: 'text/x-opml', label: w.exportLabel, text: opml, path: null }] },
          { kind: 'note', line: [w.exportHint] },
        ],
      },
    ],
    data: { feeds: count, name, opml },
    private: true,
  };
}
