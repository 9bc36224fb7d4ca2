import type { Claim, EventType } from '../domain/event.ts';
import { type FeedKind, type FeedState, sourceKindOf } from '../domain/feed.ts';
import type { Item, Reading } from '../domain/item.ts';
import { storyId } from '../domain/outbox.ts';
import type { Instant } from '../domain/period.ts';
import type { Corroboration, Member, SourceKind, Story, StoryTraits } from '../domain/story.ts';
import type { Publisher } from '../domain/subject.ts';
import { publishersOf } from '../reading/publishers.ts';
import { growTraits, traitsOf } from '../reading/stories.ts';

/** A story in hand: what is stored of it, ready to grow. */
export type OpenStory = { readonly story: Story; readonly members: readonly Member[]; readonly traits: StoryTraits };

/** How far a story is established by its members, and by whom independently. */
export type Corroborate = (
  members: readonly Member[],
  publishers: readonly Publisher[],
) => { readonly corroboration: Corroboration; readonly origins: readonly string[] };

const CLAIMS_KEPT = 40;

/** The item's own time: when it was published, never later than now; now when it has no date. */
export function timeOf(item: Item, now: Instant): Instant {
  return item.published !== null && item.published < now ? item.published : now;
}

function kindOf(feed: FeedKind, reading: Reading): SourceKind {
  if (reading.stance === 'rumour') return 'rumour';
  const kind = sourceKindOf(feed);
  return kind === 'press' && reading.events[0] === 'opinion_or_analysis' ? 'analysis' : kind;
}

/** The part an item takes in a story. */
export function memberOf(parts: {
  readonly key: string;
  readonly feed: FeedState;
  readonly item: Item;
  readonly reading: Reading;
  readonly publishers: readonly Publisher[];
  readonly reason: string;
  /** Whose text it has. */
  readonly copyOf?: string | undefined;
  readonly now: Instant;
}): Member {
  const { key, feed, item, reading, publishers, reason, copyOf, now } = parts;
  const { publisher, site, by, kind } = publishersOf(publishers).of(feed, item);
  return {
    item: key,
    feed: feed.id,
    title: item.title,
    link: item.link,
    publisher,
    origin: reading.origin ?? publisher,
    stance: reading.stance,
    kind: kindOf(kind, reading),
    published: item.published,
    joinedAt: now,
    reason,
    ...(site === null ? {} : { site }),
    ...(by === null ? {} : { by }),
    ...(copyOf === undefined ? {} : { copyOf }),
  };
}

/** The story that an item opens, at version 1. `grownAt` is the instant at which it counts as grown. */
export function opened(
  member: Member,
  reading: Reading,
  times: { readonly openedAt: Instant; readonly grownAt: Instant },
  establish: (members: readonly Member[]) => ReturnType<Corroborate>,
): OpenStory {
  const id = storyId(member.item);
  const providers = acceptedOf(reading);
  const events = reading.events.length > 0 ? reading.events : (['other'] as const);
  const story: Story = {
    id,
    title: member.title,
    lang: reading.lang,
    providers,
    main: reading.main,
    events,
    claims: reading.claims.slice(0, CLAIMS_KEPT),
    ...establish([member]),
    ...times,
    version: 1,
  };
  return { story, members: [member], traits: { ...traitsOf(id, reading, times.openedAt), ...times } };
}

/** The story with one more member, or with one of its members told anew; one version up when a reader would see it. */
export function grown(
  open: OpenStory,
  member: Member,
  reading: Reading,
  grownAt: Instant,
  establish: (members: readonly Member[]) => ReturnType<Corroborate>,
): { readonly open: OpenStory; readonly visible: boolean } {
  const before = open.story;
  const place = open.members.findIndex((one) => one.item === member.item);
  const members = place < 0 ? [...open.members, member] : open.members.with(place, member);
  const established = establish(members);
  const next: Story = {
    ...before,
    title: titleOf(members, established.corroboration) ?? before.title,
    providers: union(before.providers, acceptedOf(reading)),
    main: before.main ?? reading.main,
    events: settledEvents(eventsOf(before.events, reading.events), established.corroboration),
    claims: settledClaims(claimsOf(before.claims, reading.claims), established.corroboration),
    ...established,
  };
  const visible = place < 0 || shownOf(next, member) !== shownOf(before, open.members[place]);
  const story: Story = {
    ...next,
    grownAt: before.grownAt > grownAt ? before.grownAt : grownAt,
    version: visible ? before.version + 1 : before.version,
  };
  const traits = { ...growTraits(open.traits, reading, grownAt), grownAt: story.grownAt };
  return { open: { story, members, traits }, visible };
}

const isSettled = (corroboration: Corroboration): boolean =>
  corroboration === 'confirmed' || corroboration === 'denied';

/** A story is called as its first member calls it; once it is settled, as the first one that tells it so. */
function titleOf(members: readonly Member[], corroboration: Corroboration): string | undefined {
  const settling = isSettled(corroboration) ? members.find((member) => member.stance === corroboration) : undefined;
  return (settling ?? members[0])?.title;
}

/** Once the thing has happened, or is denied, it is a rumour or a step on the way no longer. */
function settledEvents(events: readonly EventType[], corroboration: Corroboration): readonly EventType[] {
  if (!isSettled(corroboration)) return events;
  const granted = events.includes('qualification_granted');
  const left = events.filter((event) => event !== 'rumour' && !(granted && event === 'qualification_milestone'));
  return left.length > 0 ? left : events;
}

/** What was whispered, and what was expected of a scheme that is now granted, is no longer what the articles say. */
function settledClaims(claims: readonly Claim[], corroboration: Corroboration): readonly Claim[] {
  if (corroboration !== 'confirmed') return claims;
  const granted = claims
    .filter((claim) => claim.field === 'qualification' && claim.value.endsWith(' granted'))
    .map((claim) => claim.value.slice(0, -' granted'.length));
  const left = claims.filter(
    (claim) =>
      !(claim.field === 'status' && claim.value === 'rumoured') &&
      !(claim.field === 'date_promised' && granted.some((scheme) => claim.value.startsWith(scheme))),
  );
  return [...left].sort((a, b) => Number(b.field === 'qualification') - Number(a.field === 'qualification'));
}

/** What a card shows of a story and one of its members; a date counts by its day, origins in any order. */
function shownOf(story: Story, member: Member | undefined): string {
  const { title, providers, main, events, claims, corroboration, origins } = story;
  const told = claims.map(claimKey);
  const part = member && [member.title, member.link, member.published?.slice(0, 10), member.stance, member.kind];
  return JSON.stringify([title, providers, main, events, told, corroboration, origins.toSorted(), part]);
}

function acceptedOf(reading: Reading): string[] {
  return reading.providers.filter((mention) => mention.decision === 'accept').map((mention) => mention.id);
}

function union<T>(a: readonly T[], b: readonly T[]): T[] {
  return [...new Set([...a, ...b])];
}

/** A story that began as a rumour takes the name of what it turns out to be. */
function eventsOf(before: readonly EventType[], now: readonly EventType[]): EventType[] {
  const vague = before[0] === undefined || before[0] === 'rumour' || before[0] === 'other';
  const precise = now[0] !== undefined && now[0] !== 'rumour' && now[0] !== 'other';
  const all = vague && precise ? union(now, before) : union(before, now);
  return all.length > 1 ? all.filter((event) => event !== 'other') : all;
}

function claimKey(claim: Claim): string {
  return JSON.stringify([claim.provider, claim.field, claim.value, claim.date ?? null]);
}

function claimsOf(before: readonly Claim[], now: readonly Claim[]): Claim[] {
  const seen = new Set(before.map(claimKey));
  return [...before, ...now.filter((claim) => !seen.has(claimKey(claim)))].slice(0, CLAIMS_KEPT);
}
