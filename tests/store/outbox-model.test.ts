import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/domain/alert.ts';
import { channelKey } from '../../src/domain/subscription.ts';
import type { OutboxRepository, Store } from '../../src/ports.ts';
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
  | { readonly kind: 'add'; readonly channel: number; readonly delay: number }
  | { readonly kind: 'claim'; readonly limit: number; readonly busy: readonly number[]; readonly lease: number }
  | { readonly kind: 'pass'; readonly minutes: number }
  | { readonly kind: 'sent' | 'unsure' | 'dead' | 'release'; readonly pick: number }
  | { readonly kind: 'postpone'; readonly pick: number; readonly delay: number; readonly ambiguous: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), channel: fc.nat(2), delay: fc.nat(4) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      limit: fc.integer({ min: 1, max: 3 }),
      busy: fc.uniqueArray(fc.nat(2), { maxLength: 1 }),
      lease: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.nat(4) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('sent', 'unsure', 'dead', 'release'), pick: fc.nat(50) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('postpone' as const),
      pick: fc.nat(50),
      delay: fc.nat(4),
      ambiguous: fc.boolean(),
    }),
  },
);

type Modelled = Pick<Delivery, 'id' | 'state' | 'attempts' | 'dueAt' | 'leaseUntil' | 'ambiguous'> & {
  readonly channel: string;
};

/**
 * Plays the steps on the outbox and on a list in memory, which says in the plainest way what should happen, and
 * compares what is claimed and, at the end, every row. Channels carry the round's name, so that rounds do not meet.
 */
async function behavesAsModel(outbox: OutboxRepository, steps: readonly Step[], round: string): Promise<void> {
  const model: Modelled[] = [];
  let minute = 0;
  for (const one of steps) {
    if (one.kind === 'pass') minute += one.minutes;
    else if (one.kind === 'add') await playAdd(outbox, model, one, minute, round);
    else if (one.kind === 'claim') await playClaim(outbox, model, one, minute, round);
    else {
      const picked = model[one.pick % Math.max(model.length, 1)];
      if (picked) await playOn(outbox, model, picked, one, minute);
    }
  }
  const stored = await Promise.all(model.map((one) => outbox.get(one.id)));
  const rows = stored.map((delivery) => delivery && { ...delivery, channel: delivery.channel.channel });
  expect(rows).toEqual(model.map((one) => expect.objectContaining(one)));
}

function change(model: Modelled[], id: string, to: Partial<Modelled>): void {
  const i = model.findIndex((one) => one.id === id);
  const old = model[i];
  if (old) model[i] = { ...old, ...to };
}

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;

async function playAdd(
  outbox: OutboxRepository,
  model: Modelled[],
  step: Of<'add'>,
  minute: number,
  round: string,
): Promise<void> {
  const id = `${round}-d${model.length}`;
  const name = `${round}-${step.channel}`;
  const dueAt = at(minute + step.delay);
  const order = { kind: 'summary', stories: [id] } as const;
  await outbox.add({ id, channel: channel(name), order, dueAt, createdAt: at(minute) });
  model.push({ id, channel: name, state: 'waiting', attempts: 0, dueAt, leaseUntil: null, ambiguous: false });
}

async function playClaim(
  outbox: OutboxRepository,
  model: Modelled[],
  step: Of<'claim'>,
  minute: number,
  round: string,
): Promise<void> {
  const now = at(minute);
  const leaseUntil = at(minute + step.lease);
  const busy = step.busy.map((n) => `${round}-${n}`);
  const open = (one: Modelled) => one.state === 'waiting' || one.state === 'sending';
  const expected = model
    .filter((one) => model.find((first) => open(first) && first.channel === one.channel) === one)
    .filter((head) => (head.state === 'waiting' ? head.dueAt <= now : (head.leaseUntil ?? '') <= now))
    .filter((head) => !busy.includes(head.channel))
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt) || model.indexOf(a) - model.indexOf(b))
    .slice(0, step.limit);
  const others = (await outbox.list({ states: ['waiting', 'sending'], limit: 10_000 }))
    .filter((delivery) => !delivery.channel.channel.startsWith(`${round}-`))
    .map((delivery) => channelKey(delivery.channel));
  const taken = await outbox.claim({
    now,
    leaseUntil,
    limit: step.limit,
    busy: [...busy.map((name) => channelKey(channel(name))), ...new Set(others)],
    platforms: ['slack'],
  });
  expect(taken.map((delivery) => delivery.id).sort()).toEqual(expected.map((head) => head.id).sort());
  for (const head of expected) {
    const ambiguous = head.ambiguous || head.state === 'sending';
    change(model, head.id, { state: 'sending', attempts: head.attempts + 1, leaseUntil, ambiguous });
  }
}

async function playOn(
  outbox: OutboxRepository,
  model: Modelled[],
  row: Modelled,
  step: Of<'sent' | 'unsure' | 'dead' | 'release' | 'postpone'>,
  minute: number,
): Promise<void> {
  if (step.kind === 'release') {
    await outbox.release(row.id);
    if (row.state !== 'sending') return;
    change(model, row.id, { state: 'waiting', leaseUntil: null, attempts: row.attempts - 1 });
  } else if (step.kind === 'postpone') {
    const dueAt = at(minute + step.delay);
    const { ambiguous } = step;
    await outbox.postpone(row.id, { dueAt, code: 'timeout', ambiguous });
    if (row.state !== 'sent') change(model, row.id, { state: 'waiting', dueAt, leaseUntil: null, ambiguous });
  } else {
    await outbox.settle(row.id, { state: step.kind, code: null, at: at(minute) });
    if (row.state !== 'sent') change(model, row.id, { state: step.kind, leaseUntil: null });
  }
}
