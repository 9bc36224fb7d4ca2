import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliveryChanges } from '../../src/bot/deliveries.ts';
import { settingsChanges } from '../../src/bot/settings.ts';
import type { SendCode, SendOutcome } from '../../src/domain/alert.ts';
import { channel, DAY, HOUR, item, later, MINUTE, rows, subscription } from '../pipeline/world.ts';
import { engines } from '../store/harness.ts';
import { openWayOut, until, type WayOut } from './way-out.ts';

/** Platforms, channels and processes that fail while something is on its way. */

describe('a partner that fails', () => {
  let way: WayOut;
  beforeEach(async () => {
    way = await openWayOut();
    await way.store.subscriptions.put(subscription('C1'));
    await way.store.subscriptions.put(subscription('C2'));
  });
  afterEach(() => way.close());

  const clock = { now: () => way.now };
  const closed =
    (code: SendCode) =>
    (outgoing: Parameters<WayOut['answer']>[0]): SendOutcome | Promise<SendOutcome> =>
      outgoing.channel.channel === 'C1' ? { kind: 'dead', code } : way.accept(outgoing);
  const of = (name: string) => way.sent().filter((one) => one.startsWith(name));
  const paused = async () => (await way.store.subscriptions.get(channel('C1')))?.paused;

  test.each(['token_revoked', 'unreachable', 'not_configured'] as const)(
    'nothing dies of %s, even where a platform calls it final',
    async (code) => {
      await way.poll('lmi', [item('a', 'bleu launch #1')]);
      way.answer = () => ({ kind: 'dead', code });
      const out = way.dispatcher();
      for (let i = 0; i < 12; i++) {
        await out.drain();
        way.now = later(way.now, DAY);
      }
      expect(await way.states()).toEqual([`card waiting ${code}`, `card waiting ${code}`]);
      way.answer = way.accept;
      await out.drain();
      await out.drain();
      expect(await way.states()).toEqual(['card sent null', 'card sent null']);
    },
  );

  test.each(['channel_gone', 'channel_archived', 'no_access', 'not_in_channel', 'forbidden'] as const)(
    'a channel that answers %s is left alone: its rows wait, and nothing more is made for it',
    async (code) => {
      const out = way.dispatcher();
      await way.poll('lmi', [item('a', 'bleu launch #1'), item('b', 'bleu launch #2')]);
      way.answer = closed(code);
      await out.drain();
      expect(of('C1')).toHaveLength(1);
      expect(of('C2')).toHaveLength(2);
      expect(await paused()).toEqual({ code, since: way.now });
      await way.poll('lmi', [item('c', 'bleu launch #3')]);
      await out.drain();
      expect(of('C2')).toHaveLength(3);
      const waiting = (await rows(way.store)).filter((row) => row.channel.channel === 'C1');
      expect(waiting.map((row) => `${row.order.kind} ${row.state}`)).toEqual([
        'card waiting',
        'card waiting',
        'back waiting',
      ]);

      // It is asked again by itself, ever less often; let in, it gets what waited and hears what it missed.
      way.now = later(way.now, 11 * MINUTE);
      await out.drain();
      expect(of('C1')).toHaveLength(2);
      way.answer = way.accept;
      way.now = later(way.now, 12 * MINUTE);
      await out.drain();
      expect(of('C1').slice(2).sort()).toEqual([
        'C1 post Messages arrive here again',
        'C1 post bleu launch #1',
        'C1 post bleu launch #2',
      ]);
      expect(await paused()).toBeUndefined();
      await way.poll('lmi', [item('d', 'bleu launch #4')]);
      await out.drain();
      expect(of('C1').at(-1)).toBe('C1 post bleu launch #4');
    },
  );

  test('whoever sets what a closed channel is told, or says that it is open, has it tried at once', async () => {
    const out = way.dispatcher();
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    const parts = { store: async () => way.store, clock, nudge: () => undefined };
    for (const open of [
      () => settingsChanges(parts).settle(channel('C1'), () => subscription('C1')),
      () => deliveryChanges(parts).resume(channel('C1')),
    ]) {
      way.answer = closed('not_in_channel');
      way.now = later(way.now, DAY);
      await out.drain();
      expect((await paused())?.code).toBe('not_in_channel');
      const before = of('C1').length;
      await open();
      expect(await paused()).toBeUndefined();
      await out.drain();
      expect(of('C1')).toHaveLength(before + 1);
    }
    expect(await deliveryChanges(parts).resume(channel('C2'))).toBe(false);
  });

  test('the digest of a closed channel is opened once it takes messages again', async () => {
    const { openDigests } = await import('../../src/delivery/digest.ts');
    await way.store.subscriptions.put(
      subscription('C1', { mode: 'digest', paused: { code: 'forbidden', since: way.now } }),
    );
    await openDigests(way.store, way.now);
    const monday = '2026-11-23T09:00:00.000Z';
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    expect(await openDigests(way.store, monday)).toBe(0);
    await way.store.subscriptions.put(subscription('C1', { mode: 'digest' }));
    await openDigests(way.store, monday);
    expect(await openDigests(way.store, later(monday, 7 * DAY))).toBe(1);
    way.now = later(monday, 7 * DAY);
    await way.dispatcher().drain();
    expect(JSON.stringify(way.sends.find((one) => one.channel.channel === 'C1')?.act.view)).toContain('bleu launch #1');
  });

  test('a dead message can be sent again, others cannot', async () => {
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    way.answer = closed('bad_payload');
    const out = way.dispatcher();
    await out.drain();
    expect(await way.states()).toEqual(['card dead bad_payload', 'card sent null']);
    const { decide } = deliveryChanges({ store: async () => way.store, clock, nudge: () => undefined });
    const [dead, sent] = await rows(way.store);
    expect(await decide(sent?.id ?? '', 'again')).toBe(false);
    expect(await decide('none', 'again')).toBe(false);
    expect(await decide(dead?.id ?? '', 'there')).toBe(false);
    expect(await decide(dead?.id ?? '', 'again')).toBe(true);
    way.answer = way.accept;
    await out.drain();
    expect(await way.states()).toEqual(['card sent null', 'card sent null']);
  });

  test('a message in doubt is looked for twice, seconds apart, before it is sent again; others do not wait', async () => {
    await way.store.subscriptions.remove(channel('C2'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    way.answer = () => ({ kind: 'ambiguous', code: 'timeout' });
    const out = way.dispatcher();
    await out.drain();
    way.answer = (outgoing) =>
      outgoing.ambiguous && outgoing.lookedBefore !== true ? { kind: 'absent', code: 'timeout' } : way.accept(outgoing);
    await way.poll('lmi', [item('b', 'bleu launch #2')]);
    const began = way.now;
    const looks: string[] = [];
    for (let second = 0; second < 12; second++) {
      way.now = later(began, second * 1_000);
      const before = way.sends.length;
      await out.drain();
      for (const one of way.sends.slice(before)) {
        looks.push(`${one.act.view.title} ${one.ambiguous ? (one.lookedBefore ? 'again' : 'look') : 'post'}`);
        if (one.ambiguous && one.lookedBefore !== true) expect(second).toBeGreaterThanOrEqual(5);
      }
    }
    expect(looks).toEqual(['bleu launch #2 post', 'bleu launch #1 look', 'bleu launch #1 again']);
    expect(await way.states()).toEqual(['card sent null', 'card sent null']);
  });

  test('what was put off by a clock that was ahead goes out once the clock is right', async () => {
    const right = way.now;
    const out = way.dispatcher();
    way.now = later(right, 700 * DAY);
    await way.poll(
      'lmi',
      Array.from({ length: 13 }, (_, i) => item(`i${i}`, `bleu launch #${i}`)),
    );
    way.answer = () => ({ kind: 'retry', code: 'rate_limited', afterMs: HOUR });
    await out.drain();
    way.now = right;
    way.answer = way.accept;
    await out.drain();
    expect(
      (await way.states()).filter((state) => state.startsWith('card')).every((one) => one === 'card sent null'),
    ).toBe(true);
    // Nor is the hour full of the cards of that time.
    await way.poll('lemonde', [item('x', 's3ns launch #99')]);
    await out.drain();
    expect(of('C1').at(-1)).toBe('C1 post s3ns launch #99');
  });

  test('an attempt that does not end is given up for this time, and its platform told to begin nothing more', async () => {
    await way.store.subscriptions.remove(channel('C2'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    way.answer = () => new Promise(() => undefined);
    const out = way.dispatcher({ attemptMs: 30 });
    await out.drain();
    expect(await way.states()).toEqual(['card waiting timeout']);
    expect((await rows(way.store))[0]?.ambiguous).toBe(true);
    expect(way.sends[0]?.late?.aborted).toBe(true);
  });
});

describe.each(engines().filter((engine) => engine === 'postgres'))('a holder that dies on %s', (engine) => {
  let way: WayOut;
  beforeEach(async () => {
    way = await openWayOut(engine);
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1'), item('b', 'bleu launch #2')]);
  });
  afterEach(() => way.close());

  test('leaves its channel for as long as its lease, and then exactly one of each card', async () => {
    // It took a row and was not heard of again.
    way.answer = () => new Promise(() => undefined);
    await way.dispatcher({ graceMs: 1 }).tick();
    await until(() => way.sends.length === 1);
    const began = way.now;
    way.answer = (outgoing) =>
      outgoing.ambiguous && outgoing.lookedBefore !== true ? { kind: 'absent', code: 'timeout' } : way.accept(outgoing);
    const other = way.dispatcher({}, ['slack'], await way.place.open());
    const sent: string[] = [];
    for (let second = 0; second < 60; second++) {
      way.now = later(began, second * 1_000);
      const before = way.sends.length;
      await other.drain();
      for (const one of way.sends.slice(before)) sent.push(`${second} ${one.act.view.title}`);
    }
    expect(sent).toEqual(['45 bleu launch #2', '45 bleu launch #1', '48 bleu launch #2']);
    expect(await way.states()).toEqual(['card sent null', 'card sent null']);
  });

  test('and comes back does not take its result for its own', async () => {
    let finish: (outcome: SendOutcome) => void = () => undefined;
    way.answer = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const slow = way.dispatcher();
    await slow.tick();
    await until(() => way.sends.length === 1);
    // Another takes the row over when the lease is over, and finds the message.
    way.now = later(way.now, HOUR);
    way.answer = () => ({ kind: 'sent', ref: { channel: 'C1', message: 'found' } });
    await way.dispatcher({}, ['slack'], await way.place.open()).drain();
    finish({ kind: 'retry', code: 'platform_error' });
    await slow.drain();
    expect(await way.states()).toEqual(['card sent null', 'card sent null']);
    const alerts = await Promise.all(
      (await way.store.stories.list({ limit: 9 })).map(({ id }) => way.store.alerts.ofStory(id)),
    );
    expect(alerts.flat().map((alert) => alert.ref?.message)).toEqual(['found', 'found']);
  });

  test('and found its row taken over while it was drawing sends nothing', async () => {
    let drawn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      drawn = resolve;
    });
    const { createDispatcher } = await import('../../src/delivery/dispatcher.ts');
    const { silent } = await import('../pipeline/world.ts');
    const slow = createDispatcher({
      store: way.store,
      platforms: [way.platform('slack')],
      build: async () => {
        await held;
        const view = { title: 'late', tone: 'neutral', blocks: [] } as const;
        return { kind: 'send', act: { kind: 'post', view }, lang: 'en', shows: null };
      },
      clock,
      log: silent,
      settings: { gapMs: 0 },
    });
    await slow.tick();
    way.now = later(way.now, HOUR);
    await way.dispatcher({}, ['slack'], await way.place.open()).drain();
    drawn();
    await slow.stop();
    expect(way.sent()).not.toContain('C1 post late');
    expect(await way.states()).toEqual(['card sent null', 'card sent null']);
  });

  const clock = { now: () => way.now };
});
