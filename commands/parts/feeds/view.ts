import type { Answer, Ask } from '../../../src/command.ts';
import type { FeedState } from '../../../src/domain/feed.ts';
import { type FeedLook, type Looked, sameFeed } from '../../../src/domain/feed-look.ts';
import { foldName, nearestNames } from '../../../src/domain/text.ts';
import type { Block, Button, Line } from '../../../src/domain/view.ts';
import { lineValue } from '../names.ts';
import { refusal } from '../refusal.ts';

/** Longest text of a button that every platform shows whole. */
const LABEL = 75;
const MOST_CHOICES = 8;

/** A button's label, cut to what platforms show. */
export function label(text: string): string {
  return text.length <= LABEL ? text : `${text.slice(0, LABEL - 1)}…`;
}

/** The address in what a person wrote: chat platforms wrap links, people leave out the scheme; null when it is none. */
export function addressIn(text: string): string | null {
  const bare = (/^<([^>|]+)(?:\|[^>]*)?>$/.exec(text.trim())?.[1] ?? text.trim()).replace(/^feed:\/\//i, 'https://');
  if (/\s/.test(bare)) return null;
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare);
  if (!scheme && !/^[^/]+\.[^/.]{2,}(?:[:/?]|$)|^\[|^localhost\b/i.test(bare)) return null;
  const whole = scheme ? bare : `https://${bare}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === ''
    ? url.href
    : null;
}

/** The feed of the list that stands at an address, or that moved there; a feed that is read before a stopped one. */
export function feedAtAddress(address: string, feeds: readonly FeedState[]): FeedState | null {
  const at = sameFeed(address);
  const there = feeds.filter((f) => sameFeed(f.url) === at || (f.movedTo !== null && sameFeed(f.movedTo) === at));
  return there.find((feed) => !feed.stopped) ?? there[0] ?? null;
}

/** The feeds of the list that a person means by an id, an address or a title; when none, those with the nearest names. */
export function feedsNamed(
  text: string,
  feeds: readonly FeedState[],
): { readonly named: readonly FeedState[]; readonly near: readonly FeedState[] } {
  const address = addressIn(text);
  const there = address === null ? null : feedAtAddress(address, feeds);
  if (there !== null) return { named: [there], near: [] };
  const wanted = foldName(text);
  const exact = feeds.filter((f) => f.id === text.trim() || foldName(f.title) === wanted);
  if (exact.length > 0) return { named: exact, near: [] };
  const within = wanted.length < 3 ? [] : feeds.filter((f) => foldName(f.title).includes(wanted));
  if (within.length > 0) return { named: [], near: within.slice(0, MOST_CHOICES) };
  const names = nearestNames(
    text,
    feeds.flatMap((f) => [f.title, f.id]),
    5,
  );
  return {
    named: [],
    near: [...new Set(names.flatMap((name) => feeds.find((f) => f.title === name || f.id === name) ?? []))],
  };
}

/** Refuses a name that no feed of the list has, or that several have; the buttons repeat the action with one of them. */
export function whichFeed(
  text: string,
  found: ReturnType<typeof feedsNamed>,
  action: 'remove' | 'check',
  ask: Ask,
): Answer {
  const { messages: m } = ask;
  const given = text.slice(0, 80);
  const offered = found.named.length > 0 ? found.named : found.near;
  const words =
    found.named.length > 1
      ? [m.feeds.several(given)]
      : [m.feeds.notFound(given), ...(offered.length > 0 ? [m.offer.nearest] : [])];
  return refusal(m, words, {
    error: found.named.length > 1 ? 'several_feeds' : 'no_feed',
    option: 'address',
    nearest: offered.map((feed) => feed.id),
    buttons: offered
      .slice(0, MOST_CHOICES)
      .map((feed) => ({ label: label(feed.title), line: `feeds ${action} ${lineValue(feed.id)}` })),
  });
}

/** What is answered while an address cannot be told of yet: it is slow, others are being looked at, or nobody looks. */
export function notSeen(looked: Exclude<Looked<unknown>, { kind: 'seen' }>, line: string, ask: Ask): Answer {
  const { messages: m } = ask;
  const w = m.feeds;
  const again: Button[] = [{ label: w.again, line }];
  if (looked.kind === 'unavailable') return refusal(m, [w.unavailable], { error: 'unavailable' });
  if (looked.kind === 'busy') return refusal(m, [w.busy], { error: 'busy', buttons: again });
  return {
    pages: [
      {
        title: w.looking,
        tone: 'neutral',
        blocks: [
          { kind: 'text', line: [w.lookingHint] },
          { kind: 'buttons', buttons: again },
        ],
      },
    ],
    data: { looking: true, again: line },
    private: true,
  };
}

/** Refuses an address at which there is no feed: why, and what else was found there. */
export function noFeedThere(look: FeedLook, ask: Ask): Answer {
  const { messages: m } = ask;
  const w = m.feeds;
  const why = m.answers.feedCodes[look.code ?? 'not_a_feed'];
  const page = look.code === 'html_page' || look.code === 'not_a_feed';
  const others = look.others.slice(0, MOST_CHOICES);
  return refusal(
    m,
    [
      w.noFeed(why),
      ...(others.length > 0
        ? [`${w.announced} ${others.map(({ url }) => url).join(', ')}`]
        : page
          ? [w.nothingFound]
          : []),
    ],
    { error: look.code ?? 'not_a_feed', option: 'address' },
  );
}

/** The newest entries of a feed and what is odd about it. */
export function lookBlocks(look: FeedLook, ask: Ask): Block[] {
  const { messages: m } = ask;
  const w = m.feeds;
  const { feed } = look;
  if (feed === null) return [];
  const day = (at: string | null): string => (at === null ? w.undated : m.common.day(at.slice(0, 10)));
  const facts: { label: string; value: Line }[] = [
    { label: w.facts.address, value: [{ text: look.url ?? look.asked, url: look.url }] },
    ...(feed.movedTo === null ? [] : [{ label: w.facts.moved, value: [feed.movedTo] }]),
    { label: w.facts.entries, value: [String(feed.entries)] },
    ...(feed.lang === null ? [] : [{ label: w.facts.language, value: [feed.lang] }]),
  ];
  return [
    { kind: 'facts', facts },
    ...(feed.latest.length === 0
      ? []
      : ([
          { kind: 'heading', text: w.preview },
          {
            kind: 'list',
            items: feed.latest.map(
              ({ title, link, published }): Line => [{ text: title || w.untitled, url: link }, ` · ${day(published)}`],
            ),
          },
        ] as const)),
    ...(look.warnings.length === 0
      ? ([{ kind: 'note', line: [w.nothingOdd] }] as const)
      : ([
          { kind: 'heading', text: w.odd },
          { kind: 'list', items: look.warnings.map((warning) => [m.answers.feedWarnings[warning]]) },
        ] as const)),
  ];
}

/** Lets a person choose among the feeds of a page. */
export function choice(look: FeedLook, ask: Ask): Answer {
  const { messages: m } = ask;
  const first = { url: look.url ?? look.asked, title: look.feed?.title ?? null };
  const feeds = [first, ...look.others].slice(0, MOST_CHOICES);
  return {
    pages: [
      {
        title: m.feeds.choose,
        tone: 'neutral',
        blocks: [
          { kind: 'text', line: [m.feeds.chooseHint] },
          { kind: 'list', items: feeds.map(({ url, title }) => [{ text: title ?? url, strong: true }, ` · ${url}`]) },
          {
            kind: 'buttons',
            buttons: feeds.map(({ url, title }) => ({
              label: label(title ?? url),
              line: `feeds add ${lineValue(url)}`,
            })),
          },
        ],
      },
    ],
    data: { choose: feeds },
    private: true,
  };
}
