import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScene, type Scene, textOf } from '../asking/scene.ts';

type Data = { offers: { id: string; facts: { field: string; text: string; sources: unknown[] }[] }[] };

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test.each([
  ['SecNumCloud', 'Regulation'],
  ['loi SREN', 'Regulation'],
  ['cloud national stratégique', 'Programme'],
  ['Health Data Hub', 'Customer'],
  ['Thales', 'Provider'],
])('%s answers with dated facts and their sources, and no empty ladder', async (name, kind) => {
  const shown = await scene.ask(`/offer ${name}`);
  const facts = (shown.data as Data).offers[0]?.facts ?? [];
  const dated = facts.filter((f) => f.field === 'event' || f.field === 'note');
  expect(dated.length).toBeGreaterThan(0);
  for (const fact of dated) expect(fact.sources.length).toBeGreaterThan(0);
  const text = textOf(shown);
  expect(text).toContain(`${kind}. As of 22 November 2026`);
  expect(text).toContain(dated[0]?.text ?? '?');
  expect(text).toContain('[1]');
  expect(text).not.toContain('Availability: not known');
  expect(text).not.toContain('no qualification on record');
});

test('in the past a rule has only what had happened', async () => {
  const shown = await scene.ask('/offer SecNumCloud as-of:2020-01-01');
  expect(textOf(shown)).not.toMatch(/2021|2022|2024/);
  expect(textOf(shown)).toContain('2016');
});

test('the dated facts of an offer stand behind its card', async () => {
  let shown = await scene.ask('/offer s3ns/premi3ns');
  const facts = (shown.data as Data).offers[0]?.facts.filter((f) => f.field === 'event' || f.field === 'note') ?? [];
  expect(facts.length).toBeGreaterThan(0);
  let all = '';
  for (let page = 0; page < 9; page++) {
    all += textOf(shown);
    const next = /\[Next\|(page [^\]]+)\]/.exec(textOf(shown))?.[1];
    if (next === undefined) break;
    shown = await scene.ask(next);
  }
  for (const fact of facts) expect(all).toContain(fact.text);
});
