import type { FeedReach } from '../../../src/changes.ts';
import type { Answer, Ask } from '../../../src/command.ts';
import type { FeedState } from '../../../src/domain/feed.ts';
import type { Button } from '../../../src/domain/view.ts';
import { lineValue } from '../names.ts';
import { refusal } from '../refusal.ts';
import { feedsNamed, whichFeed } from './view.ts';

/** For whom something is done unless it is said: for the space, and outside of any for all. */
export const usualReach = (ask: Ask): FeedReach => (ask.space === null ? 'everyone' : 'here');

const reachPart = (reach: FeedReach, ask: Ask): string => (reach === usualReach(ask) ? '' : ` for:${reach}`);

export const removeLine = (id: string, reach: FeedReach, ask: Ask): string =>
  `feeds remove ${lineValue(id)}${reachPart(reach, ask)}`;

/** What taking out means for a feed: the space's own or one added for all leaves the list, the others stay in it. */
function removalOf(feed: FeedState, reach: FeedReach, ask: Ask): { readonly words: string; readonly again: Button } {
  const w = ask.messages.feeds;
  if (feed.space === undefined && reach === 'here')
    return { words: w.removeHere, again: { label: w.takeIn, line: `feeds add ${lineValue(feed.url)}` } };
  const own = feed.added !== undefined;
  const line = `feeds add ${lineValue(feed.url)}${own ? ' confirm:yes' : ''}`;
  return { words: own ? w.removeOwn : w.removeListed, again: { label: w.putBack, line } };
}

/** True for a feed that is left out, or stopped in the list, already. */
function isOut(feed: FeedState, reach: FeedReach): boolean {
  return (feed.leftOut !== undefined && reach === 'here') || (feed.stopped && feed.added === undefined);
}

function alreadyOut(feed: FeedState, again: Button, ask: Ask): Answer {
  const buttons = feed.stopped && !ask.user.operator ? [] : [again];
  return {
    pages: [
      {
        title: ask.messages.feeds.alreadyOut(feed.title),
        tone: 'neutral',
        blocks: buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }],
      },
    ],
    data: { feed: feed.id, removed: false },
    private: true,
  };
}

/** Asks back; an operator may also mean everyone. */
function sure(feed: FeedState, reach: FeedReach, words: string, ask: Ask): Answer {
  const w = ask.messages.feeds;
  const confirm = `${removeLine(feed.id, reach, ask)} confirm:yes`;
  const forAll: Button[] =
    reach === 'here' && feed.space === undefined && ask.user.operator
      ? [{ label: w.removeForAll, line: removeLine(feed.id, 'everyone', ask) }]
      : [];
  return {
    pages: [
      {
        title: w.removeTitle(feed.title),
        tone: 'warn',
        blocks: [
          { kind: 'text', line: [words] },
          { kind: 'buttons', buttons: [{ label: w.confirmRemove, line: confirm, style: 'danger' }, ...forAll] },
        ],
      },
    ],
    data: { feed: feed.id, url: feed.url, own: feed.added !== undefined, reach, confirm },
    private: true,
  };
}

/** Reads a feed no longer for the space, or, when an operator says so, for all; once that is confirmed. */
export async function remove(
  text: string,
  wish: { readonly confirmed: boolean; readonly reach: FeedReach | undefined },
  feeds: readonly FeedState[],
  ask: Ask,
): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.feeds;
  if (text === '') return refusal(m, [w.needAddress.remove], { error: 'missing', option: 'address' });
  const found = feedsNamed(text, feeds);
  const feed = found.named[0];
  if (feed === undefined || found.named.length > 1) return whichFeed(text, found, 'remove', ask);
  // A feed of the space's own is nobody else's: it is taken out for it, whatever was said.
  const reach = feed.space === undefined ? (wish.reach ?? usualReach(ask)) : usualReach(ask);
  if (reach === 'everyone' && feed.space === undefined && !ask.user.operator)
    return refusal(m, [m.common.faults.operatorsOnly], { error: 'operators_only' });
  const { words, again } = removalOf(feed, reach, ask);
  if (isOut(feed, reach)) return alreadyOut(feed, again, ask);
  const own = feed.added !== undefined;
  if (!wish.confirmed) return sure(feed, reach, words, ask);
  const removed = await ask.changes.takeOutFeed(feed.id, ask.user.id, reach);
  return {
    pages: [
      {
        title: reach === 'here' && feed.space === undefined ? w.removedHere(feed.title) : w.removed(feed.title),
        tone: 'neutral',
        blocks: [
          { kind: 'text', line: [w.removedHint(feed.url)] },
          { kind: 'buttons', buttons: [again] },
        ],
      },
    ],
    data: { feed: feed.id, url: feed.url, own, reach, removed },
  };
}
