import type { OfferAnswer, PromiseAnswer, QualificationAnswer } from '../domain/answer.ts';
import { storyFor } from '../domain/audience.ts';
import { addDays, type Day, dayOf, daysBetween, type Instant } from '../domain/period.ts';
import type { AsOf, Statement } from '../domain/statement.ts';
import type { Corroboration, Story } from '../domain/story.ts';
import { channelKey, followed, type Subscription } from '../domain/subscription.ts';
import { isZone, wallOf } from '../domain/wall.ts';
import type { Repositories } from '../ports.ts';
import type { DatasetRecord } from '../queries.ts';

/** What digests ask of the record. */
export type DigestRecord = Pick<DatasetRecord, 'subjects' | 'subject' | 'offers' | 'statements'>;

/** Promises are told when they fall due within this many days. */
const DUE_DAYS = 56;
/** Qualifications are told from half a year before their end; a renewal takes about as long. */
const ENDING_DAYS = 180;
/** And for this long after it, while no renewal was seen. */
const ENDED_DAYS = 60;
const MOST_STORIES = 500;
const MOST_ROWS = 1_000;

export type ToldStory = { readonly story: Story; readonly link: string | null; readonly was: Corroboration | null };
export type ToldPromise = { readonly subject: string; readonly promise: PromiseAnswer };
export type ToldEnding = {
  readonly offer: string;
  readonly qualification: QualificationAnswer;
  readonly until: Day;
  /** Days from today to the last one; negative once it is over. */
  readonly days: number;
};

/** All that a digest tells, most important first. */
export type DigestFacts = {
  /** The window, in days of the channel's zone. */
  readonly from: Day;
  readonly until: Day;
  readonly stories: readonly ToldStory[];
  readonly due: readonly ToldPromise[];
  readonly overdue: readonly ToldPromise[];
  readonly endings: readonly ToldEnding[];
  readonly statements: readonly Statement[];
  readonly counts: {
    readonly read: number;
    readonly kept: number;
    readonly stories: number;
    readonly held: number;
    readonly failing: number;
    readonly lost: number;
  };
};

type Window = { readonly from: Instant; readonly until: Instant };
type Noted = { readonly story: string; readonly was: Corroboration | null };

/** Gathers what a digest tells of a window to a channel: the noted stories as they stand now, the record as of its end. */
export async function digestFacts(
  window: Window,
  notes: readonly Noted[],
  subscription: Subscription,
  { store, record }: { readonly store: Repositories; readonly record: DigestRecord },
): Promise<DigestFacts> {
  const zone = isZone(subscription.zone) ? subscription.zone : 'UTC';
  const today = wallOf(window.until, zone).slice(0, 10);
  const stories = await storiesOf(notes, store);
  const own = (await store.ownNames.of(subscription.channel)).map((name) => name.id);
  const visible = stories.map((told) => ({ ...told, story: storyFor(told.story, own) }));
  const offers = offersOf(subscription, today, record);
  const promises = promisesOf(offers);
  return {
    from: wallOf(window.from, zone).slice(0, 10),
    until: today,
    stories: visible.sort((a, b) => weight(b.story) - weight(a.story) || (a.story.id < b.story.id ? -1 : 1)),
    due: promises
      .filter(({ promise }) => isDue(promise, today))
      .sort((a, b) => (a.promise.due.to < b.promise.due.to ? -1 : 1)),
    overdue: promises
      .filter(({ promise }) => promise.outcome === 'overdue')
      .sort((a, b) => (a.promise.due.to < b.promise.due.to ? 1 : -1)),
    endings: endingsOf(offers, today),
    statements: newStatements(window, subscription, record),
    counts: { ...(await countsOf(window, subscription, store)), stories: stories.length },
  };
}

async function storiesOf(notes: readonly Noted[], { stories }: Repositories): Promise<ToldStory[]> {
  const told: ToldStory[] = [];
  for (const { story: id, was } of notes.slice(0, MOST_STORIES)) {
    const story = await stories.get(id);
    if (story === null) continue;
    const members = (await stories.members(id)).filter((member) => member.link !== null);
    const link = (members.find((member) => member.title === story.title) ?? members[0])?.link ?? null;
    told.push({ story, link, was });
  }
  return told;
}

const STANDING: Readonly<Record<Corroboration, number>> = { confirmed: 300, denied: 250, reported: 200, rumour: 100 };
/** Kinds of event that change what one can buy or rely on come before talk. */
const EVENTS: Readonly<Record<string, number>> = {
  qualification_granted: 60,
  incident_or_outage: 55,
  security: 55,
  discontinuation: 50,
  general_availability: 50,
  commercial_launch: 45,
  regulation: 40,
  delay: 40,
  qualification_milestone: 35,
  contract_or_tender: 30,
  customer_win: 25,
  company_creation: 25,
  funding: 20,
  partnership: 20,
  pricing: 20,
  announcement: 15,
};

/** How much a story weighs: how far it is established, what it is about, how many tell it independently. */
function weight({ corroboration, events, origins }: Story): number {
  return STANDING[corroboration] + (EVENTS[events[0] ?? ''] ?? 0) + Math.min(9, origins.length) * 4;
}

function providersOf(subscription: Subscription, record: DigestRecord): readonly string[] {
  const all = record.subjects.filter((subject) => subject.kind === 'provider').map((subject) => subject.id);
  return followed(subscription, all);
}

function offersOf(subscription: Subscription, today: Day, record: DigestRecord): OfferAnswer[] {
  const world: AsOf = { asOf: today, knownOn: null, recordedOn: null };
  return providersOf(subscription, record).flatMap((id) => record.offers(id, world).offers);
}

/** A provider's promise stands with each of its offers: it is told once, under the provider. */
function promisesOf(offers: readonly OfferAnswer[]): ToldPromise[] {
  const found = new Map<string, ToldPromise>();
  for (const offer of offers) {
    for (const promise of offer.promises) {
      const subject = found.has(promise.id) ? offer.provider : offer.id;
      found.set(promise.id, { subject, promise });
    }
  }
  return [...found.values()];
}

function isDue({ outcome, bound, due }: PromiseAnswer, today: Day): boolean {
  return outcome === 'open' && bound !== 'not-before' && due.to >= today && due.to <= addDays(today, DUE_DAYS);
}

/** Soonest first; what is over already, and was not renewed, before that. */
function endingsOf(offers: readonly OfferAnswer[], today: Day): ToldEnding[] {
  const found = offers.flatMap((offer) =>
    offer.qualification.flatMap((qualification) => {
      const { state, until } = qualification;
      if (until === null) return [];
      const days = daysBetween(today, until);
      const near =
        state === 'ended_on_paper'
          ? days >= -ENDED_DAYS
          : (state === 'qualified' || state === 'renewed') && days <= ENDING_DAYS;
      return near ? [{ offer: offer.id, qualification, until, days }] : [];
    }),
  );
  return found.sort((a, b) => a.days - b.days || (a.offer < b.offer ? -1 : 1));
}

/** Statements carry the day they were recorded on: a window takes whole days, its first and not its last. */
function newStatements({ from, until }: Window, subscription: Subscription, record: DigestRecord): Statement[] {
  const mine = (subject: string): boolean =>
    followed(subscription, [record.subject(subject)?.provider ?? subject]).length > 0;
  return record.statements
    .filter((s) => s.recorded >= dayOf(from) && s.recorded < dayOf(until) && s.false !== true && mine(s.subject))
    .sort(
      (a, b) =>
        fieldRank(a) - fieldRank(b) ||
        (a.public.to < b.public.to ? 1 : a.public.to > b.public.to ? -1 : a.id < b.id ? -1 : 1),
    );
}

/** Fields by how much they change what one can buy or rely on. */
const FIELDS: readonly Statement['body']['field'][] = ['qualification', 'commercial', 'promise', 'company', 'owner'];

function fieldRank({ body }: Statement): number {
  const at = FIELDS.indexOf(body.field);
  return at < 0 ? FIELDS.length : at;
}

async function countsOf({ from, until }: Window, { channel }: Subscription, store: Repositories) {
  const [since, after] = [await store.items.countByFate(from), await store.items.countByFate(until)];
  const fates = {
    alerted: since.alerted - after.alerted,
    joined: since.joined - after.joined,
    held: since.held - after.held,
  };
  const read = Object.values(since).reduce((a, b) => a + b, 0) - Object.values(after).reduce((a, b) => a + b, 0);
  const key = channelKey(channel);
  const gone = await store.outbox.list({ states: ['dead', 'unsure'], limit: MOST_ROWS });
  const lost = gone.filter(
    (row) => channelKey(row.channel) === key && row.code !== 'nothing_to_show' && row.createdAt >= from,
  );
  const failing = (await store.feeds.list()).filter((feed) => !feed.stopped && feed.failures > 0);
  return { read, kept: fates.alerted + fates.joined, held: fates.held, failing: failing.length, lost: lost.length };
}
