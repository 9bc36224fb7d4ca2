import type { Ask } from '../../src/command.ts';
import type { Claim } from '../../src/domain/event.ts';
import type { OwnName } from '../../src/domain/own.ts';
import type { Member, Story } from '../../src/domain/story.ts';
import type { Line, Span, Tone } from '../../src/domain/view.ts';
import { claimWords } from '../../src/messages/claim-words.ts';
import { nameOf, publisherName } from './names.ts';

/** The day a member came out, in words. */
export function memberDay(member: Member, ask: Ask): string {
  return member.published === null
    ? ask.messages.news.list.undated
    : ask.messages.common.day(member.published.slice(0, 10));
}

/** How a story is coloured: pale while it is a rumour, red once it is denied. */
export function storyTone(story: Story): Tone {
  if (story.corroboration === 'denied') return 'bad';
  return story.corroboration === 'rumour' ? 'rumour' : 'neutral';
}

/** The member that came out last; members without a date stand by the time they were read. */
function newest(members: readonly Member[]): Member | null {
  const at = (m: Member) => m.published ?? m.joinedAt;
  return members.reduce<Member | null>((best, m) => (best === null || at(m) > at(best) ? m : best), null);
}

/** Where a story's title leads: the article that bears it, else the newest that can be opened. */
export function storyLink(story: Story, members: readonly Member[]): string | null {
  const named = members.find((m) => m.title === story.title && m.link !== null);
  return (named ?? newest(members.filter((m) => m.link !== null)))?.link ?? null;
}

/** A story on one line of a list: number, title, how far established, event, newest day, publishers. */
export function storyLine(n: number, story: Story, members: readonly Member[], ask: Ask): Line {
  const { messages: m } = ask;
  const last = newest(members);
  const publishers = [...new Set(members.map((member) => member.publisher))];
  const others = publishers.length - 1;
  const who = last === null ? [] : [publisherName(last.publisher, ask)];
  const words = [
    m.cards.story.meters[story.corroboration],
    ...(story.events[0] === undefined ? [] : [m.common.events[story.events[0]]]),
    ...(last === null ? [] : [memberDay(last, ask)]),
    ...who.map((name) => (others > 0 ? `${name} ${m.news.list.others(others)}` : name)),
  ];
  return [`${n}. `, { text: story.title, url: storyLink(story, members), strong: true }, ` · ${words.join(' · ')}`];
}

/** A member in a list: publisher with its link, day, kind, whom it quotes, its title where it is another one. */
export function memberLine(member: Member, story: Story, ask: Ask): Line {
  const { messages: m } = ask;
  const who = publisherName(member.publisher, ask);
  const kind = m.cards.story.kinds[member.kind];
  const stance = m.common.stances[member.stance as keyof typeof m.common.stances];
  const words = [
    memberDay(member, ask),
    kind,
    ...(stance === undefined || member.stance === 'n/a' || stance === kind ? [] : [stance]),
    ...(member.origin === member.publisher ? [] : [m.news.story.quotes(publisherName(member.origin, ask))]),
    ...(member.title === story.title ? [] : [m.common.quote(member.title)]),
  ];
  const name: Span = member.link === null ? who : { text: who, url: member.link };
  return [name, ` · ${words.join(' · ')}`];
}

/** A claim in words: who, and what is said. */
export function claimLine(claim: Claim, ask: Ask, own: readonly OwnName[]): Line {
  return [{ text: nameOf(claim.provider, ask, own), strong: true }, ` · ${claimWords(claim, ask.messages)}`];
}

/** A story as programs read it; of its subjects only those that `shown` lists. */
export function storyData(story: Story, members: readonly Member[], shown: readonly string[]) {
  return {
    id: story.id,
    title: story.title,
    lang: story.lang,
    corroboration: story.corroboration,
    events: story.events,
    providers: shown,
    main: story.main !== null && shown.includes(story.main) ? story.main : null,
    origins: story.origins,
    openedAt: story.openedAt,
    grownAt: story.grownAt,
    members: members.map(({ item, feed, title, link, publisher, origin, stance, kind, published, joinedAt }) => ({
      item,
      feed,
      title,
      link,
      publisher,
      origin,
      stance,
      kind,
      published,
      joinedAt,
    })),
  };
}
