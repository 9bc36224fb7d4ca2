import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Shown } from '../../src/command.ts';
import type { Lang } from '../../src/domain/language.ts';
import type { Block } from '../../src/domain/view.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';

type Entry = {
  at: { from: string; to: string; precision: string };
  by: string;
  subject: string;
  field: string;
  text: string;
  weight: string;
  known: { from: string; to: string };
  statement: string;
  sources: { publisher: string; statement: string }[];
};
type Stretch = { subject: string; ladder: string; state: string; from: string; to: string | null };
type Data = {
  subject: string;
  since: string | null;
  entries: Entry[];
  stretches: Stretch[];
  promises: { id: string; outcome: string; due: { from: string; to: string } }[];
  asOf: string;
  knownOn: string | null;
  recordedOn: string | null;
};

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const ask = async (line: string, lang: Lang = 'en') => {
  const shown = await scene.ask(line, lang);
  return { shown, text: textOf(shown), data: shown.data as Data };
};
const picturesOf = (shown: Shown) =>
  shown.view.blocks.filter((b): b is Extract<Block, { kind: 'picture' }> => b.kind === 'picture');
const linesOf = (shown: Shown): string[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? b.buttons.map((x) => x.line) : []));

/** Every page of an answer, from the first on. */
async function pages(line: string, lang: Lang = 'en'): Promise<Shown[]> {
  const all = [await scene.ask(line, lang)];
  for (;;) {
    const last = all.at(-1);
    const next = last && linesOf(last).find((l) => l.startsWith('page ') && l.endsWith(`number:${all.length + 1}`));
    if (next === undefined) return all;
    all.push(await scene.ask(next, lang));
  }
}

test('the history of Bleu begins with its picture, its milestones and their sources', async () => {
  const { shown, text, data } = await ask('/timeline bleu');
  expect(shown.view.title).toBe('Bleu · history');
  expect(text).toContain('As of 22 November 2026');
  expect(text).toMatch(/\d+ dated entries, of which .*not confirmed.*known to be false/);
  const [picture] = picturesOf(shown);
  expect(picture?.path).toBe('/api/v1/timeline/bleu.png?lang=en&as-of=2026-11-22');
  expect(picture?.alt).toContain('SecNumCloud: J0 (17 April 2025 to 16 November 2025), J1 (since 17 November 2025)');
  expect(picture?.alt).toContain('false: qualified');
  expect(text).toContain('27 May 2021 · Availability: announced');
  expect(text).toMatch(/2025 · false · SecNumCloud: qualified · A price table without a source/);
  expect(text).toMatch(/October 2022 · not confirmed · Availability: pre-commercial phase/);
  expect(text).toMatch(/30 June 2026 · due day missed · .* · overdue by 145 days \[\d+\]/);
  expect(text).toContain('[1] ');
  expect(linesOf(shown)).toEqual(expect.arrayContaining(['offer bleu', 'evidence bleu']));
  expect(data.stretches).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        subject: 'bleu/cloud',
        ladder: 'SecNumCloud',
        state: 'J1',
        from: '2025-11-17',
        to: null,
      }),
      expect.objectContaining({ ladder: 'commercial', state: 'announced', from: '2021-05-27', to: '2024-01-14' }),
    ]),
  );
});

test('the pages after it tell every entry, oldest first, each mark of a source leading to one on its page', async () => {
  for (const lang of ['en', 'fr'] as const) {
    const shown = await pages('/timeline bleu', lang);
    expect(shown.length).toBeGreaterThan(3);
    const { entries } = (shown[0]?.data ?? null) as Data;
    const rest = shown.slice(1).map(textOf).join('\n');
    let at = 0;
    for (const entry of entries) {
      const found = rest.indexOf(entry.text.replace(/[.\s]+$/, ''), at);
      expect(found, entry.text).toBeGreaterThanOrEqual(at === 0 ? 0 : at);
      at = found;
    }
    for (const page of shown) {
      const lists = page.view.blocks
        .filter((b) => b.kind === 'list')
        .map((b) => textOf({ view: { ...page.view, title: '', blocks: [b] } }));
      const sources = lists.at(-1) ?? '';
      const cited = [
        ...lists
          .slice(0, -1)
          .join('\n')
          .matchAll(/\[(\d+)\]/g),
      ].map((m) => m[1]);
      expect(cited.length).toBeGreaterThan(0);
      for (const n of cited) expect(sources).toContain(`[${n}] `);
    }
  }
});

test('both languages tell the same facts', async () => {
  const en = await ask('/timeline s3ns');
  const fr = await ask('/chronologie s3ns', 'fr');
  const bare = (data: unknown): unknown =>
    JSON.parse(JSON.stringify(data, (key, value) => (key === 'text' ? undefined : value)));
  expect(bare(fr.data)).toEqual(bare(en.data));
  expect(fr.shown.view.title).toBe('S3NS · chronologie');
  expect(fr.text).toContain('qualifié');
  expect(picturesOf(fr.shown)[0]?.path).toBe('/api/v1/timeline/s3ns.png?lang=fr&as-of=2026-11-22');
  expect(fr.text).not.toMatch(/not confirmed|qualified|history/);
  // A provider with two offers says which of them a step is of.
  expect(en.text).toMatch(/17 December 2025 · PREMI3NS · SecNumCloud: qualified/);
});

test('on the day one signed only what was known then is told, and nothing of later', async () => {
  const { data, text, shown } = await ask('/timeline s3ns as-of:2024-06-30 known-on:2024-06-30');
  expect(data).toMatchObject({ asOf: '2024-06-30', knownOn: '2024-06-30', recordedOn: null });
  expect(data.entries.length).toBeGreaterThan(5);
  for (const entry of data.entries) {
    expect(entry.at.from <= '2024-06-30').toBe(true);
    expect(entry.known.to <= '2024-06-30').toBe(true);
  }
  expect(data.stretches.some((s) => s.ladder === 'SecNumCloud')).toBe(false);
  expect(text).toContain('using only what was public by 30 June 2024');
  expect(shown.view.title).toContain('as of 30 June 2024');
  expect(picturesOf(shown)[0]?.path).toBe('/api/v1/timeline/s3ns.png?lang=en&as-of=2024-06-30&known-on=2024-06-30');
  expect(linesOf(shown)).toContain('offer s3ns as-of:2024-06-30 known-on:2024-06-30');
  expect(linesOf(shown)).toContain('timeline s3ns');
});

test('since leaves out what was before, and the way back to the whole is a button', async () => {
  const whole = await ask('/timeline bleu');
  const part = await ask('/timeline bleu since:2025-04');
  expect(part.data.since).toBe('2025-04-01');
  expect(part.data.entries).toEqual(whole.data.entries.filter((e) => e.by >= '2025-04-01'));
  expect(part.text).toContain('From 1 April 2025 on. As of 22 November 2026');
  expect(picturesOf(part.shown)[0]?.path).toContain('&since=2025-04-01');
  expect(linesOf(part.shown)).toContain('timeline bleu');
  const later = linesOf(whole.shown).find((line) => line.startsWith('timeline bleu since:'));
  const short = await ask(`/${later}`);
  expect(short.data.entries.length).toBeGreaterThan(0);
  expect(short.data.entries.length).toBeLessThanOrEqual(24);
});

test('a qualification that ended on paper ends in the history too', async () => {
  const before = await ask('/timeline outscale as-of:2026-11-22');
  expect(before.data.stretches.at(-1)).toMatchObject({ ladder: 'SecNumCloud', state: 'qualified', to: null });
  expect(picturesOf(before.shown)[0]?.alt).toContain('until 30 November 2026');
  const after = await ask('/timeline outscale as-of:2026-12-05');
  expect(after.data.stretches.at(-1)).toMatchObject({ state: 'ended_on_paper', from: '2026-12-01', to: null });
  expect(after.text).toContain('30 November 2026 · SecNumCloud: ended on paper, renewal not seen');
});

test('the rumoured cloud of Atos and AWS is nowhere more than a rumour', async () => {
  const { data, text, shown } = await ask('/timeline atos-aws');
  const steps = data.entries.filter((e) => e.field === 'commercial');
  expect(steps.map((e) => e.weight)).toEqual(steps.map(() => 'footnote'));
  expect(text).toMatch(/October 2022 · not confirmed · Availability: rumoured/);
  const [lane] = picturesOf(shown)[0]?.picture.lanes ?? [];
  expect(lane?.stretches.map((s) => s.tone)).toEqual(['rumour']);
});

test.each(['SecNumCloud', 'Health Data Hub', 'cloud national stratégique', 'loi SREN'])(
  '%s has a history of what happened, and no ladder that it does not climb',
  async (name) => {
    const { data, shown, text } = await ask(`/timeline ${name}`);
    expect(data.entries.length).toBeGreaterThan(3);
    for (const entry of data.entries) expect(entry.sources.length).toBeGreaterThan(0);
    expect(picturesOf(shown)[0]?.picture.lanes.length).toBeGreaterThan(0);
    expect(text).toContain('[1]');
    if (name !== 'cloud national stratégique') expect(text).not.toContain('Availability');
  },
);

test('a subject that nobody had heard of says so, without a picture', async () => {
  const { shown, text, data } = await ask('/timeline bleu as-of:2019-01-01');
  expect(data.entries).toEqual([]);
  expect(text).toContain('Nothing was known');
  expect(picturesOf(shown)).toEqual([]);
  expect((await ask('/timeline cloudwatt since:2026-11-01')).text).toContain(
    'Nothing is dated from 1 November 2026 on',
  );
});

test('a name that is no subject is refused as everywhere, the nearest asked the same way', async () => {
  const { shown, data } = await ask('/timeline outscal since:2024 as-of:2025-12-31');
  expect(shown.ok).toBe(false);
  expect(data).toMatchObject({ error: 'unknown_subject', option: 'subject' });
  expect(linesOf(shown)[0]).toBe('timeline outscale since:2024-01-01 as-of:2025-12-31');
});
