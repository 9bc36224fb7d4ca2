import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OwnName } from '../../src/domain/own.ts';
import { searchTerms } from '../../src/domain/stems.ts';
import type { Story } from '../../src/domain/story.ts';
import type { Store } from '../../src/ports.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { postgresKysely } from '../../src/store/postgres.ts';
import { DATABASE_FILE, sqliteKysely } from '../../src/store/sqlite.ts';
import { engines, openTestStore, type TestPlace, testPlace } from './harness.ts';
import { at, channel, item, member, NOON, story, traits } from './samples.ts';

describe.each(engines())('the archive on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  beforeEach(async () => {
    ({ store, place } = await openTestStore(engine));
    await keep(story('s1', { grownAt: at(1), events: ['qualification_granted'], providers: ['s3ns/premi3ns'] }), {
      title: 'S3NS obtient la qualification SecNumCloud 3.2',
      content: 'L’hébergement est ouvert à Œnologie & Cie.',
    });
    await keep(story('s2', { grownAt: at(2), events: ['delay', 'announcement'], providers: ['bleu'] }), {
      title: 'Bleu retardé : pas de cloud qualifié avant 2026',
    });
    await keep(story('s3', { grownAt: at(3), events: ['incident_or_outage'], providers: ['ovhcloud'] }), {
      title: 'OVHcloud hit by an outage; clients could not reach hosted services',
    });
    await keep(story('s4', { grownAt: at(4), events: ['regulation'], providers: [], main: null }), {
      title: '100 % souverain : la loi passe',
    });
  });
  afterEach(() => place.close());

  const keep = async (told: Story, text: { title: string; summary?: string; content?: string }) => {
    await store.stories.add(told, member(`k-${told.id}`), traits(told));
    await store.items.add(item(`k-${told.id}`, { summary: '', categories: [], ...text, story: told.id }));
  };
  const found = async (question: string, more: object = {}) =>
    (await store.stories.search({ terms: searchTerms(question), own: [], limit: 10, ...more })).map((s) => s.id);

  test.each([
    ['qualifications', ['s2', 's1']],
    ['QUALIFIE', ['s2', 's1']],
    ['secnumcloud qualifiée', ['s1']],
    ['retards', ['s2']],
    ['heberger', ['s1']],
    ['oenologie', ['s1']],
    ['outages', ['s3']],
    ['client', ['s3']],
    ['souv*', ['s4']],
    ['100%', ['s4']],
    ['%', ['s4', 's3', 's2', 's1']],
    ['nuage', []],
    ["' or 1=1 --", []],
  ])('%s', async (question, ids) => {
    expect(await found(question)).toEqual(ids);
  });

  test('provider, event, day and number narrow it, newest first', async () => {
    expect(await found('')).toEqual(['s4', 's3', 's2', 's1']);
    expect(await found('', { provider: 's3ns' })).toEqual(['s1']);
    expect(await found('', { event: 'announcement' })).toEqual(['s2']);
    expect(await found('', { since: at(3) })).toEqual(['s4', 's3']);
    expect(await found('', { limit: 1 })).toEqual(['s4']);
    expect(await found('qualifié', { provider: 'bleu', event: 'pricing' })).toEqual([]);
  });

  test('a story is found by the words of any of its items, and by what it says now', async () => {
    await store.items.add(item('k-more', { title: 'Migraine chez S3NS', summary: '', categories: [], story: 's1' }));
    expect(await found('migraines secnumcloud')).toEqual(['s1']);
    await store.items.revise('k-more', item('k-more', { title: 'Migration chez S3NS', summary: '', categories: [] }));
    expect(await found('migraine')).toEqual([]);
    expect(await found('migrer secnumcloud')).toEqual(['s1']);
    const grown = story('s1', { grownAt: at(9), version: 2, events: ['funding'], providers: ['s3ns'] });
    await store.stories.grow(grown, null, traits(grown));
    expect(await found('', { event: 'qualification_granted' })).toEqual([]);
    expect(await found('', { event: 'funding' })).toEqual(['s1']);
  });

  test('an item that tells no story is not in the archive', async () => {
    await store.items.add(item('k-none', { title: 'Carte bleue volée', story: null }));
    expect(await found('volée')).toEqual([]);
  });

  test('what only other channels track is left out; beside a public provider it is not', async () => {
    await keep(story('s5', { providers: ['own:acme'], grownAt: at(5) }), { title: 'Acme ouvre' });
    await keep(story('s6', { providers: ['own:acme', 'bleu'], grownAt: at(6) }), { title: 'Acme chez Bleu' });
    expect(await found('acme')).toEqual(['s6']);
    expect(await found('acme', { own: ['own:acme'] })).toEqual(['s6', 's5']);
    expect(await found('acme', { own: ['own:other'] })).toEqual(['s6']);
  });

  test('own names belong to a channel, are replaced by id and removed once', async () => {
    const own = (name: string, over: Partial<OwnName> = {}): OwnName => ({
      channel: channel(),
      id: `own:${name.toLowerCase()}`,
      name,
      context: [],
      risk: 'mid',
      since: NOON,
      ...over,
    });
    await store.ownNames.put(own('Zeta'));
    await store.ownNames.put(own('Acme'));
    await store.ownNames.put(own('Acme', { risk: 'high', context: ['cloud'] }));
    await store.ownNames.put(own('Acme', { channel: channel('C2') }));
    expect((await store.ownNames.of(channel())).map((n) => [n.name, n.risk])).toEqual([
      ['Acme', 'high'],
      ['Zeta', 'mid'],
    ]);
    expect(await store.ownNames.all()).toHaveLength(3);
    expect(await store.ownNames.remove(channel(), 'own:acme')).toBe(true);
    expect(await store.ownNames.remove(channel(), 'own:acme')).toBe(false);
    expect(await store.ownNames.of(channel('C2'))).toHaveLength(1);
  });
});

describe.each(engines())('a database from before the archive, on %s', (engine) => {
  test('its stories can be searched once it is opened', async () => {
    const place = await testPlace(engine);
    const db =
      engine === 'sqlite'
        ? sqliteKysely(new DatabaseSync(join(place.folder, DATABASE_FILE)))
        : postgresKysely(place.url);
    await migrate(db, engine, MIGRATIONS.slice(0, 1));
    const old = story('s1', { events: ['delay'] });
    await db
      .insertInto('story')
      .values({ id: 's1', grown_at: NOON, version: 1, doc: JSON.stringify(old), traits: JSON.stringify(traits(old)) })
      .execute();
    await db
      .insertInto('item')
      .values({
        key: 'k1',
        feed: 'lmi',
        item_id: 'g1',
        at: NOON,
        seen_at: NOON,
        fate: 'alerted',
        reason: 'new_story',
        story: 's1',
        doc: JSON.stringify(item('k1', { title: 'Le calendrier glisse' })),
      })
      .execute();
    await db.destroy();
    const store = await place.open();
    const ask = async (question: string) =>
      (await store.stories.search({ terms: searchTerms(question), event: 'delay', own: [], limit: 5 })).length;
    expect(await ask('calendriers')).toBe(1);
    expect(await ask('agenda')).toBe(0);
    await place.close();
  });
});
