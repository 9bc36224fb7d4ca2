import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIntake } from '../../src/pipeline.ts';
import { feed, HOUR, item, later, MINUTE, NOW, partsFor, rows, subscription } from '../pipeline/world.ts';
import { engines } from '../store/harness.ts';
import { openWayOut, type WayOut } from './way-out.ts';

/** What waits for what on the way out, and what does not. */

describe('no head that blocks', () => {
  let way: WayOut;
  beforeEach(async () => {
    way = await openWayOut();
    await way.store.subscriptions.put(subscription('C1'));
  });
  afterEach(() => way.close());

  const stories = (n: number, from = 0) =>
    Array.from({ length: n }, (_, i) => item(`i${from + i}`, `bleu launch #${from + i}`));
  const confirm = (n: number) =>
    createIntake(partsFor(way.store))(
      {
        feed: feed('bleu-press', way.now, { kind: 'vendor' }),
        items: [item(`o${n}`, `bleu #${n}`)],
        first: false,
        health: [],
      },
      way.now,
    );

  test('the thirteenth story of an hour is held, said at once, and nothing else waits for its summary', async () => {
    await way.poll('lmi', stories(13));
    const out = way.dispatcher();
    await out.drain();
    expect(way.sent().slice(12)).toEqual(['C1 post 12 cards this hour; further ones come together at 11:15']);
    // Edits of every card there is, a confirmation and the word that a feed fails.
    way.now = later(NOW, MINUTE);
    for (let n = 1; n < 13; n++) await way.poll('lemonde', [item(`e${n}`, `bleu launch #${n} says lmi`)]);
    await confirm(5);
    await createIntake(partsFor(way.store))(
      { feed: feed('lmi', way.now), items: [], first: false, health: ['failing'] },
      way.now,
    );
    const before = way.sends.length;
    await out.drain();
    const after = way.sent().slice(before);
    expect(after.filter((one) => one.startsWith('C1 edit'))).toHaveLength(12);
    expect(after).toContain('C1 reply Now confirmed');
    expect(after).toContain('C1 post A feed cannot be read: Feed lmi');
    expect(after.some((one) => one.includes('One more story'))).toBe(false);
    way.now = later(NOW, 15 * MINUTE);
    await out.drain();
    expect(way.sent().at(-1)).toBe('C1 post One more story');
  });

  test('a story that was held back gets its card when it is confirmed, whatever the fuse says', async () => {
    await way.poll('lmi', stories(13));
    const out = way.dispatcher();
    await out.drain();
    // The newest in the feed comes last, hence over the limit.
    await confirm(0);
    await out.drain();
    expect(way.sent().at(-1)).toBe('C1 post bleu launch #0');
  });

  test('a channel may set how many cards it takes in an hour; those held back do not count as cards', async () => {
    await way.store.subscriptions.put(subscription('C1', { perHour: 2, lang: 'fr' }));
    await way.store.subscriptions.put(subscription('C2', { perHour: 0 }));
    await way.poll('lmi', stories(5));
    const kinds = async (name: string) =>
      (await rows(way.store)).filter((row) => row.channel.channel === name).map((row) => row.order.kind);
    expect(await kinds('C1')).toEqual(['card', 'card', 'held', 'summary']);
    expect(await kinds('C2')).toEqual(['card', 'card', 'card', 'card', 'card']);
    const out = way.dispatcher();
    await out.drain();
    expect(way.sent()).toContain('C1 post 2 cartes en une heure ; les suivantes arriveront ensemble à 11:15');
    // Twice an hour later, however many were told in the summary meanwhile.
    way.now = later(NOW, 30 * MINUTE);
    await way.poll('lmi', stories(1, 50));
    way.now = later(NOW, HOUR + MINUTE);
    await way.poll('lmi', stories(3, 60));
    expect((await kinds('C1')).slice(4)).toEqual(['held', 'summary', 'card', 'card', 'held', 'summary']);
  });

  test('the word that more is gathered is left out where the summary is due as well', async () => {
    await way.store.subscriptions.put(subscription('C1', { quiet: { from: '10:00', to: '12:00' }, perHour: 1 }));
    await way.poll('lmi', stories(2));
    const out = way.dispatcher();
    way.now = later(NOW, 2 * HOUR);
    await out.drain();
    expect(way.sent()).toEqual(['C1 post bleu launch #1', 'C1 post One more story']);
  });

  test('a card that its platform breaks on holds up its own story only', async () => {
    await way.poll('lmi', stories(3));
    way.answer = (outgoing) =>
      outgoing.act.view.title === 'bleu launch #2' ? { kind: 'retry', code: 'platform_error' } : way.accept(outgoing);
    const out = way.dispatcher();
    await out.drain();
    await way.poll('lemonde', [item('x', 'bleu launch #2 says lmi'), item('y', 'bleu launch #1 says lmi')]);
    await out.drain();
    expect(way.sent()).toEqual([
      'C1 post bleu launch #2',
      'C1 post bleu launch #1',
      'C1 post bleu launch #0',
      'C1 edit bleu launch #1',
    ]);
    // Its edit came to nothing meanwhile: the card shows all there is when it can be sent.
    way.answer = way.accept;
    way.now = later(NOW, MINUTE);
    await out.drain();
    expect(way.sent().slice(4)).toEqual(['C1 post bleu launch #2']);
    expect(await way.states()).toEqual(Array.from({ length: 5 }, (_, i) => `${i < 3 ? 'card' : 'edit'} sent null`));
  });

  test('of many edits that wait, one is sent, with the newest facts', async () => {
    await way.poll('lmi', stories(1));
    const out = way.dispatcher();
    await out.drain();
    for (const name of ['lemonde', 'zdnet', 'figaro']) {
      await way.poll(name, [item(name, `bleu launch #0 says lmi`)]);
    }
    await out.drain();
    expect(way.sent()).toEqual(['C1 post bleu launch #0', 'C1 edit bleu launch #0']);
    expect(JSON.stringify(way.sends[1]?.act.view)).toContain('Sources (4)');
    expect((await way.states()).slice(1)).toEqual(['edit sent null', 'edit sent null', 'edit sent null']);
  });
});

describe.each(engines().filter((engine) => engine === 'postgres'))('two processes on %s', (engine) => {
  test('send one message at a time to a channel, with the pause between', async () => {
    const way = await openWayOut(engine);
    try {
      const names = ['C1', 'C2', 'C3'];
      for (const name of names) await way.store.subscriptions.put(subscription(name));
      await way.poll(
        'lmi',
        Array.from({ length: 6 }, (_, i) => item(`i${i}`, `bleu launch #${i}`)),
      );
      const others = await way.place.open();
      const began = Date.now();
      const flying = new Map<string, number>();
      let most = 0;
      const times = new Map<string, { readonly from: number; readonly to: number }[]>(names.map((name) => [name, []]));
      way.answer = async (outgoing) => {
        const name = outgoing.channel.channel;
        const from = Date.now();
        flying.set(name, (flying.get(name) ?? 0) + 1);
        most = Math.max(most, flying.get(name) ?? 0);
        await new Promise((resolve) => setTimeout(resolve, 30));
        flying.set(name, (flying.get(name) ?? 0) - 1);
        times.get(name)?.push({ from, to: Date.now() });
        return way.accept(outgoing);
      };
      // A clock that runs, as theirs do.
      const running = {
        get now() {
          return later(NOW, Date.now() - began);
        },
      };
      Object.defineProperty(way, 'now', { get: () => running.now });
      const gapMs = 200;
      await Promise.all([way.dispatcher({ gapMs }).drain(), way.dispatcher({ gapMs }, ['slack'], others).drain()]);
      while (way.sends.length < 18) {
        await way.dispatcher({ gapMs }).drain();
      }
      expect(most).toBe(1);
      for (const list of times.values()) {
        expect(list).toHaveLength(6);
        for (const [i, one] of list.entries()) {
          if (i > 0) expect(one.from - (list[i - 1]?.to ?? 0)).toBeGreaterThanOrEqual(gapMs - 1);
        }
      }
      expect((await way.states()).every((state) => state === 'card sent null')).toBe(true);
    } finally {
      await way.close();
    }
  });
});
