import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Shown } from '../../src/command.ts';
import type { Button } from '../../src/domain/view.ts';
import { CHANNEL, openScene, type Scene, textOf } from '../asking/scene.ts';
import { type EngineName, engines } from '../store/harness.ts';
import { tell } from './archive.ts';

type Data = {
  stories: { id: string; corroboration: string; providers: string[]; members: { link: string }[] }[];
  more: boolean;
};

const buttonsOf = (shown: Shown): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));

/** A scene whose archive holds three stories. */
async function openArchive(engine: EngineName): Promise<Scene> {
  const scene = await openScene({ engine });
  await tell(
    scene.store,
    's1',
    { providers: ['s3ns/premi3ns'], main: 's3ns', events: ['qualification_granted'], corroboration: 'confirmed' },
    [
      { title: 'S3NS serait qualifié', publisher: 'jdn', day: '2026-11-10', stance: 'rumour' },
      { title: 'S3NS obtient la qualification SecNumCloud', publisher: 's3ns', day: '2026-11-12', kind: 'official' },
    ],
  );
  await tell(scene.store, 's2', { providers: ['bleu'], events: ['delay'], corroboration: 'reported' }, [
    { title: 'Bleu repousse sa qualification', publisher: 'lmi', day: '2026-11-17' },
  ]);
  await tell(
    scene.store,
    's3',
    { providers: ['ovhcloud'], main: 'ovhcloud', events: ['incident_or_outage'], corroboration: 'rumour' },
    [
      {
        title: 'OVHcloud: outage in Gravelines?',
        summary: 'Hosted services down.',
        publisher: 'dcd',
        day: '2026-11-20',
        stance: 'rumour',
      },
    ],
  );
  return scene;
}

describe.each(engines())('the archive on %s', (engine) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openArchive(engine);
  });
  afterAll(() => scene.close());

  const found = async (line: string, at: Scene = scene) => ((await at.ask(line)).data as Data).stories.map((s) => s.id);

  test('newest first, each with its state, day, publisher, link and a button to the whole story', async () => {
    const shown = await scene.ask('/actus', 'fr');
    expect((shown.data as Data).stories.map((s) => s.id)).toEqual(['s3', 's2', 's1']);
    const text = textOf(shown);
    expect(text).toMatch(/OVHcloud: outage in Gravelines\? · ●○○ rumeur · incident ou panne · 20 novembre 2026/);
    expect(text).toMatch(/et 1 autre/);
    const list = shown.view.blocks.find((b) => b.kind === 'list');
    const links = list?.items.map((line) => line.find((span) => typeof span !== 'string'));
    expect(links?.[0]).toMatchObject({ url: 'https://dcd.example/s3/0' });
    const whole = await scene.ask(buttonsOf(shown)[0]?.line ?? '');
    expect(whole.data).toMatchObject({ id: 's3' });
  });

  test.each([
    ['/news bleu', ['s2']],
    ['/news provider:s3ns', ['s1']],
    ['/news provider:premi3ns', ['s1']],
    ['/news secnumcloud', ['s1']],
    ['/news event:delay', ['s2']],
    ['/actus evenement:"qualification obtenue"', ['s1']],
    ['/news qualifications', ['s2', 's1']],
    ['/news text:QUALIFIÉE provider:bleu', ['s2']],
    ['/actus hébergés', []],
    ['/news hosting', ['s3']],
    ['/news since:2026-11-17', ['s3', 's2']],
    ['/news since:monday', ['s3', 's2']],
    ['/actus depuis:lundi', ['s3', 's2']],
    ['/news since:2026-11', ['s3', 's2', 's1']],
    ['/news since:5d', ['s3', 's2']],
  ])('%s', async (line, ids) => {
    expect(await found(line)).toEqual(ids);
  });

  test('a misspelt name gets the nearest to choose from, and the rest of the question stays', async () => {
    const shown = await scene.ask('/news provider:outscal since:2026-11-01');
    expect(shown.data).toMatchObject({ error: 'unknown_subject', nearest: expect.arrayContaining(['outscale']) });
    expect(buttonsOf(shown)[0]?.line).toBe('news provider:outscale since:2026-11-01');
    const event = await scene.ask('/news event:delai', 'fr');
    expect(event.ok).toBe(false);
    expect((await scene.ask('/news event:dely')).data).toMatchObject({ error: 'unknown_event', nearest: ['delay'] });
  });

  test('words that find nothing but are nearly a name offer that name', async () => {
    const shown = await scene.ask('/news blue');
    expect((shown.data as Data).stories).toEqual([]);
    const button = buttonsOf(shown).find((b) => b.line === 'news provider:bleu');
    expect(button).toBeDefined();
    expect(await found(button?.line ?? '')).toEqual(['s2']);
  });

  test('a question that is too narrow offers to leave out what makes it so', async () => {
    const shown = await scene.ask('/news provider:bleu event:delay text:outage');
    expect((shown.data as Data).stories).toEqual([]);
    const lines = buttonsOf(shown).map((b) => b.line);
    expect(lines).toContain('news provider:bleu event:delay');
    expect(lines).not.toContain('news provider:bleu text:outage');
  });

  test('more stories than a page wait behind "next"', async () => {
    const scene = await openArchive(engine);
    for (let i = 10; i < 18; i++)
      await tell(scene.store, `s${i}`, { providers: ['bleu'] }, [
        { title: `Nouvelle ${i}`, publisher: 'lmi', day: `2026-10-${i}` },
      ]);
    const first = await scene.ask('/news');
    expect((first.data as Data).stories).toHaveLength(11);
    const next = buttonsOf(first).find((b) => b.line.startsWith('page '));
    expect(textOf(await scene.ask(next?.line ?? ''))).toContain('Nouvelle 11');
    await scene.close();
  });

  test('a story tells its members, its origins, how it became established and what it claims', async () => {
    const shown = await scene.ask('/histoire s1', 'fr');
    expect(shown.data).toMatchObject({
      id: 's1',
      origins: ['jdn', 's3ns'],
      history: [
        { from: null, to: 'rumour', publisher: 'jdn' },
        { from: 'rumour', to: 'confirmed', publisher: 's3ns' },
      ],
    });
    expect(textOf(shown)).toContain('rumeur → confirmé');
    const lines = buttonsOf(shown).map((b) => b.line);
    expect(lines).toEqual(['why story:s1', 'mute story:s1 for:7d', 'offer s3ns/premi3ns']);
    for (const line of lines) expect((await scene.ask(line)).ok).toBe(true);
  });

  test('a story is found by link, by item and by words; of several one chooses', async () => {
    expect((await scene.ask('/story https://lmi.example/s2/0')).data).toMatchObject({ id: 's2' });
    expect((await scene.ask('/story story:s2')).data).toMatchObject({ id: 's2' });
    expect((await scene.ask('/story k-s3-0')).data).toMatchObject({ id: 's3' });
    expect((await scene.ask('/story outages gravelines')).data).toMatchObject({ id: 's3' });
    const several = await scene.ask('/story qualification');
    expect(several.data).toMatchObject({ error: 'several_stories', nearest: ['s2', 's1'] });
    expect((await scene.ask(buttonsOf(several)[1]?.line ?? '')).data).toMatchObject({ id: 's1' });
    const unknown = await scene.ask('/story s999');
    expect(unknown.data).toMatchObject({ error: 'unknown_story', nearest: ['s3', 's2', 's1'] });
    const any = await scene.ask('/story retard qualification zanzibar');
    expect(any.data).toMatchObject({ error: 'several_stories', nearest: ['s2', 's1'] });
  });

  test('words instead of an id lead to the reasons of the stories that hold them', async () => {
    const shown = await scene.ask('/why outages');
    expect(shown.data).toMatchObject({ error: 'unknown_item', nearest: ['s3'] });
    expect((await scene.ask(buttonsOf(shown)[0]?.line ?? '')).ok).toBe(true);
  });

  test('a story is muted by its id, and words nearly its title offer it', async () => {
    const scene = await openArchive(engine);
    expect((await scene.ask('/mute story:s2')).data).toMatchObject({ muted: 'story:s2' });
    const near = await scene.ask('/mute "outage gravelines"');
    expect(near.ok).toBe(false);
    expect(buttonsOf(near).map((b) => b.line)).toContain('mute story:s3 for:7d');
    await scene.close();
  });

  test('what only another channel tracks is nobody else’s to see', async () => {
    const scene = await openArchive(engine);
    const own = { id: 'own:acme', name: 'Acme', context: [], risk: 'low', since: '2026-11-01T00:00:00.000Z' } as const;
    await scene.store.ownNames.put({ ...own, channel: { ...CHANNEL, channel: 'elsewhere' } });
    await tell(scene.store, 's8', { providers: ['own:acme'], main: 'own:acme' }, [
      { title: 'Acme lève des fonds', publisher: 'lmi', day: '2026-11-21' },
    ]);
    expect(await found('/news acme', scene)).toEqual([]);
    expect((await scene.ask('/story s8')).data).toMatchObject({ error: 'unknown_story' });
    expect((await scene.ask('/story "acme fonds"')).data).toMatchObject({ error: 'unknown_story' });
    expect((await scene.ask('/why s8')).data).toMatchObject({ error: 'unknown_item' });
    expect((await scene.ask('/why https://lmi.example/s8/0')).data).toMatchObject({ error: 'unknown_item' });
    expect((await scene.asker.suggest('story', 'id', 'acme', scene.caller)).map((c) => c.value)).toEqual([]);
    await scene.store.ownNames.put({ ...own, channel: CHANNEL });
    expect(await found('/news acme', scene)).toEqual(['s8']);
    expect(textOf(await scene.ask('/story s8'))).toContain('Acme');
    expect((await scene.ask('/why s8')).ok).toBe(true);
    await scene.close();
  });
});

test('an archive without any story says so', async () => {
  const scene = await openScene();
  expect(textOf(await scene.ask('/news'))).toContain('still empty');
  expect((await scene.ask('/news "of the"')).data).toMatchObject({ error: 'no_words' });
  await scene.close();
});
