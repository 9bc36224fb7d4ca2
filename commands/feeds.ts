import { FEED_REACHES, type FeedReach } from '../src/changes.ts';
import { type Answer, type Ask, command } from '../src/command.ts';
import { MOST_ADDRESS } from '../src/domain/bounds.ts';
import type { FeedState } from '../src/domain/feed.ts';
import type { WantedFeed } from '../src/domain/feed-look.ts';
import { MOST_OWN_FEEDS } from '../src/domain/space.ts';
import type { Button } from '../src/domain/view.ts';
import { FEED_STATES, feedData, listFeeds, stateWords } from './parts/feeds/list.ts';
import { exportList, importList } from './parts/feeds/lists.ts';
import { remove, removeLine, usualReach } from './parts/feeds/remove.ts';
import {
  addressIn,
  choice,
  feedAtAddress,
  feedsNamed,
  lookBlocks,
  noFeedThere,
  notSeen,
  whichFeed,
} from './parts/feeds/view.ts';
import { FEED_ACTIONS, type FeedAction, wishOf } from './parts/feeds/words.ts';
import { lineValue } from './parts/names.ts';
import { refusal } from './parts/refusal.ts';

/** What changes the feeds; the rest only tells of them. */
const CHANGING: readonly FeedAction[] = ['add', 'remove', 'import'];

/** A feed of the list that is wanted: it is read already, or, when it was stopped, it is read again. */
async function addKnown(feed: FeedState, ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.feeds;
  const missed = feed.leftOut !== undefined || feed.stopped;
  const reach: FeedReach = feed.leftOut === undefined && feed.space === undefined ? 'everyone' : usualReach(ask);
  if (missed && reach === 'everyone' && !ask.user.operator)
    return refusal(m, [w.stoppedForAll(feed.title), m.common.faults.operatorsOnly], { error: 'operators_only' });
  const back = missed && (await ask.changes.putBackFeed(feed.id, reach));
  return {
    pages: [
      {
        title: back ? w.back(feed.title) : w.known(feed.title),
        tone: back ? 'good' : 'neutral',
        blocks: [
          {
            kind: 'text',
            line: [back ? (feed.leftOut === undefined ? w.addedHint : w.backHere) : stateWords(feed, ask)],
          },
          {
            kind: 'buttons',
            buttons: [
              { label: w.showLast, line: `feeds check ${lineValue(feed.id)}` },
              ...(back ? [{ label: w.undo, line: removeLine(feed.id, reach, ask) } satisfies Button] : []),
            ],
          },
        ],
      },
    ],
    data: { feed: feed.id, url: feed.url, added: false, back },
    private: !back,
  };
}

/** Adds a feed that is not in the list. */
async function addNew(wanted: WantedFeed, ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.feeds;
  const { added, over } = await ask.changes.addFeeds([wanted], ask.user.id);
  if (over > 0) return refusal(m, [w.tooManyOwn(MOST_OWN_FEEDS)], { error: 'too_many_own' });
  const entry = added[0];
  // Somebody else added it in the meantime.
  if (entry === undefined) return listFeeds(await ask.queries.feeds(), { state: null, words: wanted.title }, ask);
  return {
    pages: [
      {
        title: w.added(entry.title),
        tone: 'good',
        blocks: [
          { kind: 'text', line: [ask.space === null ? w.addedHint : `${w.addedHint} ${w.onlyHere}`] },
          {
            kind: 'buttons',
            buttons: [
              { label: w.showLast, line: `feeds check ${lineValue(entry.id)}` },
              { label: w.undo, line: removeLine(entry.id, usualReach(ask), ask) },
            ],
          },
        ],
      },
    ],
    data: { feed: entry.id, url: entry.url, publisher: entry.publisher, title: entry.title, added: true },
  };
}

/** Looks at an address, shows what stands there, and once that is confirmed reads it from then on. */
async function add(text: string, confirmed: boolean, feeds: readonly FeedState[], ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.feeds;
  if (text === '') return refusal(m, [w.needAddress.add], { error: 'missing', option: 'address' });
  const address = addressIn(text);
  const named = feedsNamed(text, feeds).named;
  const there = named.length === 1 ? named[0] : undefined;
  if (there !== undefined) return addKnown(there, ask);
  if (address === null) return refusal(m, [w.notAddress(text.slice(0, 80))], { error: 'bad_url', option: 'address' });

  const line = `feeds add ${lineValue(address)}`;
  const looked = await ask.queries.feedAt(address);
  if (looked.kind !== 'seen') return notSeen(looked, confirmed ? `${line} confirm:yes` : line, ask);
  const look = looked.value;
  if (look.url === null || look.feed === null) return noFeedThere(look, ask);
  if (!confirmed && look.url !== look.asked && look.others.length > 0) return choice(look, ask);
  const url = look.feed.movedTo ?? look.url;
  const known = feedAtAddress(url, feeds) ?? feedAtAddress(look.url, feeds);
  if (known !== null) return addKnown(known, ask);

  const title = look.feed.title?.trim() || new URL(url).hostname;
  if (!confirmed) {
    const confirm = `feeds add ${lineValue(url)} confirm:yes`;
    return {
      pages: [
        {
          title: w.addTitle(title),
          tone: look.warnings.length > 0 ? 'warn' : 'neutral',
          blocks: [
            ...lookBlocks(look, ask),
            { kind: 'note', line: [w.addHint] },
            { kind: 'buttons', buttons: [{ label: w.confirmAdd, line: confirm, style: 'primary' }] },
          ],
        },
      ],
      data: { url, title, entries: look.feed.entries, latest: look.feed.latest, warnings: look.warnings, confirm },
      private: true,
    };
  }
  return addNew({ url, title, lang: look.feed.lang, publisher: null, kind: null, note: null }, ask);
}

/** Tells what stands at an address, or at that of a feed of the list: what is right and what is wrong with it. */
async function check(text: string, feeds: readonly FeedState[], ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.feeds;
  if (text === '') return refusal(m, [w.needAddress.check], { error: 'missing', option: 'address' });
  const found = feedsNamed(text, feeds);
  const listed = found.named[0] ?? null;
  const address = listed?.url ?? addressIn(text);
  if (address === null || found.named.length > 1) return whichFeed(text, found, 'check', ask);
  const line = `feeds check ${lineValue(listed?.id ?? address)}`;
  const looked = await ask.queries.feedAt(address);
  if (looked.kind !== 'seen') return notSeen(looked, line, ask);
  const look = looked.value;
  if (look.url === null || look.feed === null) return noFeedThere(look, ask);
  const known = listed ?? feedAtAddress(look.url, feeds);
  return {
    pages: [
      {
        title: look.feed.title ?? w.checkTitle,
        tone: look.warnings.length > 0 ? 'warn' : 'good',
        blocks: [
          { kind: 'text', line: [w.good, ' ', known === null ? w.isNew : w.isKnown] },
          ...(known === null
            ? []
            : ([{ kind: 'facts', facts: [{ label: w.facts.state, value: [stateWords(known, ask)] }] }] as const)),
          ...lookBlocks(look, ask),
          ...(known === null
            ? ([
                { kind: 'buttons', buttons: [{ label: w.confirmAdd, line: `feeds add ${lineValue(address)}` }] },
              ] as const)
            : []),
        ],
      },
    ],
    data: { ...look, seenAt: looked.at, listed: known === null ? null : feedData(known) },
    private: true,
  };
}

/**
 * The feeds that a space is told of: those that all share and its own. Everyone may list and check them; who manages
 * adds to the space's own and leaves out of the shared; operators change what all share.
 */
export const feeds = command({
  name: 'feeds',
  operates: true,
  changes: (values) => CHANGING.includes(wishOf(values).action),
  options: {
    address: { type: 'text', bare: true, suggest: 'feed', max: MOST_ADDRESS },
    action: { type: 'choice', choices: FEED_ACTIONS },
    state: { type: 'choice', choices: FEED_STATES },
    confirm: { type: 'choice', choices: ['yes'] },
    for: { type: 'choice', choices: FEED_REACHES },
  },
  answer: async (values, ask) => {
    const { action, text, state } = wishOf(values);
    const confirmed = values.confirm === 'yes';
    switch (action) {
      case 'list':
        return listFeeds(await ask.queries.feeds(), { state, words: text }, ask);
      case 'add':
        return add(text, confirmed, await ask.queries.feeds(), ask);
      case 'remove':
        return remove(text, { confirmed, reach: values.for }, await ask.queries.feeds(), ask);
      case 'check':
        return check(text, await ask.queries.feeds(), ask);
      case 'import':
        return importList(text, confirmed, ask);
      case 'export':
        return exportList(ask);
    }
  },
});
