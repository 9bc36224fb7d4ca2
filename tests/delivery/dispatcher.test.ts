import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildOrder } from '../../src/delivery/cards.ts';
import { createDispatcher, type Dispatcher, type DispatchSettings } from '../../src/delivery/dispatcher.ts';
import type { SendOutcome } from '../../src/domain/alert.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Instant } from '../../src/domain/period.ts';
import { channelKey, type PlatformId } from '../../src/domain/subscription.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Outgoing, Platform } from '../../src/ports/platform.ts';
import type { Store } from '../../src/ports.ts';
import {
  channel,
  DAY,
  feed,
  HOUR,
  item,
  later,
  MINUTE,
  NOW,
  names,
  partsFor,
  rows,
  silent,
  subscription,
} from '../pipeline/world.ts';
import { openTestStore } from '../store/harness.ts';

type Answer = (outgoing: Outgoing) => SendOutcome | Promise<SendOutcome>;

describe('the way out', () => {
  let store: Store;
  let close: () => Promise<void>;
  let now: Instant;
  let sends: Outgoing[];
  let answer: Answer;
  const made: Dispatcher[] = [];

  beforeEach(async () => {
    ({ store, close } = await openTestStore('sqlite'));
    now = NOW;
    sends = [];
    answer = accept;
  });
  afterEach(async () => {
    for (const dispatcher of made.splice(0)) await dispatcher.stop();
    await close();
  });

  const accept: Answer = ({ channel: where, act }) =>
    act.kind === 'edit'
      ? { kind: 'sent', ref: act.ref }
      : { kind: 'sent', ref: { channel: where.channel, message: `m${sends.length}` } };
  const platform = (id: PlatformId): Platform => ({
    id,
    start: async () => undefined,
    send: async (outgoing) => {
      sends.push(outgoing);
      return answer(outgoing);
    },
    health: () => ({ platform: id, state: 'connected', code: null, since: NOW }),
    stop: async () => undefined,
  });
  const dispatcher = (settings: Partial<DispatchSettings> = {}, ids: readonly PlatformId[] = ['slack']) => {
    const one = createDispatcher({
      store,
      platforms: ids.map(platform),
      build: (delivery, at) => buildOrder(delivery, { store, names }, at),
      clock: { now: () => now },
      log: silent,
      settings: { gapMs: 0, idleMs: 50, ...settings },
    });
    made.push(one);
    return one;
  };
  const poll = (name: string, items: readonly Item[]) =>
    createIntake(partsFor(store))({ feed: feed(name), items, first: false, health: [] }, now);
  const sent = () => sends.map(({ channel: where, act }) => `${where.channel} ${act.kind} ${act.view.title}`);
  const states = async () => (await rows(store)).map((row) => `${row.order.kind} ${row.state} ${row.code}`);

  test('a pause between two messages that ends while rows are taken costs no idle wait', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    await poll('lemonde', [item('b', 's3ns launch #2')]);
    const { outbox } = store;
    // The channel rests when its rows are looked for, and has rested when that is done.
    const claim: typeof outbox.claim = async (query) => {
      const taken = await outbox.claim(query);
      if (taken.length === 0 && sends.length === 1) now = '2030-01-01T00:00:00.000Z';
      return taken;
    };
    const leaping = new Proxy(store, {
      get: (all, key) =>
        key === 'outbox'
          ? new Proxy(outbox, {
              get: (one, name) => (name === 'claim' ? claim : Reflect.get(one, name).bind(one)),
            })
          : Reflect.get(all, key),
    });
    const out = createDispatcher({
      store: leaping,
      platforms: [platform('slack')],
      build: (delivery, at) => buildOrder(delivery, { store, names }, at),
      clock: { now: () => now },
      log: silent,
      settings: { gapMs: 1_000, idleMs: 3_600_000 },
    });
    made.push(out);
    out.start();
    await until(() => Promise.resolve(sends.length === 2));
  });

  test('a card, its edit and its step go out in order, on the message that was posted', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    const out = dispatcher();
    await out.drain();
    await poll('lemonde', [item('b', 'bleu launch #1')]);
    await out.drain();
    expect(sent()).toEqual([
      'C1 post bleu launch #1',
      'C1 edit bleu launch #1',
      'C1 reply Now reported by independent sources',
    ]);
    expect(sends.slice(1).map(({ act }) => act.kind !== 'post' && act.ref)).toEqual([
      { channel: 'C1', message: 'm1' },
      { channel: 'C1', message: 'm1' },
    ]);
    expect(await states()).toEqual(['card sent null', 'edit sent null', 'step sent null']);
    const [alert] = await store.alerts.ofStory((await store.stories.list({ limit: 1 }))[0]?.id ?? '');
    expect(alert).toMatchObject({ ref: { channel: 'C1', message: 'm1' }, shown: 2 });
  });

  test('a card that waited shows the newest facts, and edits it already shows are not sent', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    await poll('lemonde', [item('b', 'bleu launch #1')]);
    await poll('zdnet', [item('c', 'bleu launch #1')]);
    await dispatcher().drain();
    // The fresh card says that it is reported: a word under it would repeat it.
    expect(sent()).toEqual(['C1 post bleu launch #1']);
    expect(JSON.stringify(sends[0]?.act.view)).toContain('3 independent origins');
    expect(await states()).toEqual(['card sent null', 'edit sent null', 'step sent null', 'edit sent null']);
  });

  test('a step that comes after the card was posted is told, whatever the fresh card passed over', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu rumour #1')]);
    await poll('lemonde', [item('b', 'bleu launch #1')]);
    const out = dispatcher();
    await out.drain();
    await createIntake(partsFor(store))(
      { feed: feed('bleu-press', now, { kind: 'vendor' }), items: [item('c', 'bleu #1')], first: false, health: [] },
      now,
    );
    await out.drain();
    expect(sends.map(({ act }) => act.kind)).toEqual(['post', 'edit', 'reply']);
    expect(sends.at(-1)?.act.view.title).toBe('Now confirmed');
  });

  test('a step that tells two at once begins where the channel last heard of the story', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu rumour #1')]);
    const out = dispatcher();
    await out.drain();
    await poll('lemonde', [item('b', 'bleu launch #1')]);
    await createIntake(partsFor(store))(
      { feed: feed('bleu-press', now, { kind: 'vendor' }), items: [item('c', 'bleu #1')], first: false, health: [] },
      now,
    );
    await out.drain();
    expect(sends.map(({ act }) => act.kind)).toEqual(['post', 'edit', 'reply']);
    expect(JSON.stringify(sends.at(-1)?.act.view)).toContain('From rumour to confirmed.');
  });

  test('a channel that is asked to slow down rests as a whole and does not hold up the others', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.put(subscription('C2'));
    await poll('lmi', [item('a', 'bleu launch #1'), item('b', 's3ns launch #2')]);
    answer = (outgoing) =>
      outgoing.channel.channel === 'C1' ? { kind: 'retry', code: 'rate_limited', afterMs: 60_000 } : accept(outgoing);
    const out = dispatcher();
    await out.drain();
    expect(sent()).toEqual(['C1 post s3ns launch #2', 'C2 post s3ns launch #2', 'C2 post bleu launch #1']);
    answer = accept;
    await out.drain();
    expect(sent()).toHaveLength(3);
    now = later(now, 2 * MINUTE);
    await out.drain();
    expect(sent().slice(3).sort()).toEqual(['C1 post bleu launch #1', 'C1 post s3ns launch #2']);
  });

  test('a platform that cannot be reached is left alone as a whole, other platforms are not', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.put(subscription('C2'));
    await store.subscriptions.put({ ...subscription('D1'), channel: channel('D1', 'discord') });
    await poll('lmi', [item('a', 'bleu launch #1'), item('b', 's3ns launch #2')]);
    answer = (outgoing) =>
      outgoing.channel.platform === 'slack' ? { kind: 'retry', code: 'unreachable' } : accept(outgoing);
    const out = dispatcher({ limit: 1 }, ['slack', 'discord']);
    await out.drain();
    expect(sends.filter((one) => one.channel.platform === 'slack')).toHaveLength(1);
    expect(sends.filter((one) => one.channel.platform === 'discord')).toHaveLength(2);
    answer = accept;
    now = later(now, MINUTE);
    await out.drain();
    expect((await states()).every((state) => state === 'card sent null')).toBe(true);
  });

  test('a refused token holds everything until somebody has put it right', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    answer = () => ({ kind: 'retry', code: 'token_revoked', afterMs: 60_000 });
    const out = dispatcher();
    for (let i = 0; i < 20; i++) {
      await out.drain();
      now = later(now, HOUR);
    }
    expect(await states()).toEqual(['card waiting token_revoked']);
    answer = accept;
    await out.drain();
    expect(await states()).toEqual(['card sent null']);
  });

  test('a lost answer is asked about before it is repeated', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    answer = () => ({ kind: 'ambiguous', code: 'timeout' });
    const out = dispatcher();
    await out.drain();
    answer = accept;
    now = later(now, MINUTE);
    await out.drain();
    expect(sends.map((one) => one.ambiguous)).toEqual([false, true]);
    expect(new Set(sends.map((one) => one.delivery)).size).toBe(1);
    expect(await states()).toEqual(['card sent null']);
  });

  test('a card found of an earlier attempt is brought up to date by the edits behind it', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    answer = () => ({ kind: 'ambiguous', code: 'timeout' });
    const out = dispatcher();
    await out.drain();
    await poll('lemonde', [item('b', 'bleu launch #1')]);
    answer = accept;
    now = later(now, MINUTE);
    await out.drain();
    expect(sent().slice(2)).toEqual(['C1 edit bleu launch #1', 'C1 reply Now reported by independent sources']);
  });

  test('where the platform cannot look, the row says "perhaps sent" and the channel goes on', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1'), item('b', 's3ns launch #2')]);
    answer = (outgoing) =>
      outgoing.act.view.title.startsWith('s3ns')
        ? { kind: 'ambiguous', code: outgoing.ambiguous ? 'perhaps_sent' : 'timeout' }
        : accept(outgoing);
    const out = dispatcher();
    await out.drain();
    now = later(now, MINUTE);
    await out.drain();
    expect(await states()).toEqual(['card unsure perhaps_sent', 'card sent null']);
  });

  test('a card that a person deleted stays deleted, and what is new is told in a message of its own', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    const out = dispatcher();
    await out.drain();
    answer = ({ act }) =>
      act.kind === 'post'
        ? { kind: 'sent', ref: { channel: 'C1', message: 'm9' } }
        : { kind: 'dead', code: 'message_gone' };
    await poll('lemonde', [item('b', 'bleu launch #1')]);
    await out.drain();
    expect(sent()).toEqual([
      'C1 post bleu launch #1',
      'C1 edit bleu launch #1',
      'C1 post Now reported by independent sources',
    ]);
    // It stands for itself, so it names the story.
    expect(JSON.stringify(sends[2]?.act.view)).toContain('bleu launch #1');
    expect(await states()).toEqual(['card sent null', 'edit sent message_gone', 'step sent null']);
    await createIntake(partsFor(store))(
      { feed: feed('bleu-press', now, { kind: 'vendor' }), items: [item('c', 'bleu #1')], first: false, health: [] },
      now,
    );
    await out.drain();
    expect(sent().slice(3)).toEqual(['C1 post Now confirmed']);
    expect((await states()).slice(3)).toEqual(['step sent null']);
  });

  test('a channel that watches no more gets nothing', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    await store.subscriptions.remove(channel('C1'));
    await dispatcher().drain();
    expect(sends).toEqual([]);
    expect(await states()).toEqual(['card dead nothing_to_show']);
  });

  test('quiet hours hold everything, in order, and end by the clock of the zone', async () => {
    // The night in which Paris goes from winter to summer time.
    now = '2026-03-28T21:30:00.000Z';
    await store.subscriptions.put(subscription('C1', { quiet: { from: '22:00', to: '07:00' } }));
    await store.subscriptions.put(subscription('C2'));
    const published = '2026-03-28T21:00:00.000Z';
    await poll('lmi', [item('a', 'bleu launch #1', { published })]);
    await poll('bleu', [item('b', 's3ns launch #2', { published })]);
    const out = dispatcher();
    await out.drain();
    expect(sends.every((one) => one.channel.channel === 'C2')).toBe(true);
    const known = sends.length;
    now = '2026-03-29T04:59:59.000Z';
    await out.drain();
    expect(sends).toHaveLength(known);
    expect((await rows(store)).filter((row) => row.channel.channel === 'C1').map((row) => row.attempts)).toEqual([
      0, 0,
    ]);
    now = '2026-03-29T05:00:00.000Z';
    await out.drain();
    expect(sent().slice(known)).toEqual(['C1 post bleu launch #1', 'C1 post s3ns launch #2']);
  });

  test('one message of a channel is in flight at a time', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.put(subscription('C2'));
    await poll(
      'lmi',
      Array.from({ length: 6 }, (_, i) => item(`i${i}`, `bleu launch #${i}`)),
    );
    const flying = new Map<string, number>();
    let most = 0;
    answer = async (outgoing) => {
      const key = channelKey(outgoing.channel);
      flying.set(key, (flying.get(key) ?? 0) + 1);
      most = Math.max(most, flying.get(key) ?? 0);
      await new Promise((resolve) => setImmediate(resolve));
      flying.set(key, (flying.get(key) ?? 0) - 1);
      return accept(outgoing);
    };
    await dispatcher().drain();
    expect(sends).toHaveLength(12);
    expect(most).toBe(1);
    for (const name of ['C1', 'C2']) {
      const titles = sends.filter((one) => one.channel.channel === name).map((one) => one.act.view.title);
      expect(titles).toEqual([5, 4, 3, 2, 1, 0].map((i) => `bleu launch #${i}`));
    }
  });

  test('a burst goes out as one summary that names what was held back until then', async () => {
    await store.subscriptions.put(subscription('C1', { lang: 'fr' }));
    await poll(
      'lmi',
      Array.from({ length: 14 }, (_, i) => item(`i${i}`, `bleu launch #${i}`)),
    );
    const out = dispatcher();
    await out.drain();
    expect(sends).toHaveLength(13);
    expect(sent()[12]).toBe('C1 post 12 cartes en une heure ; les suivantes arriveront ensemble à 11:15');
    now = later(now, 5 * MINUTE);
    await poll('lemonde', [item('x', 's3ns launch #99')]);
    now = later(NOW, 15 * MINUTE);
    await out.drain();
    expect(sent().slice(13)).toEqual(['C1 post 3 autres histoires']);
    const list = JSON.stringify(sends[13]?.act.view);
    for (const title of ['bleu launch #0', 'bleu launch #1', 's3ns launch #99']) expect(list).toContain(title);
    expect(list).not.toContain('bleu launch #5');
  });

  test('a row that a dead process held is taken up with its doubt five seconds after the start', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    await store.outbox.claim({ now, leaseUntil: later(now, 2 * MINUTE), limit: 1, busy: [], platforms: ['slack'] });
    const out = dispatcher();
    await out.drain();
    expect(sends).toEqual([]);
    now = later(now, 5_000);
    await out.drain();
    expect(sends.map((one) => one.ambiguous)).toEqual([true]);
  });

  test('a platform that throws, or a card that cannot be drawn, harms nothing else', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.put(subscription('C2'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    answer = (outgoing) => {
      if (outgoing.channel.channel === 'C1') throw new Error('a defect');
      return accept(outgoing);
    };
    const out = dispatcher();
    await out.drain();
    expect(await states()).toEqual(['card waiting platform_error', 'card sent null']);
    expect((await rows(store))[0]?.ambiguous).toBe(true);
  });

  test('a stop lets what is under way finish and gives the rest back', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.put(subscription('C2'));
    await poll('lmi', [item('a', 'bleu launch #1'), item('b', 's3ns launch #2')]);
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    answer = async (outgoing) => {
      await held;
      return accept(outgoing);
    };
    const out = dispatcher();
    expect(await out.tick()).toBe(2);
    while (sends.length < 2) await new Promise((resolve) => setImmediate(resolve));
    const stopped = out.stop();
    finish();
    await stopped;
    expect(await out.tick()).toBe(0);
    const left = (await rows(store)).map((row) => `${row.state} ${row.attempts}`);
    expect(left).toEqual(['sent 1', 'sent 1', 'waiting 0', 'waiting 0']);
  });

  test('a row that was taken but not yet sent when the stop comes is given back untouched', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    const out = dispatcher();
    expect(await out.tick()).toBe(1);
    await out.stop();
    expect(sends).toEqual([]);
    expect((await rows(store))[0]).toMatchObject({ state: 'waiting', attempts: 0, ambiguous: false });
  });

  test('a stop does not wait for ever', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    let finish: (outcome: SendOutcome) => void = () => undefined;
    answer = () => new Promise<SendOutcome>((resolve) => (finish = resolve));
    const out = dispatcher({ graceMs: 20 });
    await out.tick();
    while (sends.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await out.stop();
    // The row stays held: whoever comes next finds it in doubt.
    expect((await rows(store))[0]?.state).toBe('sending');
    finish({ kind: 'retry', code: 'unreachable' });
    while ((await rows(store))[0]?.state === 'sending') await new Promise((resolve) => setImmediate(resolve));
  });

  test('it runs by itself: what is put into the outbox goes out when it is nudged, and when it falls due', async () => {
    await store.subscriptions.put(subscription('C1'));
    const out = dispatcher({ idleMs: 20 });
    out.start();
    await poll('lmi', [item('a', 'bleu launch #1')]);
    out.nudge();
    await until(async () => (await states())[0] === 'card sent null');
    answer = () => ({ kind: 'retry', code: 'rate_limited', afterMs: DAY });
    await poll('lmi', [item('b', 's3ns launch #2')]);
    out.nudge();
    await until(async () => (await states())[1] === 'card waiting rate_limited');
    answer = accept;
    now = later(now, 2 * DAY);
    await until(async () => (await states())[1] === 'card sent null');
  });

  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
  }
});
