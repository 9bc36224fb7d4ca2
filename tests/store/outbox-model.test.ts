import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/domain/alert.ts';
import { channelKey } from '../../src/domain/subscription.ts';
import type { OutboxRepository } from '../../src/ports/outbox.ts';
import type { Store } from '../../src/ports.ts';
import { fc } from '../property.ts';
import { engines, openTestStore, type TestPlace } from './harness.ts';
import { at, channel } from './samples.ts';

describe.each(engines())('the outbox on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  beforeEach(async () => {
    ({ store, place } = await openTestStore(engine));
  });
  afterEach(() => place.close());

  test('whatever happens, it behaves as its model', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), async (steps) => {
        round += 1;
        await behavesAsModel(store.outbox, steps, `r${round}`);
      }),
      { numRuns: engine === 'sqlite' ? 120 : 40, interruptAfterTimeLimit: 60_000 },
    );
  });
});

type Step =
  | { readonly kind: 'add'; readonly channel: number; readonly card: number; readonly delay: number }
  | {
      readonly kind: 'claim';
      readonly limit: number;
      readonly busy: readonly number[];
      readonly lease: number;
      readonly rest: number | null;
    }
  | { readonly kind: 'pass'; readonly minutes: number }
  | { readonly kind: 'rest'; readonly channel: number; readonly minutes: number }
  | { readonly kind: 'sent' | 'unsure' | 'dead'; readonly pick: number; readonly held: boolean }
  | { readonly kind: 'release'; readonly pick: number }
  | { readonly kind: 'revive'; readonly pick: number }
  | { readonly kind: 'renew'; readonly pick: number; readonly lease: number }
  | { readonly kind: 'postpone'; readonly pick: number; readonly delay: number; readonly ambiguous: boolean };

const pick = fc.nat(50);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    // Cards 0 and 1 of a channel are stories with several rows; the others are rows by themselves.
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      channel: fc.nat(2),
      card: fc.nat(3),
      delay: fc.nat(4),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      limit: fc.integer({ min: 1, max: 3 }),
      busy: fc.uniqueArray(fc.nat(2), { maxLength: 1 }),
      lease: fc.integer({ min: 1, max: 5 }),
      rest: fc.option(fc.integer({ min: 1, max: 3 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.nat(4) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rest' as const), channel: fc.nat(2), minutes: fc.nat(3) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('sent', 'unsure', 'dead'), pick, held: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revive' as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('renew' as const), pick, lease: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('postpone' as const), pick, delay: fc.nat(4), ambiguous: fc.boolean() }),
  },
);

type Modelled = Pick<Delivery, 'id' | 'state' | 'attempts' | 'dueAt' | 'leaseUntil' | 'ambiguous'> & {
  readonly channel: string;
};

/** The rows in the order in which they were added, the card of each, when channels may be sent to, and the minute. */
type Model = {
  readonly rows: Modelled[];
  readonly cards: Map<string, string>;
  readonly rests: Map<string, string>;
  readonly round: string;
  minute: number;
};

/**
 * Plays the steps on the outbox and on a list in memory, which says in the plainest way what should happen, and
 * compares what is claimed and, at the end, every row. Channels carry the round's name, so that rounds do not meet.
 */
async function behavesAsModel(outbox: OutboxRepository, steps: readonly Step[], round: string): Promise<void> {
  const model: Model = { rows: [], cards: new Map(), rests: new Map(), round, minute: 0 };
  for (const one of steps) {
    if (one.kind === 'pass') model.minute += one.minutes;
    else if (one.kind === 'add') await playAdd(outbox, model, one);
    else if (one.kind === 'claim') await playClaim(outbox, model, one);
    else if (one.kind === 'rest') {
      const name = `${round}-${one.channel}`;
      model.rests.set(name, at(model.minute + one.minutes));
      await outbox.rest(channel(name), at(model.minute + one.minutes));
    } else {
      const picked = model.rows[one.pick % Math.max(model.rows.length, 1)];
      if (picked) await playOn(outbox, model, picked, one);
    }
  }
  const stored = await Promise.all(model.rows.map((one) => outbox.get(one.id)));
  const rows = stored.map((delivery) => delivery && { ...delivery, channel: delivery.channel.channel });
  expect(rows).toEqual(model.rows.map((one) => expect.objectContaining(one)));
}

function change({ rows }: Model, id: string, to: Partial<Modelled>): void {
  const i = rows.findIndex((one) => one.id === id);
  const old = rows[i];
  if (old) rows[i] = { ...old, ...to };
}

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;

async function playAdd(outbox: OutboxRepository, model: Model, step: Of<'add'>): Promise<void> {
  const { round, minute } = model;
  const id = `${round}-d${model.rows.length}`;
  const name = `${round}-${step.channel}`;
  const dueAt = at(minute + step.delay);
  const alert = `${name}-${step.card}`;
  const [card, order] =
    step.card < 2
      ? ([alert, { kind: 'edit', alert, version: 2 }] as const)
      : ([id, { kind: 'summary', stories: [id] }] as const);
  model.cards.set(id, card);
  await outbox.add({ id, channel: channel(name), order, dueAt, createdAt: at(minute) });
  model.rows.push({ id, channel: name, state: 'waiting', attempts: 0, dueAt, leaseUntil: null, ambiguous: false });
}

const isOpen = (one: Modelled): boolean => one.state === 'waiting' || one.state === 'sending';

/** Rows that a claim may take: due, first of their card, their channel free; the longest due of each channel. */
function claimable({ rows, cards, rests, minute }: Model, busy: readonly string[]): Modelled[] {
  const now = at(minute);
  const taken = new Set(busy);
  return rows
    .filter((one) => rows.find((first) => isOpen(first) && cards.get(first.id) === cards.get(one.id)) === one)
    .filter((one) => one.dueAt <= now && (one.state === 'waiting' || (one.leaseUntil ?? '') <= now))
    .filter((one) => (rests.get(one.channel) ?? '') <= now)
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt) || rows.indexOf(a) - rows.indexOf(b))
    .filter((one) => !taken.has(one.channel) && taken.add(one.channel));
}

async function playClaim(outbox: OutboxRepository, model: Model, step: Of<'claim'>): Promise<void> {
  const { minute, round } = model;
  const leaseUntil = at(minute + step.lease);
  const busy = step.busy.map((n) => `${round}-${n}`);
  const expected = claimable(model, busy).slice(0, step.limit);
  const others = (await outbox.list({ states: ['waiting', 'sending'], limit: 10_000 }))
    .filter((delivery) => !delivery.channel.channel.startsWith(`${round}-`))
    .map((delivery) => channelKey(delivery.channel));
  const taken = await outbox.claim({
    now: at(minute),
    leaseUntil,
    ...(step.rest === null ? {} : { restUntil: at(minute + step.rest) }),
    limit: step.limit,
    busy: [...busy.map((name) => channelKey(channel(name))), ...new Set(others)],
    platforms: ['slack'],
  });
  expect(taken.map((delivery) => delivery.id).sort()).toEqual(expected.map((head) => head.id).sort());
  for (const head of expected) {
    const ambiguous = head.ambiguous || head.state === 'sending';
    change(model, head.id, { state: 'sending', attempts: head.attempts + 1, leaseUntil, ambiguous });
    if (step.rest !== null) model.rests.set(head.channel, at(minute + step.rest));
  }
}

async function playOn(
  outbox: OutboxRepository,
  model: Model,
  row: Modelled,
  step: Of<'sent' | 'unsure' | 'dead' | 'release' | 'revive' | 'renew' | 'postpone'>,
): Promise<void> {
  const { minute } = model;
  const held = row.state === 'sending';
  if (step.kind === 'release') {
    await outbox.release(row.id);
    if (held) change(model, row.id, { state: 'waiting', leaseUntil: null, attempts: row.attempts - 1 });
  } else if (step.kind === 'revive') {
    expect(await outbox.revive(row.id, at(minute))).toBe(row.state === 'dead');
    if (row.state === 'dead') change(model, row.id, { state: 'waiting', dueAt: at(minute), attempts: 0 });
  } else if (step.kind === 'renew') {
    const leaseUntil = at(minute + step.lease);
    expect(await outbox.renew(row.id, row, leaseUntil)).toBe(held);
    // A hold of before is none.
    expect(await outbox.renew(row.id, { ...row, attempts: row.attempts - 1 }, at(99))).toBe(false);
    if (held) change(model, row.id, { leaseUntil });
  } else if (step.kind === 'postpone') {
    const dueAt = at(minute + step.delay);
    const { ambiguous } = step;
    expect(await outbox.postpone(row.id, { dueAt, code: 'timeout', ambiguous })).toBe(row.state !== 'sent');
    if (row.state !== 'sent') change(model, row.id, { state: 'waiting', dueAt, leaseUntil: null, ambiguous });
  } else {
    const done = { state: step.kind, code: null, at: at(minute) };
    const mine = step.held ? held : row.state !== 'sent';
    expect(await outbox.settle(row.id, done, step.held ? row : undefined)).toBe(mine);
    if (mine) change(model, row.id, { state: step.kind, leaseUntil: null });
  }
}
