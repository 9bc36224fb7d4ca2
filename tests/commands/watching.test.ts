import { describe, expect, test } from 'vitest';
import type { Shown } from '../../src/command.ts';
import type { Button } from '../../src/domain/view.ts';
import { CHANNEL, NOW, openScene, textOf } from '../asking/scene.ts';
import { engines } from '../store/harness.ts';
import { entry } from '../store/samples.ts';
import { tell } from './archive.ts';

describe.each(engines())('what a channel is told, on %s', (engine) => {
  test('bare watch takes everything; watching shows it; unwatch ends it', async () => {
    const scene = await openScene({ engine });
    expect(textOf(await scene.ask('/watching'))).toContain('nothing yet');
    await scene.ask('/watch');
    expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject({
      providers: 'all',
      events: 'all',
      min: 'rumour',
      mode: 'instant',
      quiet: null,
      lang: 'en',
    });
    expect((await scene.ask('/watching')).data).toMatchObject({ watching: { providers: 'all', min: 'rumour' } });
    expect((await scene.ask('/unwatch')).data).toEqual({ watching: null, was: true });
    expect((await scene.ask('/unwatch')).data).toEqual({ watching: null, was: false });
    await scene.close();
  });

  test('settings are read in both languages', async () => {
    const scene = await openScene({ engine });
    await scene.ask(
      '/suivre fournisseurs:"Bleu, 3DS Outscale" evenements:"qualification obtenue, retard" min:confirmé silence:22h-7h fuseau:Europe/Paris',
      'fr',
    );
    expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject({
      providers: ['bleu', 'outscale'],
      events: ['qualification_granted', 'delay'],
      min: 'confirmed',
      quiet: { from: '22:00', to: '07:00' },
      zone: 'Europe/Paris',
      lang: 'fr',
    });
    await scene.close();
  });

  test.each([
    ['/watch providers:nobody', 'providers', 'nobody'],
    // On record, but never looked for in the news.
    ['/watch providers:cigref', 'providers', 'cigref'],
    ['/watch events:fireworks', 'events', 'fireworks'],
    ['/watch quiet:25:00-07:00', 'quiet', '25:00-07:00'],
    ['/watch zone:Mars/Olympus', 'zone', 'Mars/Olympus'],
    ['/watch min:certain', 'min', 'certain'],
  ])('%s is refused by name and changes nothing', async (line, _option, given) => {
    const scene = await openScene({ engine });
    const shown = await scene.ask(line);
    expect(shown.ok).toBe(false);
    expect(textOf(shown)).toContain(given);
    expect(await scene.store.subscriptions.get(CHANNEL)).toBeNull();
    await scene.close();
  });

  test('a mute names what it silences and until when, and can be undone', async () => {
    const scene = await openScene({ engine });
    await scene.ask('/watch');
    expect((await scene.ask('/mute bleu 3d')).data).toEqual({
      muted: 'provider:bleu',
      until: '2026-11-25T09:00:00.000Z',
    });
    expect((await scene.ask('/sourdine quoi:"qualification obtenue" duree:2s', 'fr')).data).toEqual({
      muted: 'event:qualification_granted',
      until: '2026-12-06T09:00:00.000Z',
    });
    expect((await scene.ask('/watching')).data).toMatchObject({
      mutes: [{ what: 'event:qualification_granted' }, { what: 'provider:bleu' }],
    });
    expect((await scene.ask('/unmute provider:bleu')).data).toEqual({ unmuted: 'provider:bleu', was: true });
    expect((await scene.ask('/unmute bleu')).data).toEqual({ unmuted: 'provider:bleu', was: false });
    expect((await scene.ask('/mute nobody')).data).toMatchObject({ error: 'unknown_subject' });
    expect((await scene.ask('/mute bleu for:forever')).data).toMatchObject({ error: 'bad_duration' });
    await scene.close();
  });

  test.each([
    ['/watch preset:all', { providers: 'all', events: 'all', min: 'rumour' }],
    ['/suivre tout', { providers: 'all', events: 'all', min: 'rumour' }],
    [
      '/suivre qualifications',
      { providers: 'all', events: ['qualification_granted', 'qualification_milestone'], min: 'reported' },
    ],
    ['/watch rumours', { providers: 'all', events: ['rumour'], min: 'rumour' }],
    ['/suivre rumeurs', { events: ['rumour'] }],
    ['/watch bleu', { providers: ['bleu'], events: 'all', min: 'rumour' }],
    ['/watch "cloud temple, s3ns"', { providers: ['cloud-temple', 's3ns'] }],
    ['/watch qualifications providers:bleu min:confirmed', { providers: ['bleu'], min: 'confirmed' }],
  ])('%s begins with a preset that options adjust', async (line, expected) => {
    const scene = await openScene({ engine });
    expect((await scene.ask(line)).ok).toBe(true);
    expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject(expected);
    await scene.close();
  });
});

const buttonsOf = (shown: Shown): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));

test('where nothing is watched, presets are a button away, before and after', async () => {
  const scene = await openScene();
  for (const line of ['/watching', '/unwatch']) {
    const lines = buttonsOf(await scene.ask(line)).filter((b) => b.form !== true);
    expect(lines.map((b) => b.line)).toEqual([
      'watch preset:all',
      'watch preset:qualifications',
      'watch preset:rumours',
    ]);
  }
  await scene.ask(buttonsOf(await scene.ask('/suivi', 'fr'))[1]?.line ?? '');
  expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject({ min: 'reported' });
  await scene.close();
});

test('the provider that is most in the news is a button too', async () => {
  const scene = await openScene();
  for (const [id, main] of [
    ['s1', 's3ns'],
    ['s2', 'bleu'],
    ['s3', 's3ns/premi3ns'],
  ] as const)
    await tell(scene.store, id, { providers: [main], main }, [{ title: id, publisher: 'lmi', day: '2026-11-20' }]);
  const button = buttonsOf(await scene.ask('/watching')).find((b) => b.label === 'Only S3NS');
  await scene.ask(button?.line ?? '');
  expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject({ providers: ['s3ns'] });
  await scene.close();
});

test('the welcome tells that the first reading is silent, when the next one is, and what can be asked', async () => {
  const scene = await openScene();
  expect(textOf(await scene.ask('/watch'))).toContain('No feed is read here');
  await scene.store.feeds.sync([entry('lmi'), entry('jdn')], NOW);
  const jdn = await scene.store.feeds.get('jdn');
  const lmi = await scene.store.feeds.get('lmi');
  if (!jdn || !lmi) throw new Error('lost');
  await scene.store.feeds.save({ ...jdn, firstReadAt: NOW, dueAt: '2026-11-22T09:30:00.000Z' });
  await scene.store.feeds.save({ ...lmi, failures: 2, code: 'timeout', dueAt: '2026-11-22T10:00:00.000Z' });
  const shown = await scene.ask('/watch');
  expect(shown.data).toMatchObject({ nextReading: '2026-11-22T09:30:00.000Z' });
  const text = textOf(shown);
  expect(text).toContain('read in silence');
  expect(text).toContain('2 feeds are read; next reading on 22 November 2026, 09:30 UTC.');
  expect(text).toContain('1 feed cannot be read');
  for (const button of buttonsOf(shown).filter((b) => b.form !== true && b.style !== 'danger'))
    expect((await scene.ask(button.line)).ok).toBe(true);
  for (const example of text.match(/^\/\S.*$/gm) ?? []) expect((await scene.ask(example)).ok).toBe(true);
  await scene.close();
});

test('a misspelt provider among several is put right by one button, and the other settings stay', async () => {
  const scene = await openScene();
  const shown = await scene.ask('/watch providers:bleu,outscal min:confirmed');
  expect(shown.data).toMatchObject({ error: 'bad_setting', option: 'providers' });
  const button = buttonsOf(shown).find((b) => b.label === 'Outscale');
  await scene.ask(button?.line ?? '');
  expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject({
    providers: ['bleu', 'outscale'],
    min: 'confirmed',
  });
  const event = await scene.ask('/watch bleu events:dely');
  await scene.ask(buttonsOf(event)[0]?.line ?? '');
  expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject({ providers: ['bleu'], events: ['delay'] });
  await scene.close();
});

test('a misspelt name to mute gets the nearest, with the time that was asked; unmute offers what is muted', async () => {
  const scene = await openScene();
  const shown = await scene.ask('/mute outscal 3d');
  expect((await scene.ask(buttonsOf(shown)[0]?.line ?? '')).data).toEqual({
    muted: 'provider:outscale',
    until: '2026-11-25T09:00:00.000Z',
  });
  const back = await scene.ask('/unmute outscael');
  expect(buttonsOf(back).map((b) => b.line)).toEqual(['unmute provider:outscale']);
  await scene.close();
});
