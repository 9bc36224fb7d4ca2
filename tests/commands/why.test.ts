import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { LANGS } from '../../src/domain/language.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { RELEVANCE_REASONS } from '../../src/reading/relevance.ts';
import { openScene, textOf } from '../asking/scene.ts';
import { entry, item, NOON, reading } from '../store/samples.ts';

const ROOM = new URL('../../src/reading/', import.meta.url);

/** Every sign that the reader's source notes. */
async function signs(): Promise<string[]> {
  const files = (await readdir(ROOM)).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, ROOM), 'utf8')));
  const noted = texts.flatMap((text) => [
    ...[...text.matchAll(/\badd\(\s*'([a-z][a-z ]+)'/g)].map((m) => m[1]),
    ...[...text.matchAll(/\bsign: '([a-z][a-z ]+)'/g)].map((m) => m[1]),
    ...[...text.matchAll(/\bsign: [^,\n]*\? '([a-z][a-z ]+)' : '([a-z][a-z ]+)'/g)].flatMap((m) => [m[1], m[2]]),
  ]);
  return [...new Set(noted.filter((sign) => sign !== undefined))].sort();
}

test('every reason that the reader gives is told in both languages', async () => {
  const noted = await signs();
  expect(noted.length).toBeGreaterThan(20);
  for (const lang of LANGS) {
    const { why } = messagesOf(lang).answers;
    expect(noted.filter((sign) => why.signs[sign] === undefined)).toEqual([]);
    expect(RELEVANCE_REASONS.filter((reason) => why.reasons[reason] === undefined)).toEqual([]);
  }
});

test('why an item was filtered: its fate, what was made of it, the feed by its title, and the signs', async () => {
  const scene = await openScene();
  await scene.store.feeds.sync([entry('lmi', { title: 'Le Monde Informatique' })], NOON);
  const said = { ...reading('bleu'), relevant: false, reasons: ['passing mention'] };
  await scene.store.items.add(item('k1', { fate: 'filtered', reason: 'not_relevant', reading: said }));
  const text = textOf(await scene.ask('/pourquoi https://lmi.example/k1', 'fr'));
  expect(text).toContain('écarté');
  expect(text).toContain('le nom n’y est cité qu’en passant');
  expect(text).toContain('Le Monde Informatique');
  expect(text).toContain('après une préposition d’acteur « chez bleu » +4');
  await scene.close();
});
