import { describe, expect, test } from 'vitest';
import type { Shown } from '../../src/command.ts';
import { trackedOf } from '../../src/domain/own.ts';
import type { Button } from '../../src/domain/view.ts';
import { createReader } from '../../src/reading/read.ts';
import { CHANNEL, NOW, openScene, textOf } from '../asking/scene.ts';
import { engines } from '../store/harness.ts';

const buttonsOf = (shown: Shown): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));

describe.each(engines())('names of a channel’s own, on %s', (engine) => {
  test('a name is tracked with its context, listed, changed, removed, and the removal undone', async () => {
    const scene = await openScene({ engine });
    expect((await scene.ask('/track')).data).toEqual({ names: [] });
    const added = await scene.ask('/track "Acme Cloud" context:hosting,health');
    expect(added.data).toEqual({
      tracked: { id: 'own:acme-cloud', name: 'Acme Cloud', context: ['hosting', 'health'], risk: 'low', since: NOW },
      changed: false,
    });
    await scene.ask('/pister nom:"acme cloud" risque:fort', 'fr');
    expect((await scene.ask('/track list')).data).toEqual({
      names: [{ id: 'own:acme-cloud', name: 'acme cloud', context: ['hosting', 'health'], risk: 'high', since: NOW }],
    });
    expect(textOf(await scene.ask('/watching'))).toContain('acme cloud');
    const removed = await scene.ask('/track remove:"ACME-cloud"');
    expect(removed.data).toMatchObject({ untracked: 'own:acme-cloud' });
    expect(await scene.store.ownNames.of(CHANNEL)).toEqual([]);
    await scene.ask(buttonsOf(removed)[0]?.line ?? '');
    expect(await scene.store.ownNames.of(CHANNEL)).toMatchObject([
      { name: 'acme cloud', context: ['hosting', 'health'], risk: 'high' },
    ]);
    await scene.close();
  });

  test('it may be said as people say it', async () => {
    const scene = await openScene({ engine });
    await scene.ask('/track add name:"Projet Iris"');
    await scene.ask('/pister ajouter Nimbus', 'fr');
    expect((await scene.store.ownNames.of(CHANNEL)).map((own) => own.name)).toEqual(['Nimbus', 'Projet Iris']);
    await scene.ask('/track remove Nimbus');
    expect((await scene.store.ownNames.of(CHANNEL)).map((own) => own.name)).toEqual(['Projet Iris']);
    await scene.close();
  });

  test('a channel that watches nothing begins to be told of its names alone, and of nothing once they are gone', async () => {
    const scene = await openScene({ engine });
    expect(textOf(await scene.ask('/track Nimbus'))).toContain('its own names only');
    expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject({ providers: [] });
    expect(textOf(await scene.ask('/watching'))).toContain('only the names of its own');
    await scene.ask('/track remove:Nimbus');
    expect(await scene.store.subscriptions.get(CHANNEL)).toBeNull();
    await scene.close();
  });

  test('a channel that watches the market keeps doing so', async () => {
    const scene = await openScene({ engine });
    await scene.ask('/watch bleu');
    await scene.ask('/track Nimbus');
    await scene.ask('/track remove:Nimbus');
    expect(await scene.store.subscriptions.get(CHANNEL)).toMatchObject({ providers: ['bleu'] });
    await scene.close();
  });

  test('an own name can be muted by name and heard of again', async () => {
    const scene = await openScene({ engine });
    await scene.ask('/track "Acme Cloud"');
    const muted = await scene.ask('/mute "acme cloud" for:2d');
    expect(muted.data).toMatchObject({ muted: 'provider:own:acme-cloud' });
    expect(muted.view.title).toContain('Acme Cloud');
    expect((await scene.ask(buttonsOf(muted)[0]?.line ?? '')).data).toMatchObject({ was: true });
    await scene.close();
  });
});

test.each([
  ['/track Bleu', 'already_tracked'],
  ['/track "loi SREN"', 'already_tracked'],
  ['/track x', 'bad_name'],
  ['/track "…"', 'bad_name'],
  [`/track ${'x'.repeat(61)}`, 'bad_name'],
  ['/track remove:Nimbus', 'not_tracked'],
])('%s is refused and changes nothing', async (line, error) => {
  const scene = await openScene();
  expect((await scene.ask(line)).data).toMatchObject({ error });
  expect(await scene.store.ownNames.all()).toEqual([]);
  expect(await scene.store.subscriptions.get(CHANNEL)).toBeNull();
  await scene.close();
});

test('a misspelt name to remove gets the nearest', async () => {
  const scene = await openScene();
  await scene.ask('/track Nimbus');
  const shown = await scene.ask('/track remove:Nimbsu');
  expect(shown.data).toMatchObject({ error: 'not_tracked', nearest: ['Nimbus'] });
  expect((await scene.ask(buttonsOf(shown)[0]?.line ?? '')).data).toMatchObject({ untracked: 'own:nimbus' });
  await scene.close();
});

test('everyone may list; only who manages the channel may change', async () => {
  const scene = await openScene({ mayManage: false });
  expect((await scene.ask('/track')).ok).toBe(true);
  expect((await scene.ask('/track Nimbus')).data).toMatchObject({ error: 'not_allowed' });
  expect((await scene.ask('/track remove:Nimbus')).data).toMatchObject({ error: 'not_allowed' });
  await scene.close();
});

test('a channel tracks a limited number of names', async () => {
  const scene = await openScene();
  for (let i = 0; i < 25; i++) expect((await scene.ask(`/track Nimbus${i}`)).ok).toBe(true);
  expect((await scene.ask('/track Nimbus99')).data).toMatchObject({ error: 'too_many' });
  expect((await scene.ask('/track nimbus3 risk:high')).data).toMatchObject({ changed: true });
  await scene.close();
});

test('the reader recognises a tracked name under its id', async () => {
  const scene = await openScene();
  await scene.ask('/track "Acme Cloud" context:hosting');
  const read = createReader({ tracked: trackedOf(await scene.store.ownNames.all()), publishers: [] });
  const reading = read({
    id: '1',
    title: 'Acme Cloud opens a sovereign cloud region for public hosting in France',
    summary: '',
    published: NOW,
  });
  expect(reading.providers).toMatchObject([{ id: 'own:acme-cloud', decision: 'accept' }]);
  await scene.close();
});
