import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ViewFile } from '../../src/domain/view.ts';
import type { evidenceData } from '../../src/exports/evidence/json.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';

type Data = ReturnType<typeof evidenceData>;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const ask = async (line: string, lang: 'fr' | 'en' = 'fr') => {
  const shown = await scene.ask(line, lang);
  const files = shown.view.blocks.flatMap((b): readonly ViewFile[] => (b.kind === 'files' ? b.files : []));
  return { shown, files, text: textOf(shown), data: shown.data as Data };
};

test('what was known of Bleu on 15 January 2026: the pack’s id, J1 with its citation, both positions, three files', async () => {
  const { shown, files, text, data } = await ask('/preuve bleu connu-le:2026-01-15');
  expect(shown.ok).toBe(true);
  expect(text).toContain(data.id);
  const j1 = data.exhibits.find((e) => e.field === 'qualification' && (e.value as { step?: string }).step === 'J1');
  const line = text.split('\n').find((one) => one.includes('J1 franchi')) ?? '';
  expect(line).toContain('non qualifié');
  expect(line).toContain(j1?.citation);
  expect(text).toContain(`${data.exhibits.length} pièces`);
  expect(text).toContain('Sources divergentes, tranché');
  const rejected = data.exhibits.find((e) => e.weight === 'footnote' && e.against.length > 0);
  expect(text).toContain(rejected?.citation);
  expect(files.map((f) => f.name)).toEqual(['md', 'csv', 'json'].map((end) => `preuve-bleu-2026-01-15.${end}`));
  expect(files.map((f) => f.path)).toEqual(
    ['md', 'csv', 'json'].map((end) => `/api/v1/evidence/bleu.${end}?lang=fr&as-of=2026-01-15&known-on=2026-01-15`),
  );
  for (const file of files) expect(file.text).toContain(data.id);
  expect(JSON.parse(files[2]?.text ?? '')).toEqual(JSON.parse(JSON.stringify(data)));
});

test('the page prints the day it was asked, and the card how to come back to it', async () => {
  const { files, text } = await ask('/evidence s3ns', 'en');
  expect(files[0]?.text).toContain('| Pack made on | 22 November 2026 (2026-11-22) |');
  expect(text).toContain('recorded-on:2026-11-21');
  const again = await ask('/evidence s3ns as-of:2026-11-22 recorded-on:2026-11-21', 'en');
  expect(again.data.id).toBe((await ask('/preuve s3ns')).data.id);
  expect(again.text).not.toContain('To get this same pack');
});

test('of a rumour the card says that nothing is established', async () => {
  const { text, data } = await ask('/evidence atos-aws', 'en');
  expect(text).toContain('Nothing is established');
  expect(text).not.toMatch(/\d+ established/);
  expect(new Set(data.exhibits.map((e) => e.weight))).toEqual(new Set(['footnote']));
});

test('what rests on one source is told with that, a rule by its dated facts', async () => {
  const bleu = await ask('/evidence bleu', 'en');
  expect(bleu.text).toMatch(/promise overdue by \d+ days · .*\(one sound source only\) \[VIG-/);
  expect(bleu.text).toMatch(/J1 passed[^(]*\([^)]*\), not qualified, since 17 November 2025 \[VIG-/);
  const rule = await ask('/evidence secnumcloud', 'en');
  expect(rule.text).toMatch(/March 2022 · .*\[VIG-/);
});

test('a past day by hindsight is told as such, with a button to what was known then', async () => {
  const past = await ask('/evidence bleu as-of:2022-06-30', 'en');
  expect(past.text).toMatch(/exhibits from \d+ publishers, \d+ of them on later days/);
  expect(past.text).toContain('add known-on:2022-06-30');
  expect(past.text).toContain('|evidence bleu as-of:2022-06-30 known-on:2022-06-30]');
  expect(past.files[0]?.text).toContain('## Exhibits about later days than 30 June 2022');
  const known = await ask('/evidence bleu as-of:2022-06-30 known-on:2022-06-30', 'en');
  expect(known.text).not.toMatch(/later days|add known-on/);
});

test('the buttons lead to the card and the timeline of the same days', async () => {
  const { text } = await ask('/evidence bleu as-of:2024-06-30 known-on:2024-06-30', 'en');
  expect(text).toContain('|offer bleu as-of:2024-06-30 known-on:2024-06-30]');
  expect(text).toContain('|timeline bleu as-of:2024-06-30 known-on:2024-06-30]');
});

test('where nothing was known yet the card says so, and the files too', async () => {
  const { shown, text, files } = await ask('/evidence bleu known-on:2019-01-01', 'en');
  expect(shown.ok).toBe(true);
  expect(text).toContain('neither for nor against');
  expect(files[0]?.text).toContain('neither for nor against');
});

test('an unknown name is refused with the nearest as buttons that ask the same', async () => {
  const { shown, text } = await ask('/evidence blue known-on:2026-01-15', 'en');
  expect(shown.ok).toBe(false);
  expect(shown.data).toMatchObject({ error: 'unknown_subject', option: 'subject' });
  expect(text).toMatch(/\|evidence [a-z0-9/-]+ known-on:2026-01-15\]/);
});

test('every subject of the record has a card in both languages', async () => {
  for (const id of ['ovhcloud', 'numergy', 'health-data-hub', 'secnumcloud', 'thales', 'eucs'])
    for (const lang of ['fr', 'en'] as const) {
      const { shown, text } = await ask(`/evidence ${id}`, lang);
      expect(shown.ok).toBe(true);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
});
