import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Subscription } from '../../src/domain/subscription.ts';
import { CHANNEL, NOW, openScene, type Scene, textOf } from '../asking/scene.ts';
import { engines } from '../store/harness.ts';
import { member, story, subscription, traits } from '../store/samples.ts';

/** `NOW` is Sunday 22 November 2026, ten o'clock in Paris. */
describe.each(engines())('the digest command, on %s', (engine) => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene({ engine });
  });
  afterEach(() => scene.close());

  const watch = (over: Partial<Subscription> = {}) =>
    scene.store.subscriptions.put(
      subscription({ channel: CHANNEL, providers: 'all', quiet: null, lang: 'en', since: NOW, ...over }),
    );

  test('off until it is asked for; Monday at nine by default; another day, hour and zone; off again', async () => {
    await watch();
    expect(textOf(await scene.ask('digest'))).toContain('This channel gets no digest.');
    const set = await scene.ask('/digest schedule');
    expect(textOf(set)).toContain('Every Monday at 09:00 (Europe/Paris).');
    expect(textOf(set)).toContain('The next one comes on 23 November 2026 at 09:00.');
    expect(set.data).toMatchObject({
      digest: { day: 'monday', hour: '09:00', zone: 'Europe/Paris', next: '2026-11-23T08:00:00.000Z' },
    });
    await scene.ask('/bilan régler jour:vendredi heure:17h30 fuseau:America/New_York', 'fr');
    expect(await scene.store.digests.schedule(CHANNEL)).toMatchObject({
      weekday: 'friday',
      at: '17:30',
      zone: 'America/New_York',
      since: NOW,
      implied: false,
    });
    // What is not said stays as it was.
    await scene.ask('digest schedule hour:8h');
    expect(await scene.store.digests.schedule(CHANNEL)).toMatchObject({ weekday: 'friday', at: '08:00' });
    expect((await scene.ask('digest off')).data).toEqual({ digest: null, was: true });
    expect(textOf(await scene.ask('digest off'))).toContain('This channel had no digest.');
    expect(await scene.store.digests.schedule(CHANNEL)).toBeNull();
  });

  test.each([
    ['digest schedule hour:02:00', 'changing_hour', 'the clocks change'],
    ['digest schedule hour:2h59', 'changing_hour', 'does not exist'],
    ['digest schedule hour:25:00', 'bad_hour', '“25:00” is not a time of day'],
    ['digest schedule hour:noon', 'bad_hour', '“noon”'],
    ['digest schedule zone:Mars/Olympus', 'bad_zone', '“Mars/Olympus”'],
    ['digest week:2026-W01', 'no_run', '2026-W01'],
  ])('%s is refused with the reason and changes nothing', async (line, error, words) => {
    await watch();
    const shown = await scene.ask(line);
    expect(shown).toMatchObject({ ok: false, data: { error } });
    expect(textOf(shown)).toContain(words);
    expect(await scene.store.digests.schedule(CHANNEL)).toBeNull();
  });

  test('a channel that watches nothing is told to start with that', async () => {
    expect((await scene.ask('digest now')).data).toMatchObject({ error: 'not_watching' });
  });

  test('where there are digests only they cannot be stopped, and what waits is counted', async () => {
    await watch({ mode: 'digest' });
    await scene.ask('digest schedule day:tuesday');
    await scene.store.digests.note({ channel: CHANNEL, story: 's1', was: null, at: NOW });
    const shown = await scene.ask('digest');
    expect(textOf(shown)).toContain('This channel gets the digest only');
    expect(textOf(shown)).toContain('1 story waits for it.');
    expect(textOf(shown)).not.toContain('digest off');
    expect(await scene.ask('digest off')).toMatchObject({ ok: false, data: { error: 'digest_only' } });
  });

  test('a look at the next one is private and uses nothing up', async () => {
    await watch();
    await scene.ask('digest schedule');
    await scene.store.stories.add(story('s1', { title: 'Bleu is on sale' }), member('k1'), traits(story('s1')));
    await scene.store.digests.note({ channel: CHANNEL, story: 's1', was: null, at: NOW });
    for (let i = 0; i < 2; i++) {
      const shown = await scene.ask('digest now');
      expect(shown.private).toBe(true);
      expect(textOf(shown)).toContain('The next digest so far · since 22 November 2026');
      expect(textOf(shown)).toContain('Bleu is on sale · Bleu · ●●○ reported');
      expect(textOf(shown)).toMatch(/Outscale.*30 November 2026 \(in 8 days\)/);
    }
    expect(await scene.store.digests.notes(CHANNEL, null)).toHaveLength(1);
    expect(await scene.store.digests.lastRun(CHANNEL)).toBeNull();
  });

  test('without a digest the look shows the last seven days', async () => {
    await watch();
    const old = story('s2', { title: 'Long ago', grownAt: '2026-11-01T00:00:00.000Z' });
    const fresh = story('s1', { title: 'This week', grownAt: '2026-11-20T00:00:00.000Z' });
    for (const one of [old, fresh]) await scene.store.stories.add(one, member(`k${one.id}`), traits(one));
    const words = textOf(await scene.ask('digest now'));
    expect(words).toContain('This week');
    expect(words).not.toContain('Long ago');
  });

  test('a past digest is shown whole, page by page, by its button', async () => {
    await watch();
    for (let i = 0; i < 7; i++) {
      const one = story(`s${i}`, { title: `Story number ${i}` });
      await scene.store.stories.add(one, member(`k${i}`), traits(one));
      await scene.store.digests.note({ channel: CHANNEL, story: one.id, was: null, at: NOW });
    }
    await scene.store.digests.open({
      channel: CHANNEL,
      week: '2026-W47',
      from: '2026-11-15T08:00:00.000Z',
      until: NOW,
    });
    const first = await scene.ask('digest week:2026-w47');
    expect(textOf(first)).toContain('Digest of week 47 · 15 November 2026 to 22 November 2026');
    expect(textOf(first)).toContain('and 2 more');
    const buttons = first.view.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    const next = await scene.ask(buttons.find((button) => button.label === 'Next')?.line ?? '');
    for (let i = 0; i < 7; i++) expect(textOf(next)).toContain(`Story number ${i}`);
  });

  test('whoever may not manage the channel may look, not set', async () => {
    await watch();
    const guest = { ...scene.caller, user: { id: 'g', mayManage: false } };
    expect((await scene.asker.line('digest now', guest)).ok).toBe(true);
    expect((await scene.asker.line('digest', guest)).ok).toBe(true);
    for (const line of ['digest schedule', 'digest off', 'digest hour:10:00']) {
      expect((await scene.asker.line(line, guest)).data).toMatchObject({ error: 'not_allowed' });
    }
    expect(await scene.store.digests.schedule(CHANNEL)).toBeNull();
  });

  test('to stop watching ends the digest', async () => {
    await watch();
    await scene.ask('digest schedule');
    await scene.ask('unwatch');
    expect(await scene.store.digests.schedules()).toEqual([]);
  });
});
