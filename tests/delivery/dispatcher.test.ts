import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/domain/alert.ts';
import { channelKey } from '../../src/domain/subscription.ts';
import { createIntake } from '../../src/pipeline.ts';
import { channel, DAY, feed, HOUR, item, later, MINUTE, NOW, partsFor, rows, subscription } from '../pipeline/world.ts';
import { openWayOut, until, type WayOut } from './way-out.ts';

describe('the way out', () => {
  let way: WayOut;
  beforeEach(async () => {
    way = await openWayOut();
  });
  afterEach(() => way.close());

  test('a pause between two messages that ends while rows are taken costs no idle wait', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    await way.poll('lemonde', [item('b', 's3ns launch #2')]);
    const { outbox } = way.store;
    // The channel rests when its rows are looked for, and has rested when that is done.
    const claim: typeof outbox.claim = async (query) => {
      const taken = await outbox.claim(query);
      if (taken.length === 0 && way.sends.length === 1) way.now = '2030-01-01T00:00:00.000Z';
      return taken;
    };
    const leaping = new Proxy(way.store, {
      get: (all, key) =>
        key === 'outbox'
          ? new Proxy(outbox, {
              get: (one, name) => (name === 'claim' ? claim : Reflect.get(one, name).bind(one)),
            })
          : Reflect.get(all, key),
    });
    const out = way.dispatcher({ gapMs: 1_000, idleMs: 3_600_000 }, ['slack'], leaping);
    out.start();
    await until(() => Promise.resolve(way.sends.length === 2));
  });

  test('a card, its edit and its step go out in order, on the message that was posted', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    const out = way.dispatcher();
    await out.drain();
    await way.poll('lemonde', [item('b', 'bleu launch #1')]);
    await out.drain();
    expect(way.sent()).toEqual([
      'C1 post bleu launch #1',
      'C1 edit bleu launch #1',
      'C1 reply Now reported by independent sources',
    ]);
    expect(way.sends.slice(1).map(({ act }) => act.kind !== 'post' && act.ref)).toEqual([
      { channel: 'C1', message: 'm1' },
      { channel: 'C1', message: 'm1' },
    ]);
    expect(await way.states()).toEqual(['card sent null', 'edit sent null', 'step sent null']);
    const [alert] = await way.store.alerts.ofStory((await way.store.stories.list({ limit: 1 }))[0]?.id ?? '');
    expect(alert).toMatchObject({ ref: { channel: 'C1', message: 'm1' }, shown: 2 });
  });

  test('a card that waited shows the newest facts, and edits it already shows are not sent', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    await way.poll('lemonde', [item('b', 'bleu launch #1')]);
    await way.poll('zdnet', [item('c', 'bleu launch #1')]);
    await way.dispatcher().drain();
    // The fresh card says that it is reported: a word under it would repeat it.
    expect(way.sent()).toEqual(['C1 post bleu launch #1']);
    expect(JSON.stringify(way.sends[0]?.act.view)).toContain('3 independent origins');
    expect(await way.states()).toEqual(['card sent null', 'edit sent null', 'step sent null', 'edit sent null']);
  });

  test('a step that comes after the card was posted is told, whatever the fresh card passed over', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu rumour #1')]);
    await way.poll('lemonde', [item('b', 'bleu launch #1')]);
    const out = way.dispatcher();
    await out.drain();
    await createIntake(partsFor(way.store))(
      {
        feed: feed('bleu-press', way.now, { kind: 'vendor' }),
        items: [item('c', 'bleu #1')],
        first: false,
        health: [],
      },
      way.now,
    );
    await out.drain();
    expect(way.sends.map(({ act }) => act.kind)).toEqual(['post', 'edit', 'reply']);
    expect(way.sends.at(-1)?.act.view.title).toBe('Now confirmed');
  });

  test('a step that tells two at once begins where the channel last heard of the story', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu rumour #1')]);
    const out = way.dispatcher();
    await out.drain();
    await way.poll('lemonde', [item('b', 'bleu launch #1')]);
    await createIntake(partsFor(way.store))(
      {
        feed: feed('bleu-press', way.now, { kind: 'vendor' }),
        items: [item('c', 'bleu #1')],
        first: false,
        health: [],
      },
      way.now,
    );
    await out.drain();
    expect(way.sends.map(({ act }) => act.kind)).toEqual(['post', 'edit', 'reply']);
    expect(JSON.stringify(way.sends.at(-1)?.act.view)).toContain('From rumour to confirmed.');
  });

  test('a channel that is asked to slow down rests as a whole and does not hold up the others', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.store.subscriptions.put(subscription('C2'));
    await way.poll('lmi', [item('a', 'bleu launch #1'), item('b', 's3ns launch #2')]);
    way.answer = (outgoing) =>
      outgoing.channel.channel === 'C1'
        ? { kind: 'retry', code: 'rate_limited', afterMs: 60_000 }
        : way.accept(outgoing);
    const out = way.dispatcher();
    await out.drain();
    expect(way.sent()).toEqual(['C1 post s3ns launch #2', 'C2 post s3ns launch #2', 'C2 post bleu launch #1']);
    way.answer = way.accept;
    await out.drain();
    expect(way.sent()).toHaveLength(3);
    way.now = later(way.now, 2 * MINUTE);
    await out.drain();
    expect(way.sent().slice(3).sort()).toEqual(['C1 post bleu launch #1', 'C1 post s3ns launch #2']);
  });

  test('a platform that cannot be reached is left alone as a whole, other platforms are not', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.store.subscriptions.put(subscription('C2'));
    await way.store.subscriptions.put({ ...subscription('D1'), channel: channel('D1', 'discord') });
    await way.poll('lmi', [item('a', 'bleu launch #1'), item('b', 's3ns launch #2')]);
    way.answer = (outgoing) =>
      outgoing.channel.platform === 'slack' ? { kind: 'retry', code: 'unreachable' } : way.accept(outgoing);
    const out = way.dispatcher({ limit: 1 }, ['slack', 'discord']);
    await out.drain();
    expect(way.sends.filter((one) => one.channel.platform === 'slack')).toHaveLength(1);
    expect(way.sends.filter((one) => one.channel.platform === 'discord')).toHaveLength(2);
    way.answer = way.accept;
    way.now = later(way.now, MINUTE);
    await out.drain();
    expect((await way.states()).every((state) => state === 'card sent null')).toBe(true);
  });

  test('a refused token holds everything until somebody has put it right', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    way.answer = () => ({ kind: 'retry', code: 'token_revoked', afterMs: 60_000 });
    const out = way.dispatcher();
    for (let i = 0; i < 20; i++) {
      await out.drain();
      way.now = later(way.now, HOUR);
    }
    expect(await way.states()).toEqual(['card waiting token_revoked']);
    way.answer = way.accept;
    await out.drain();
    expect(await way.states()).toEqual(['card sent null']);
  });

  test('a lost answer is asked about before it is repeated', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    way.answer = () => ({ kind: 'ambiguous', code: 'timeout' });
    const out = way.dispatcher();
    await out.drain();
    way.answer = way.accept;
    way.now = later(way.now, MINUTE);
    await out.drain();
    expect(way.sends.map((one) => one.ambiguous)).toEqual([false, true]);
    expect(new Set(way.sends.map((one) => one.delivery)).size).toBe(1);
    expect(await way.states()).toEqual(['card sent null']);
  });

  test('a card found of an earlier attempt is brought up to date by the edits behind it', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    way.answer = () => ({ kind: 'ambiguous', code: 'timeout' });
    const out = way.dispatcher();
    await out.drain();
    await way.poll('lemonde', [item('b', 'bleu launch #1')]);
    way.answer = way.accept;
    way.now = later(way.now, MINUTE);
    await out.drain();
    expect(way.sent().slice(2)).toEqual(['C1 edit bleu launch #1', 'C1 reply Now reported by independent sources']);
  });

  test('where the platform cannot look, the row says "perhaps sent" and the channel goes on', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1'), item('b', 's3ns launch #2')]);
    way.answer = (outgoing) =>
      outgoing.act.view.title.startsWith('s3ns')
        ? { kind: 'ambiguous', code: outgoing.ambiguous ? 'perhaps_sent' : 'timeout' }
        : way.accept(outgoing);
    const out = way.dispatcher();
    await out.drain();
    way.now = later(way.now, MINUTE);
    await out.drain();
    expect(await way.states()).toEqual(['card unsure perhaps_sent', 'card sent null']);
  });

  test('a card that a person deleted stays deleted, and what is new is told in a message of its own', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    const out = way.dispatcher();
    await out.drain();
    way.answer = ({ act }) =>
      act.kind === 'post'
        ? { kind: 'sent', ref: { channel: 'C1', message: 'm9' } }
        : { kind: 'dead', code: 'message_gone' };
    await way.poll('lemonde', [item('b', 'bleu launch #1')]);
    await out.drain();
    expect(way.sent()).toEqual([
      'C1 post bleu launch #1',
      'C1 edit bleu launch #1',
      'C1 post Now reported by independent sources',
    ]);
    // It stands for itself, so it names the story.
    expect(JSON.stringify(way.sends[2]?.act.view)).toContain('bleu launch #1');
    expect(await way.states()).toEqual(['card sent null', 'edit sent message_gone', 'step sent null']);
    await createIntake(partsFor(way.store))(
      {
        feed: feed('bleu-press', way.now, { kind: 'vendor' }),
        items: [item('c', 'bleu #1')],
        first: false,
        health: [],
      },
      way.now,
    );
    await out.drain();
    expect(way.sent().slice(3)).toEqual(['C1 post Now confirmed']);
    expect((await way.states()).slice(3)).toEqual(['step sent null']);
  });

  test('a channel that watches no more gets nothing', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    await way.store.subscriptions.remove(channel('C1'));
    await way.dispatcher().drain();
    expect(way.sends).toEqual([]);
    expect(await way.states()).toEqual(['card dead nothing_to_show']);
  });

  test('quiet hours hold everything, in order, and end by the clock of the zone', async () => {
    // The night in which Paris goes from winter to summer time.
    way.now = '2026-03-28T21:30:00.000Z';
    await way.store.subscriptions.put(subscription('C1', { quiet: { from: '22:00', to: '07:00' } }));
    await way.store.subscriptions.put(subscription('C2'));
    const published = '2026-03-28T21:00:00.000Z';
    await way.poll('lmi', [item('a', 'bleu launch #1', { published })]);
    await way.poll('bleu', [item('b', 's3ns launch #2', { published })]);
    const out = way.dispatcher();
    await out.drain();
    expect(way.sends.every((one) => one.channel.channel === 'C2')).toBe(true);
    const known = way.sends.length;
    way.now = '2026-03-29T04:59:59.000Z';
    await out.drain();
    expect(way.sends).toHaveLength(known);
    expect((await rows(way.store)).filter((row) => row.channel.channel === 'C1').map((row) => row.attempts)).toEqual([
      0, 0,
    ]);
    way.now = '2026-03-29T05:00:00.000Z';
    await out.drain();
    expect(way.sent().slice(known)).toEqual(['C1 post bleu launch #1', 'C1 post s3ns launch #2']);
  });

  test('one message of a channel is in flight at a time', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.store.subscriptions.put(subscription('C2'));
    await way.poll(
      'lmi',
      Array.from({ length: 6 }, (_, i) => item(`i${i}`, `bleu launch #${i}`)),
    );
    const flying = new Map<string, number>();
    let most = 0;
    way.answer = async (outgoing) => {
      const key = channelKey(outgoing.channel);
      flying.set(key, (flying.get(key) ?? 0) + 1);
      most = Math.max(most, flying.get(key) ?? 0);
      await new Promise((resolve) => setImmediate(resolve));
      flying.set(key, (flying.get(key) ?? 0) - 1);
      return way.accept(outgoing);
    };
    await way.dispatcher().drain();
    expect(way.sends).toHaveLength(12);
    expect(most).toBe(1);
    for (const name of ['C1', 'C2']) {
      const titles = way.sends.filter((one) => one.channel.channel === name).map((one) => one.act.view.title);
      expect(titles).toEqual([5, 4, 3, 2, 1, 0].map((i) => `bleu launch #${i}`));
    }
  });

  test('a burst goes out as one summary that names what was held back until then', async () => {
    await way.store.subscriptions.put(subscription('C1', { lang: 'fr' }));
    await way.poll(
      'lmi',
      Array.from({ length: 14 }, (_, i) => item(`i${i}`, `bleu launch #${i}`)),
    );
    const out = way.dispatcher();
    await out.drain();
    expect(way.sends).toHaveLength(13);
    expect(way.sent()[12]).toBe('C1 post 12 cartes en une heure ; les suivantes arriveront ensemble à 11:15');
    way.now = later(way.now, 5 * MINUTE);
    await way.poll('lemonde', [item('x', 's3ns launch #99')]);
    way.now = later(NOW, 15 * MINUTE);
    await out.drain();
    expect(way.sent().slice(13)).toEqual(['C1 post 3 autres histoires']);
    const list = JSON.stringify(way.sends[13]?.act.view);
    for (const title of ['bleu launch #0', 'bleu launch #1', 's3ns launch #99']) expect(list).toContain(title);
    expect(list).not.toContain('bleu launch #5');
  });

  test('a row that a dead process held is taken up with its doubt five seconds after the start', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    await way.store.outbox.claim({
      now: way.now,
      leaseUntil: later(way.now, 2 * MINUTE),
      limit: 1,
      busy: [],
      platforms: ['slack'],
    });
    const out = way.dispatcher();
    await out.drain();
    expect(way.sends).toEqual([]);
    way.now = later(way.now, 5_000);
    await out.drain();
    expect(way.sends.map((one) => one.ambiguous)).toEqual([true]);
  });

  test('a platform that throws, or a card that cannot be drawn, harms nothing else', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.store.subscriptions.put(subscription('C2'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    way.answer = (outgoing) => {
      if (outgoing.channel.channel === 'C1') throw new Error('a defect');
      return way.accept(outgoing);
    };
    const out = way.dispatcher();
    await out.drain();
    expect(await way.states()).toEqual(['card waiting platform_error', 'card sent null']);
    expect((await rows(way.store))[0]?.ambiguous).toBe(true);
  });

  test('a stop lets what is under way finish and gives the rest back', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.store.subscriptions.put(subscription('C2'));
    await way.poll('lmi', [item('a', 'bleu launch #1'), item('b', 's3ns launch #2')]);
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    way.answer = async (outgoing) => {
      await held;
      return way.accept(outgoing);
    };
    const out = way.dispatcher();
    expect(await out.tick()).toBe(2);
    while (way.sends.length < 2) await new Promise((resolve) => setImmediate(resolve));
    const stopped = out.stop();
    finish();
    await stopped;
    expect(await out.tick()).toBe(0);
    const left = (await rows(way.store)).map((row) => `${row.state} ${row.attempts}`);
    expect(left).toEqual(['sent 1', 'sent 1', 'waiting 0', 'waiting 0']);
  });

  test('a row that was taken but not yet sent when the stop comes is given back untouched', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    const out = way.dispatcher();
    expect(await out.tick()).toBe(1);
    await out.stop();
    expect(way.sends).toEqual([]);
    expect((await rows(way.store))[0]).toMatchObject({ state: 'waiting', attempts: 0, ambiguous: false });
  });

  test('a stop does not wait for ever', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    let finish: (outcome: SendOutcome) => void = () => undefined;
    way.answer = () => new Promise<SendOutcome>((resolve) => (finish = resolve));
    const out = way.dispatcher({ graceMs: 20 });
    await out.tick();
    while (way.sends.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await out.stop();
    // The row stays held: whoever comes next finds it in doubt.
    expect((await rows(way.store))[0]?.state).toBe('sending');
    finish({ kind: 'retry', code: 'unreachable' });
    while ((await rows(way.store))[0]?.state === 'sending') await new Promise((resolve) => setImmediate(resolve));
  });

  test('it runs by itself: what is put into the outbox goes out when it is nudged, and when it falls due', async () => {
    await way.store.subscriptions.put(subscription('C1'));
    const out = way.dispatcher({ idleMs: 20 });
    out.start();
    await way.poll('lmi', [item('a', 'bleu launch #1')]);
    out.nudge();
    await until(async () => (await way.states())[0] === 'card sent null');
    way.answer = () => ({ kind: 'retry', code: 'rate_limited', afterMs: DAY });
    await way.poll('lmi', [item('b', 's3ns launch #2')]);
    out.nudge();
    await until(async () => (await way.states())[1] === 'card waiting rate_limited');
    way.answer = way.accept;
    way.now = later(way.now, 2 * DAY);
    await until(async () => (await way.states())[1] === 'card sent null');
  });
});
