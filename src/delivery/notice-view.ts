import type { FeedHealthEvent, Flood } from '../domain/alert.ts';
import type { FeedState } from '../domain/feed.ts';
import type { Instant } from '../domain/period.ts';
import type { Story } from '../domain/story.ts';
import type { Line, Tone, View } from '../domain/view.ts';
import type { Messages } from '../messages/index.ts';
import { type Names, nameOf } from './names.ts';

const STORIES_SHOWN = 20;

/** A story in a summary, with the link of its first article. */
export type Summed = { readonly story: Story; readonly link: string | null };

/** The message that stands for many cards after a burst. */
export function summaryCard(summed: readonly Summed[], names: Names, m: Messages): View {
  const w = m.cards.summary;
  const items: Line[] = summed.slice(0, STORIES_SHOWN).map(({ story, link }) => {
    const about = story.providers.map((id) => nameOf(id, names)).join(', ');
    const words = [m.cards.story.meters[story.corroboration], ...(about === '' ? [] : [about]), story.id];
    return [{ text: story.title, url: link }, ` · ${words.join(' · ')}`];
  });
  const rest = summed.length - STORIES_SHOWN;
  if (rest > 0) items.push([w.more(rest)]);
  return {
    title: w.title(summed.length),
    tone: 'neutral',
    blocks: [
      { kind: 'note', line: [w.intro] },
      { kind: 'list', items },
    ],
  };
}

/** The word that a channel had its cards of the hour, and when the others come; `at` is what its clock will show. */
export function heldCard(cards: number, at: string, m: Messages): View {
  const w = m.cards.held;
  return { title: w.title(cards, at), tone: 'neutral', blocks: [{ kind: 'note', line: [w.passing] }] };
}

/** The word that a channel takes messages again, and what it missed. */
export function backCard(since: Instant, m: Messages): View {
  const w = m.cards.back;
  return {
    title: w.title,
    tone: 'warn',
    blocks: [
      { kind: 'text', line: [w.gap(m.common.instant(since))] },
      { kind: 'buttons', buttons: [{ label: m.cards.buttons.news, line: `news since:${since.slice(0, 10)}` }] },
    ],
  };
}

const TONES: Readonly<Record<FeedHealthEvent, Tone>> = {
  failing: 'warn',
  gone: 'bad',
  moved: 'neutral',
  mute: 'warn',
  recovered: 'good',
  flooded: 'warn',
};

/** What happened to a feed, as of now: the reason is the newest one known. */
export function healthCard(feed: FeedState, event: FeedHealthEvent, m: Messages, flood?: Flood): View {
  const w = m.cards.health;
  return {
    title: w.titles[event](feed.title),
    tone: TONES[event],
    blocks: [
      { kind: 'text', line: [healthWords(feed, event, m, flood)] },
      { kind: 'facts', facts: [{ label: w.address, value: [{ text: feed.url, url: feed.url }] }] },
      { kind: 'buttons', buttons: [{ label: m.cards.buttons.status, line: 'status' }] },
    ],
  };
}

function healthWords(feed: FeedState, event: FeedHealthEvent, m: Messages, flood?: Flood): string {
  const w = m.cards.health;
  switch (event) {
    case 'failing': {
      const why = feed.code === null ? w.unknownCode : w.feedCodes[feed.code];
      return feed.lastOkAt === null ? w.neverRead(why) : w.failing(m.common.instant(feed.lastOkAt), why);
    }
    case 'gone':
      return w.gone;
    case 'moved':
      return w.moved(feed.movedTo ?? feed.url);
    case 'mute':
      return feed.lastItemAt === null ? w.muteAlways : w.mute(m.common.instant(feed.lastItemAt));
    case 'recovered':
      return w.recovered;
    case 'flooded':
      return w.flooded(flood?.items ?? 0, flood?.told ?? 0);
  }
}
