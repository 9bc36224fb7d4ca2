import type { Answer, Ask } from '../../../src/command.ts';
import type { FeedState } from '../../../src/domain/feed.ts';
import { foldName } from '../../../src/domain/text.ts';
import type { Block, Button, Line, View } from '../../../src/domain/view.ts';
import { publisherName } from '../names.ts';
import { refusal } from '../refusal.ts';

/** What the list of feeds can be narrowed to. */
export const FEED_STATES = ['failing', 'unread', 'silent', 'moved', 'stopped', 'added'] as const;
export type FeedFilter = (typeof FEED_STATES)[number];

const PER_PAGE = 10;

/** Not told of: read no more, or left out by the space that asks. */
const isOut = (feed: FeedState): boolean => feed.stopped || feed.leftOut !== undefined;
const isFailing = (feed: FeedState): boolean => !isOut(feed) && feed.failures > 0;
const isUnread = (feed: FeedState): boolean => !isOut(feed) && feed.failures === 0 && feed.firstReadAt === null;
const isSilent = (feed: FeedState): boolean => !isOut(feed) && feed.told.includes('mute');

/** Added by the asker's space, or, outside of any, by whoever runs the bot. */
const isOwn = (feed: FeedState, ask: Ask): boolean =>
  feed.added !== undefined && (ask.space === null || feed.space !== undefined);

function isIn(feed: FeedState, state: FeedFilter, ask: Ask): boolean {
  switch (state) {
    case 'failing':
      return isFailing(feed);
    case 'unread':
      return isUnread(feed);
    case 'silent':
      return isSilent(feed);
    case 'moved':
      return feed.movedTo !== null;
    case 'stopped':
      return isOut(feed);
    case 'added':
      return isOwn(feed, ask);
  }
}

/** True when a feed's title, publisher, address or id holds the words, however they are written. */
function answersTo(feed: FeedState, words: string, ask: Ask): boolean {
  const wanted = foldName(words);
  const found = ask.queries.record.find(words);
  const meant = found.kind === 'one' ? [found.subject.id, found.subject.name] : [];
  const named = [feed.publisher, publisherName(feed.publisher, ask)].map(foldName);
  if (meant.some((name) => named.includes(foldName(name)))) return true;
  const publisher = ask.queries.record.publisher(feed.publisher);
  return [feed.id, feed.title, feed.url, feed.kind, ...named, ...(publisher?.aliases ?? [])].some((text) =>
    foldName(text).includes(wanted),
  );
}

/** When a feed is due, in words. */
function dueWords(feed: FeedState, ask: Ask): string {
  const { messages: m } = ask;
  return feed.dueAt <= ask.now ? m.feeds.state.soon : m.feeds.state.at(m.common.instant(feed.dueAt));
}

/** How a feed stands, in words: read when, next when, what is wrong with it and what to do. */
export function stateWords(feed: FeedState, ask: Ask): string {
  const { messages: m } = ask;
  const w = m.feeds.state;
  const at = m.common.instant;
  const words: string[] = [];
  if (feed.out !== undefined) words.push(w.out(m.common.day(feed.out.at.slice(0, 10))));
  else if (feed.stopped) words.push(w.gone);
  else if (feed.leftOut !== undefined) words.push(w.leftOut(m.common.day(feed.leftOut.slice(0, 10))));
  else if (isFailing(feed)) {
    words.push(feed.lastOkAt === null ? w.neverRead : w.failingSince(at(feed.lastOkAt)));
    if (feed.code !== null) words.push(m.answers.feedCodes[feed.code]);
    words.push(w.retried(dueWords(feed, ask)));
  } else if (feed.lastOkAt === null || isUnread(feed)) words.push(w.unread(dueWords(feed, ask)));
  else words.push(w.read(at(feed.lastOkAt), dueWords(feed, ask)));
  if (isSilent(feed) && feed.lastItemAt !== null) words.push(w.silent(m.common.day(feed.lastItemAt.slice(0, 10))));
  if (feed.movedTo !== null && !isOut(feed)) words.push(w.moved(feed.movedTo));
  if (isOwn(feed, ask)) words.push(w.own);
  return words.join(' · ');
}

function feedLine(feed: FeedState, ask: Ask): Line {
  const publisher = publisherName(feed.publisher, ask);
  const who = foldName(publisher) === foldName(feed.title) ? '' : ` · ${publisher}`;
  return [{ text: feed.title, strong: true, url: feed.url }, `${who} · ${stateWords(feed, ask)}`];
}

/** A feed's state as programs read it. */
export function feedData(feed: FeedState) {
  const { id, url, title, publisher, kind, lang, failures, code, firstReadAt, lastOkAt, lastItemAt } = feed;
  return {
    id,
    url,
    title,
    publisher,
    kind,
    lang,
    failures,
    code,
    firstReadAt,
    lastOkAt,
    lastItemAt,
    dueAt: feed.dueAt,
    movedTo: feed.movedTo,
    stopped: feed.stopped,
    silent: isSilent(feed),
    added: feed.added?.at ?? null,
    out: feed.out?.at ?? null,
    own: feed.space !== undefined,
    leftOut: feed.leftOut ?? null,
  };
}

/** Those in trouble first, then those that are stopped, then by title. */
function byNeed(a: FeedState, b: FeedState): number {
  const rank = (feed: FeedState): number => (isFailing(feed) ? 0 : isOut(feed) ? 1 : 2);
  const [x, y] = [foldName(a.title), foldName(b.title)];
  return rank(a) - rank(b) || (x < y ? -1 : x > y ? 1 : 0);
}

/** The list of feeds, narrowed to a state and to words of a title, publisher, address or id, in pages. */
export function listFeeds(
  feeds: readonly FeedState[],
  by: { readonly state: FeedFilter | null; readonly words: string },
  ask: Ask,
): Answer {
  const { messages: m } = ask;
  const w = m.feeds;
  const count = (test: (feed: FeedState) => boolean): number => feeds.filter(test).length;
  const totals = {
    total: feeds.length,
    failing: count(isFailing),
    unread: count(isUnread),
    stopped: count(isOut),
  };
  const ok = totals.total - totals.failing - totals.unread - totals.stopped;
  const shown = feeds
    .filter((feed) => by.state === null || isIn(feed, by.state, ask))
    .filter((feed) => by.words === '' || answersTo(feed, by.words, ask))
    .sort(byNeed);
  const stateName = by.state === null ? '' : (m.commands['feeds']?.options['state']?.choices?.[by.state] ?? by.state);
  const filter = [stateName, by.words].filter((part) => part !== '').join(' · ');
  const all: Button = { label: w.all, line: 'feeds' };
  if (shown.length === 0 && by.words !== '')
    return refusal(m, [w.noMatch(filter.slice(0, 80)), w.noMatchHint], {
      error: 'no_feed',
      option: 'address',
      buttons: [all],
    });
  const head: Block[] = [
    { kind: 'text', line: [w.totals(totals.total, ok, totals.failing, totals.unread, totals.stopped)] },
    ...(filter === '' ? [] : ([{ kind: 'note', line: [w.filtered(shown.length, filter)] }] as const)),
  ];
  const buttons: Button[] = [
    ...(filter === '' ? [] : [all]),
    ...(totals.failing > 0 && by.state !== 'failing' ? [{ label: w.onlyFailing, line: 'feeds state:failing' }] : []),
  ];
  const pageOf = (rows: readonly FeedState[]): View => ({
    title: w.title,
    tone: totals.failing > 0 ? 'warn' : 'neutral',
    blocks: [
      ...head,
      ...(rows.length === 0
        ? feeds.length === 0
          ? ([{ kind: 'text', line: [w.noFeeds] }] as const)
          : []
        : ([{ kind: 'list', items: rows.map((feed) => feedLine(feed, ask)) }] as const)),
      ...(buttons.length === 0 ? [] : ([{ kind: 'buttons', buttons }] as const)),
    ],
  });
  const rest: View[] = [];
  for (let at = PER_PAGE; at < shown.length; at += PER_PAGE) rest.push(pageOf(shown.slice(at, at + PER_PAGE)));
  return {
    pages: [pageOf(shown.slice(0, PER_PAGE)), ...rest],
    data: { ...totals, shown: shown.length, feeds: shown.map(feedData) },
  };
}
