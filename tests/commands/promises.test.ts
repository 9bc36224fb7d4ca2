import { afterAll, beforeAll, expect, test } from 'vitest';
import { boardPages, subjectPages } from '../../commands/parts/board/view.ts';
import type { Ask, Shown } from '../../src/command.ts';
import type { Lang } from '../../src/domain/language.ts';
import type { Statement } from '../../src/domain/statement.ts';
import type { Button, View } from '../../src/domain/view.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { renderView } from '../../src/platforms/discord/render.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';
import { promise, recordOf } from '../record/board-worlds.ts';

type Source = { publisher: string; url: string | null; statement: string };
type Data = {
  subject: string | null;
  promises: {
    id: string;
    subject: string;
    provider: string;
    target: string;
    bound: string;
    outcome: string;
    sources: Source[];
  }[];
  targets: { subject: string; provider: string; target: string; promises: string[]; slip: { days: number } | null }[];
  lines: { provider: string; promises: number; medianSlip: number | null; slips: number }[];
  asOf: string;
  knownOn: string | null;
};

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const buttonsOf = (shown: Shown): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));
const ask = async (line: string, lang: Lang = 'en') => {
  const shown = await scene.ask(line, lang);
  return { shown, text: textOf(shown), data: shown.data as Data, buttons: buttonsOf(shown) };
};
/** All pages of an answer. */
async function pagesOf(line: string, lang: Lang = 'en'): Promise<Shown[]> {
  const pages = [await scene.ask(line, lang)];
  for (;;) {
    const next = buttonsOf(pages.at(-1) as Shown).find((b) => b.label === (lang === 'en' ? 'Next' : 'Suite'));
    if (next === undefined) return pages;
    pages.push(await scene.ask(next.line, lang));
  }
}

test('the board of all: the worst median first, how many targets it rests on, few of them marked', async () => {
  const { shown, data, text } = await ask('/promises');
  const table = shown.view.blocks.find((b) => b.kind === 'table');
  expect(table?.rows.find((row) => row[0] === 'Bleu')).toEqual([
    'Bleu',
    '≥ 366 days (median of 3)',
    '10 on 7 targets',
    '2 kept late, 1 overdue, 2 moved, 1 open and 4 of unknown outcome',
  ]);
  const scaleway = table?.rows.find((row) => row[0] === 'Scaleway')?.[1];
  expect(scaleway).toBe('≥ 326 days (median of 1)*');
  expect(text).toContain('* Fewer than three targets: says little.');
  // Nothing can be judged of Delos: no number stands there.
  expect(table?.rows.find((row) => row[0] === 'Delos Cloud')?.[1]).toBe('–');
  const medians = data.lines.map((line) => line.medianSlip ?? -1);
  expect(medians).toEqual([...medians].sort((a, b) => b - a));
  expect(text).toContain('overdue by 145 days, 326 days after the first date');
});

test('who is no provider stands in a table of their own, on another page', async () => {
  const pages = await pagesOf('/promises');
  const tables = pages.flatMap((page) => page.view.blocks.flatMap((b) => (b.kind === 'table' ? [b] : [])));
  const names = tables.map((table) => table.rows.map((row) => row[0]));
  expect(names[0]).toContain('Bleu');
  expect(names[0]).not.toContain('Health Data Hub');
  expect(names.slice(1).flat()).toContain('Health Data Hub');
});

test('a provider shows each target as a chain of dates with what became of it, and sources', async () => {
  const { text, data, buttons } = await ask('/promises bleu');
  expect(text).toMatch(
    /SecNumCloud, qualified · promised for 2025 \(said on 15 January 2024\) \[\d+\] → by the end of 2026 \(said in the first half of 2024\) \[\d+\] → for the first half of 2026 \(said on 17 April 2025\) \[\d+\] · overdue by 145 days, 326 days after the first date; not there when checked on 26 September 2026 \[\d+\]/,
  );
  expect(text).toContain('reached in January 2024, at least 366 days late');
  expect(text).toContain('Median slip: at least 366 days, over 3 targets.');
  expect(text).toContain('Orange');
  expect(data.lines).toMatchObject([{ provider: 'bleu', medianSlip: 366, slips: 3 }]);
  expect(buttons.map((b) => b.line)).toEqual(expect.arrayContaining(['offer bleu', 'promises']));
  for (const promise of data.promises) expect(promise.sources.length).toBeGreaterThan(0);
});

test('what is promised of SecNumCloud by S3NS was kept by its first date and missed by its newest', async () => {
  const { text } = await ask('/promises s3ns');
  expect(text).toContain('reached on 17 December 2025, within the first date, 78 days after the newest one');
  expect(text).toContain('at least 274 days after the first date, within the newest one');
  expect(text).toContain('2 claims of a promise are too weak or false to count');
  // The company's promise is one, not one per offer.
  expect(text.split('company created').length + text.split('Company created').length).toBe(3);
});

test('every number of the board is one of the data', async () => {
  const { data } = await ask('/promises');
  const ids = data.promises.map((p) => p.id);
  expect(new Set(ids).size).toBe(ids.length);
  const dated = data.promises.filter((p) => p.bound !== 'not-before');
  expect(data.lines.reduce((sum, line) => sum + line.promises, 0)).toBe(dated.length);
  expect(data.targets.flatMap((t) => t.promises).sort()).toEqual(dated.map((p) => p.id).sort());
  const alone = (await ask('/promises bleu')).data;
  expect(alone.lines).toEqual(data.lines.filter((line) => line.provider === 'bleu'));
});

test('in French the same facts in other words', async () => {
  const en = await ask('/promises s3ns');
  const fr = await ask('/promesses s3ns', 'fr');
  const bare = (data: unknown): unknown =>
    JSON.parse(JSON.stringify(data, (key, value) => (key === 'text' ? undefined : value)));
  expect(bare(fr.data)).toEqual(bare(en.data));
  expect(fr.text).toContain('fait le 17 décembre 2025, dans le délai de la première date, 78 jours après la dernière');
  expect(fr.text).toContain('Glissement médian : 91 jours, sur 5 objectifs.');
  const bleu = await ask('/promesses bleu', 'fr');
  expect(bleu.text).toContain('promis pour 2025 (dit le 15 janvier 2024)');
  expect(bleu.text).toContain('d’ici à la fin de 2026 (dit au premier semestre 2024)');
  expect(bleu.text).toContain('dépassé de 145 jours, 326 jours après la première date ; non constaté');
});

test('the past shows what stood then, and what is known today of it', async () => {
  const then = await ask('/promises bleu as-of:2023-06-30');
  expect(then.shown.view.title).toBe('Bleu · promises · as of 30 June 2023');
  expect(then.text).toContain('overdue by 181 days (today: kept late)');
  expect(then.data.promises.every((p) => p.outcome !== 'late')).toBe(true);
  const known = await ask('/promises bleu known-on:2026-01-15');
  expect(known.data).toMatchObject({ asOf: '2026-01-15', knownOn: '2026-01-15' });
  expect(known.text).toContain('open, 166 days left, put off by 181 days so far');
  expect(known.text).not.toContain('today:');
  expect(known.buttons.map((b) => b.line)).toContain('offer bleu known-on:2026-01-15');
});

test('an offer shows what was promised of it and what its provider promised for all, and says so', async () => {
  const { text, data, buttons } = await ask('/promises crypt3ns');
  expect(data.subject).toBe('s3ns/crypt3ns');
  expect(new Set(data.promises.map((p) => p.subject))).toEqual(new Set(['s3ns', 's3ns/crypt3ns']));
  expect(text).toContain('Only what was promised of CRYPT3NS, and what S3NS promised for all it sells.');
  expect(buttons.map((b) => b.line)).toContain('promises s3ns');
});

test('who promised nothing is told so; who is not known is refused with the nearest names', async () => {
  const none = await ask('/promises outscale');
  expect(none.shown.ok).toBe(true);
  expect(none.text).toContain('Outscale has promised nothing that the record holds.');
  expect(none.data).toMatchObject({ subject: 'outscale', promises: [], lines: [] });
  expect((await ask('/promesses outscale', 'fr')).text).toContain(
    'Outscale n’a rien promis que le registre connaisse.',
  );
  expect((await ask('/promises bleu as-of:2020-01-01')).text).toContain(
    'By 1 January 2020 Bleu had promised nothing that the record holds.',
  );
  expect((await ask('/promises as-of:1999-01-01')).text).toContain('No promise had been made by 1 January 1999');
  const rumour = await ask('/promises atos-aws');
  expect(rumour.text).toContain('1 claim of a promise is too weak or false to count');
  const unknown = await ask('/promises scalway as-of:2024-01-01');
  expect(unknown.shown.ok).toBe(false);
  expect(unknown.data).toMatchObject({ error: 'unknown_subject', option: 'provider' });
  expect(unknown.buttons.map((b) => b.line)).toContain('promises scaleway as-of:2024-01-01');
});

test.each(['en', 'fr'] as const)('no page is too long for the narrowest platform (%s)', async (lang) => {
  for (const line of ['/promises', '/promises as-of:2023-06-30', '/promises bleu', '/promises s3ns']) {
    for (const page of await pagesOf(line, lang)) {
      const drawn = JSON.stringify(renderView(page.view, lang));
      expect(drawn, line).not.toContain(lang === 'en' ? '(cut)' : '(coupé)');
    }
  }
});

test('many promises come in pages, each with its own sources, and none is left out', () => {
  const asOf = '2024-03-01';
  const due = (from: string, to: string) => ({ from, to });
  const thing = (name: string, days: { from: string; to: string }): Statement =>
    promise('2023-05-01', days, { ladder: 'free', name }, 'by', {
      text: { fr: `Chose ${name}.`, en: `Thing ${name}.` },
    });
  const record = recordOf([
    ...Array.from({ length: 11 }, (_, i) => thing(`open-${i}`, due('2024-07-01', '2024-12-31'))),
    ...Array.from({ length: 9 }, (_, i) => thing(`lost-${i}`, due('2023-07-01', '2023-12-31'))),
  ]);
  const ask = { messages: messagesOf('en'), lang: 'en', today: asOf, queries: { record } } as unknown as Ask;
  const world = { asOf, knownOn: null, recordedOn: null };
  const acme = record.subject('acme');
  if (acme === null) throw new Error('no Acme');
  const told = (pages: readonly View[]) => pages.map((view) => textOf({ view }));
  const pages = told(subjectPages(record.promises(world, 'acme'), acme, [], ask));
  expect(pages).toHaveLength(3);
  for (const page of pages) expect(page).toContain('[1] Ministry');
  expect(pages[1]).toContain('Still to come (continued)');
  expect(pages[2]).toContain('Outcome not known (continued)');
  const lines = (all: readonly string[], word: string) => all.join('\n').match(new RegExp(`Thing ${word}-\\d+ ·`, 'g'));
  expect(new Set(lines(pages, 'open'))).toHaveProperty('size', 11);
  expect(new Set(lines(pages, 'lost'))).toHaveProperty('size', 9);
  const board = told(boardPages(record.promises(world, null), [], ask));
  expect(new Set(lines(board, 'open'))).toHaveProperty('size', 11);
  expect(board[0]).toContain('Nothing is overdue.');
  expect(board[1]).toContain('Due next (continued)');
  // Where all fits nothing is said to be left out.
  expect(board.join('\n')).not.toContain('Not everything fits here');
  const many = Array.from({ length: 120 }, (_, n) => thing(`open-${n}`, { from: '2027-01-01', to: '2027-12-31' }));
  const large = recordOf(many);
  expect(told(boardPages(large.promises(world, null), [], ask))[0]).toContain('Not everything fits here');
  const own = told(subjectPages(large.promises(world, acme.id), acme, [], ask));
  expect(new Set(lines(own, 'open'))).toHaveProperty('size', 120);
});
