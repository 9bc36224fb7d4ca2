import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryState } from '../../src/domain/alert.ts';
import { channelKey } from '../../src/domain/subscription.ts';
import type { OutboxRepository, Store } from '../../src/ports.ts';
import { engines, openTestStore, type TestPlace } from './harness.ts';
import { at, channel, NOON } from './samples.ts';

const row = (id: string, name = 'C1', dueAt = NOON) => ({
  id,
  channel: channel(name),
  order: { kind: 'card', alert: `a-${id}` } as const,
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

  test('only the first unsettled row of each channel is taken', async () => {
    for (const one of [row('a1', 'A'), row('a2', 'A'), row('b1', 'B'), row('b2', 'B')]) await store.outbox.add(one);
    const taken = await store.outbox.claim(query());
    expect(taken.map((delivery) => delivery.id)).toEqual(['a1', 'b1']);
    expect(taken[0]).toMatchObject({ state: 'sending', attempts: 1, leaseUntil: at(1), ambiguous: false });
    expect(await claim()).toEqual([]);
    await store.outbox.settle('a1', { state: 'sent', code: null, at: at(0) });
    expect(await claim()).toEqual(['a2']);
    await store.outbox.settle('b1', { state: 'dead', code: 'channel_gone', at: at(0) });
    expect(await claim()).toEqual(['b2']);
    expect(await store.outbox.get('b1')).toMatchObject({ state: 'dead', code: 'channel_gone', settledAt: at(0) });
  });

  test('a row that waits holds back those behind it, a settled one does not', async () => {
    await store.outbox.add(row('a1', 'A', at(5)));
    await store.outbox.add(row('a2', 'A', at(0)));
    expect(await claim({ now: at(4) })).toEqual([]);
    expect(await claim({ now: at(5), leaseUntil: at(6) })).toEqual(['a1']);
    await store.outbox.settle('a1', { state: 'unsure', code: 'perhaps_sent', at: at(5) });
    expect(await claim({ now: at(5), leaseUntil: at(6) })).toEqual(['a2']);
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
    await store.outbox.add(row('a1', 'A', at(9)));
    await store.outbox.add(row('a2', 'A', at(1)));
    expect(await store.outbox.nextDue()).toBe(at(9));
    await store.outbox.add(row('b1', 'B', at(5)));
    expect(await store.outbox.nextDue()).toBe(at(5));
    expect(await store.outbox.nextDue(['discord'])).toBeNull();
    expect(await store.outbox.nextDue([])).toBeNull();
    expect(await claim({ now: at(5), leaseUntil: at(6) })).toEqual(['b1']);
    expect(await store.outbox.nextDue(['slack', 'terminal'])).toBe(at(6));
    await store.outbox.settle('b1', { state: 'sent', code: null, at: at(5) });
    expect(await store.outbox.nextDue()).toBe(at(9));
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
  });
});
