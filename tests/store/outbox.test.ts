import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryState } from '../../src/domain/alert.ts';
import { channelKey } from '../../src/domain/subscription.ts';
import type { OutboxRepository, OutboxScope } from '../../src/ports/outbox.ts';
import type { Store } from '../../src/ports.ts';
import { engines, openTestStore, type TestPlace } from './harness.ts';
import { at, channel, NOON } from './samples.ts';

/** A row of a card of its own, or of the card that is named. */
const row = (id: string, name = 'C1', dueAt = NOON, card = `a-${id}`) => ({
  id,
  channel: channel(name),
  order: { kind: 'card', alert: card } as const,
  dueAt,
  createdAt: NOON,
});

const query = (over: Partial<Parameters<OutboxRepository['claim']>[0]> = {}) => ({
  now: NOON,
  leaseUntil: at(1),
  limit: 10,
  busy: [],
  platforms: ['slack'] as const,
  ...over,
});

describe.each(engines())('the outbox on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  beforeEach(async () => {
    ({ store, place } = await openTestStore(engine));
  });
  afterEach(() => place.close());

  const claim = async (over: Partial<Parameters<OutboxRepository['claim']>[0]> = {}) =>
    (await store.outbox.claim(query(over))).map((delivery) => delivery.id);

  test('a row is added once and comes back whole', async () => {
    expect(await store.outbox.add(row('d1'))).toBe(true);
    expect(await store.outbox.add({ ...row('d1'), dueAt: at(9) })).toBe(false);
    expect(await store.outbox.get('d1')).toEqual({
      ...row('d1'),
      seq: expect.any(Number),
      state: 'waiting',
      attempts: 0,
      leaseUntil: null,
      ambiguous: false,
      code: null,
      settledAt: null,
    });
    expect(await store.outbox.get('none')).toBeNull();
  });

  test('one row of each channel is taken at a time', async () => {
    for (const one of [row('a1', 'A'), row('a2', 'A'), row('b1', 'B'), row('b2', 'B')]) await store.outbox.add(one);
    const taken = await store.outbox.claim(query());
    expect(taken.map((delivery) => delivery.id)).toEqual(['a1', 'b1']);
    expect(taken[0]).toMatchObject({ state: 'sending', attempts: 1, leaseUntil: at(1), ambiguous: false });
    expect(await claim()).toEqual(['a2', 'b2']);
    expect(await claim()).toEqual([]);
  });

  test('a row waits for the rows of its card before it, however they fare, and for no other', async () => {
    await store.outbox.add(row('card', 'A', at(5), 'one'));
    await store.outbox.add(row('edit', 'A', at(0), 'one'));
    await store.outbox.add(row('other', 'A', at(0)));
    expect(await claim({ leaseUntil: at(9) })).toEqual(['other']);
    expect(await claim({ now: at(4) })).toEqual([]);
    expect(await claim({ now: at(5), leaseUntil: at(6) })).toEqual(['card']);
    expect(await claim({ now: at(5) })).toEqual([]);
    await store.outbox.settle('card', { state: 'unsure', code: 'perhaps_sent', at: at(5) });
    expect(await claim({ now: at(5), leaseUntil: at(6) })).toEqual(['edit']);
  });

  test('a channel of which a row was taken rests until then, in the same statement', async () => {
    for (const one of [row('a1', 'A'), row('a2', 'A'), row('b1', 'B')]) await store.outbox.add(one);
    expect(await claim({ limit: 1, restUntil: at(2), leaseUntil: at(9) })).toEqual(['a1']);
    expect(await claim({ restUntil: at(2) })).toEqual(['b1']);
    expect(await claim({ now: at(1.9), restUntil: at(4) })).toEqual([]);
    expect(await store.outbox.nextDue(undefined, at(1))).toBe(at(2));
    await store.outbox.rest(channel('A'), at(1));
    expect(await claim({ now: at(1), restUntil: at(4) })).toEqual(['a2']);
  });

  test('whoever no longer holds a row settles nothing', async () => {
    await store.outbox.add(row('a1'));
    const [first] = await store.outbox.claim(query());
    const [second] = await store.outbox.claim(query({ now: at(1), leaseUntil: at(2) }));
    if (!first || !second) throw new Error('not taken');
    const sent = { state: 'sent', code: null, at: at(1) } as const;
    expect(await store.outbox.settle('a1', sent, first)).toBe(false);
    expect(await store.outbox.renew('a1', first, at(9))).toBe(false);
    expect(await store.outbox.postpone('a1', { dueAt: at(9), code: 'timeout', ambiguous: true }, first)).toBe(false);
    expect(await store.outbox.get('a1')).toMatchObject({ state: 'sending', attempts: 2, leaseUntil: at(2) });
    expect(await store.outbox.renew('a1', second, at(3))).toBe(true);
    expect(await claim({ now: at(2) })).toEqual([]);
    expect(await store.outbox.settle('a1', sent, second)).toBe(false);
    expect(await store.outbox.settle('a1', sent, { ...second, leaseUntil: at(3) })).toBe(true);
  });

  test('what a dead process held waits again, in doubt, and its channel with it', async () => {
    for (const one of [row('a1', 'A'), row('a2', 'A'), row('b1', 'B')]) await store.outbox.add(one);
    expect(await claim({ limit: 1, restUntil: at(60), leaseUntil: at(60) })).toEqual(['a1']);
    expect(await store.outbox.abandoned({ dueAt: at(0.1), restUntil: NOON })).toBe(1);
    expect(await store.outbox.get('a1')).toMatchObject({ state: 'waiting', ambiguous: true, dueAt: at(0.1) });
    expect(await claim({ limit: 2 })).toEqual(['a2', 'b1']);
    expect(await claim({ now: at(0.1), leaseUntil: at(2) })).toEqual(['a1']);
  });

  test('a dead row can be sent again, and nothing else can', async () => {
    for (const one of [row('a1', 'A'), row('b1', 'B')]) await store.outbox.add(one);
    await claim();
    await store.outbox.settle('a1', { state: 'dead', code: 'bad_payload', at: at(1) });
    await store.outbox.settle('b1', { state: 'sent', code: null, at: at(1) });
    expect(await store.outbox.revive('b1', at(2))).toBe(false);
    expect(await store.outbox.revive('none', at(2))).toBe(false);
    expect(await store.outbox.revive('a1', at(2))).toBe(true);
    expect(await store.outbox.get('a1')).toMatchObject({
      state: 'waiting',
      attempts: 0,
      dueAt: at(2),
      settledAt: null,
    });
    expect(await claim({ now: at(2), leaseUntil: at(3) })).toEqual(['a1']);
  });

  test('the rows of a card that wait are named in their order', async () => {
    for (const one of [
      row('a1', 'A', NOON, 'one'),
      row('a2', 'A', NOON, 'one'),
      row('a3', 'A', NOON, 'one'),
      row('x'),
    ]) {
      await store.outbox.add(one);
    }
    await claim({ limit: 1 });
    expect((await store.outbox.waitingOf('one')).map(({ id }) => id)).toEqual(['a2', 'a3']);
  });

  test('busy channels and other platforms are left, and the limit holds', async () => {
    for (const one of [row('a1', 'A'), row('b1', 'B'), row('c1', 'C')]) await store.outbox.add(one);
    await store.outbox.add({ ...row('x1'), channel: { platform: 'discord', space: 'G', channel: 'X' } });
    expect(await claim({ platforms: [] })).toEqual([]);
    expect(await claim({ limit: 0 })).toEqual([]);
    expect(await claim({ busy: [channelKey(channel('A'))], limit: 1 })).toEqual(['b1']);
    expect(await claim({ platforms: ['discord', 'terminal'] })).toEqual(['x1']);
    expect(await claim()).toEqual(['a1', 'c1']);
  });

  test('the longest due goes first when not all can', async () => {
    await store.outbox.add(row('a1', 'A', at(-1)));
    await store.outbox.add(row('b1', 'B', at(-9)));
    expect(await claim({ limit: 1 })).toEqual(['b1']);
  });

  test('a row whose holder died is taken again, as one that may have been sent', async () => {
    await store.outbox.add(row('a1'));
    expect(await claim({ leaseUntil: at(1) })).toEqual(['a1']);
    expect(await claim({ now: at(0.9) })).toEqual([]);
    const [again] = await store.outbox.claim(query({ now: at(1), leaseUntil: at(2) }));
    expect(again).toMatchObject({ id: 'a1', attempts: 2, ambiguous: true, leaseUntil: at(2) });
    await store.outbox.release('a1');
    expect(await store.outbox.get('a1')).toMatchObject({ state: 'waiting', attempts: 1, ambiguous: true });
  });

  test('a postponed row waits with its code, a released one is as it was', async () => {
    await store.outbox.add(row('a1'));
    await claim();
    await store.outbox.postpone('a1', { dueAt: at(3), code: 'rate_limited', ambiguous: false });
    expect(await store.outbox.get('a1')).toMatchObject({
      state: 'waiting',
      dueAt: at(3),
      code: 'rate_limited',
      attempts: 1,
      leaseUntil: null,
    });
    expect(await claim({ now: at(2) })).toEqual([]);
    expect(await claim({ now: at(3), leaseUntil: at(4) })).toEqual(['a1']);
    await store.outbox.release('a1');
    expect(await store.outbox.get('a1')).toMatchObject({ state: 'waiting', dueAt: at(3), attempts: 1 });
    await store.outbox.release('a1');
    expect(await store.outbox.get('a1')).toMatchObject({ attempts: 1 });
  });

  test('sent is final; a person may put back what is unsure or dead', async () => {
    for (const one of [row('a1', 'A'), row('b1', 'B')]) await store.outbox.add(one);
    await claim();
    await store.outbox.settle('a1', { state: 'sent', code: null, at: at(0) });
    await store.outbox.settle('a1', { state: 'dead', code: 'timeout', at: at(1) });
    await store.outbox.postpone('a1', { dueAt: at(0), code: 'timeout', ambiguous: true });
    await store.outbox.release('a1');
    expect(await store.outbox.get('a1')).toMatchObject({ state: 'sent', code: null, settledAt: at(0) });
    await store.outbox.settle('b1', { state: 'unsure', code: 'perhaps_sent', at: at(0) });
    await store.outbox.postpone('b1', { dueAt: at(0), code: 'perhaps_sent', ambiguous: true });
    expect(await store.outbox.get('b1')).toMatchObject({ state: 'waiting', settledAt: null, ambiguous: true });
    expect(await claim()).toEqual(['b1']);
  });

  test('a row that does not exist is an error', async () => {
    const missing = { code: 'not_found' };
    await expect(store.outbox.settle('no', { state: 'sent', code: null, at: NOON })).rejects.toMatchObject(missing);
    await expect(store.outbox.postpone('no', { dueAt: NOON, code: 'timeout', ambiguous: false })).rejects.toMatchObject(
      missing,
    );
    await expect(store.outbox.release('no')).rejects.toMatchObject(missing);
  });

  test('the next due time is that of what can be taken next', async () => {
    expect(await store.outbox.nextDue()).toBeNull();
    await store.outbox.add(row('a1', 'A', at(9), 'one'));
    await store.outbox.add(row('a2', 'A', at(1), 'one'));
    expect(await store.outbox.nextDue()).toBe(at(9));
    await store.outbox.add(row('b1', 'B', at(5)));
    expect(await store.outbox.nextDue()).toBe(at(5));
    expect(await store.outbox.nextDue(['discord'])).toBeNull();
    expect(await store.outbox.nextDue([])).toBeNull();
    expect(await claim({ now: at(5), leaseUntil: at(6) })).toEqual(['b1']);
    expect(await store.outbox.nextDue(['slack', 'terminal'])).toBe(at(6));
    await store.outbox.settle('b1', { state: 'sent', code: null, at: at(5) });
    expect(await store.outbox.nextDue()).toBe(at(9));
    await store.outbox.add(row('c1', 'C', at(2)));
    expect(await store.outbox.nextDue()).toBe(at(2));
    // What could be taken by then is not what is waited for.
    expect(await store.outbox.nextDue(['slack'], at(2))).toBe(at(9));
    expect(await store.outbox.nextDue(['slack'], at(9))).toBeNull();
  });

  test('rows are counted and listed by state, newest first', async () => {
    for (const one of [row('a1', 'A'), row('b1', 'B'), row('b2', 'B')]) await store.outbox.add(one);
    await claim();
    await store.outbox.settle('a1', { state: 'dead', code: 'forbidden', at: at(0) });
    expect(await store.outbox.countByState()).toEqual({ waiting: 1, sending: 1, sent: 0, unsure: 0, dead: 1 });
    const ids = async (states: readonly DeliveryState[], limit = 9) =>
      (await store.outbox.list({ states, limit })).map((delivery) => delivery.id);
    expect(await ids(['dead', 'waiting'])).toEqual(['b2', 'a1']);
    expect(await ids(['dead', 'waiting'], 1)).toEqual(['b2']);
    expect(await ids([])).toEqual([]);
    const of = { channel: 'X', space: 'T1', platform: 'slack' } as const;
    await store.outbox.add({ ...row('x1'), channel: of });
    await store.outbox.add({ ...row('y1'), channel: { ...of, space: 'T10' } });
    const scoped = async (scope: OutboxScope) =>
      (await store.outbox.list({ ...scope, states: ['dead', 'waiting', 'sending'], limit: 9 })).map(({ id }) => id);
    expect(await scoped({ space: { platform: 'slack', space: 'T1' } })).toEqual(['x1', 'b2', 'b1', 'a1']);
    expect(await scoped({ channel: channel('B') })).toEqual(['b2', 'b1']);
    expect(await store.outbox.countByState({ channel: channel('A') })).toMatchObject({ waiting: 0, dead: 1 });
    expect(await store.outbox.countByState({ space: of })).toMatchObject({ waiting: 2, sending: 1, dead: 1 });
  });
});
