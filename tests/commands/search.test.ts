import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lang } from '../../src/domain/language.ts';
import type { Line } from '../../src/domain/view.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';

type Data = {
  error?: string;
  query: string;
  subject: string | null;
  mode: string;
  total: number;
  hits: {
    citation: string;
    subject: string;
    field: string;
    text: string;
    since: { from: string };
    weight: string;
    sources: { publisher: string; url: string | null; statement: string }[];
  }[];
  firms: { id: string; hits: number }[];
  missing: { word: string; nearest: string[] }[];
  asOf: string;
};

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const ask = async (line: string, lang: Lang = 'en') => {
  const shown = await scene.ask(line, lang);
  const buttons = shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? b.buttons : []));
  const items: readonly Line[] = shown.view.blocks.flatMap((b) => (b.kind === 'list' ? b.items : []));
  return { shown, data: shown.data as Data, text: textOf(shown), buttons, items };
};

const strongOf = (line: Line): string[] => line.flatMap((s) => (typeof s !== 'string' && s.strong ? [s.text] : []));

describe('what is found', () => {
  test('each hit has its day, subject, sentence with the words strong, and sources that lead somewhere', async () => {
    const { items, data, text } = await ask('/search EDF trusted cloud');
    expect(data.mode).toBe('all');
    expect(data.hits.length).toBeGreaterThan(0);
    const [first = [], hit] = [items[0], data.hits[0]];
    const said = first.map((s) => (typeof s === 'string' ? s : s.text)).join('');
    expect(said).toContain(hit?.text ?? '?');
    expect(said).toMatch(/^1\. /);
    expect(said).toContain(hit?.sources[0]?.publisher ?? '?');
    expect(strongOf(first).map((w) => w.toLowerCase())).toEqual(expect.arrayContaining(['edf', 'cloud']));
    expect(first.some((s) => typeof s !== 'string' && typeof s.url === 'string')).toBe(true);
    expect(text).toContain('As of 22 November 2026');
    expect(hit?.citation).toMatch(/^VIG-[0-9a-f]+$/);
  });

  test('accents, case and endings do not matter, in either language', async () => {
    const ids = async (line: string, lang: Lang) => (await ask(line, lang)).data.hits.map((h) => h.citation).sort();
    expect(await ids('/chercher qualifiee SECNUMCLOUD 2057', 'fr')).toEqual(
      await ids('/search qualifié secnumcloud 2057', 'en'),
    );
    expect((await ask('/chercher extraterritoriaux', 'fr')).data.total).toBeGreaterThan(0);
  });

  test('bare words in quotation marks must stand in sequence', async () => {
    const loose = await ask('/search cloud public');
    const strict = await ask('/search "cloud public"');
    expect(strict.data.query).toBe('"cloud public"');
    expect(strict.data.total).toBeGreaterThan(0);
    expect(strict.data.total).toBeLessThan(loose.data.total);
  });

  test('what is known to be wrong, contested or not confirmed is marked', async () => {
    expect((await ask('/search bleu certified price survey')).text).toContain('(known to be wrong)');
    expect((await ask('/search outscale said to be first secnumcloud')).text).toContain('(contested)');
    expect((await ask('/search "8%" google offer:s3ns')).text).toContain('(not confirmed)');
    const rumour = await ask('/search bleucloud.fr parked');
    expect(rumour.text).toContain('(not confirmed)');
    expect((await ask('/chercher bleu certifié relevé prix', 'fr')).text).toContain('(reconnu faux)');
  });

  test('one assertion of several sources is one hit', async () => {
    const { data, text } = await ask('/search Numspot "one of the four shareholders"');
    expect(new Set(data.hits.map((h) => `${h.subject} ${h.text}`)).size).toBe(data.hits.length);
    expect(data.hits.some((h) => h.sources.length > 2)).toBe(true);
    expect(text).toMatch(/and \d+ other source/);
  });

  test('a page holds few and the next has the rest', async () => {
    const { data, items, buttons, text } = await ask('/search bleu');
    expect(data.total).toBeGreaterThan(20);
    expect(items).toHaveLength(6);
    expect(text).toContain(`${data.total} statements; the 48 that fit best`);
    const next = await ask(buttons.find((b) => b.label === 'Next')?.line ?? '');
    expect(next.text).toContain('7. ');
  });
});

describe('what narrows it', () => {
  test('an offer or provider, by option and by button', async () => {
    const all = await ask('/search qualification');
    const button = all.buttons.find((b) => b.label.startsWith('Only '));
    const only = await ask(button?.line ?? '');
    expect(only.data.subject).not.toBeNull();
    expect(button?.label).toContain(`(${only.data.total})`);
    for (const hit of only.data.hits) expect(hit.subject.split('/')[0]).toBe(only.data.subject);
    expect(only.buttons.find((b) => b.label === 'About everybody')?.line).toBe('search qualification');
    expect((await ask('/chercher qualification offre:bleu', 'fr')).data.subject).toBe('bleu');
  });

  test('a day: nothing that came later', async () => {
    const { data, buttons } = await ask('/search secnumcloud known-on:2022-12-31');
    expect(data.total).toBeGreaterThan(0);
    for (const hit of data.hits) expect(hit.since.from <= '2022-12-31').toBe(true);
    expect(data.total).toBeLessThan((await ask('/search secnumcloud')).data.total);
    expect(buttons.find((b) => b.label.startsWith('Only '))?.line).toContain('known-on:2022-12-31');
  });

  test('an unknown offer gets the nearest, with the question kept', async () => {
    const { data, buttons, shown } = await ask('/search "cloud de confiance" offer:belu');
    expect(shown.ok).toBe(false);
    expect(data.error).toBe('unknown_subject');
    expect(buttons[0]?.line).toBe('search "cloud de confiance" offer:bleu');
    expect((await ask(buttons[0]?.line ?? '')).data.total).toBeGreaterThan(0);
  });
});

describe('what is not found', () => {
  test('a misspelt word: the nearest that exist, as questions', async () => {
    const { text, buttons, data } = await ask('/search secnumclod');
    expect(data.mode).toBe('none');
    expect(text).toContain('Did you mean “secnumcloud”');
    expect((await ask(buttons[0]?.line ?? '')).data.total).toBeGreaterThan(0);
  });

  test('where no statement has all words it says so and shows those that have most', async () => {
    const { text, data } = await ask('/search bleu xyzzyx');
    expect(data.mode).toBe('any');
    expect(text).toContain('No statement has all of this');
    expect(text).toContain('“xyzzyx” stands in no statement.');
  });

  test('nothing at all: the archive of news is a button away', async () => {
    const { text, buttons, shown } = await ask('/search xyzzyx');
    expect(shown.ok).toBe(true);
    expect(text).toContain('No statement holds any of these words.');
    expect(buttons.map((b) => b.line)).toContain('news text:xyzzyx');
    expect((await ask('/chercher xyzzyx', 'fr')).text).toContain('Aucune affirmation');
  });

  test('what only others or a later day have', async () => {
    const elsewhere = await ask('/search anthos offer:numergy');
    expect(elsewhere.text).toContain('No statement about Numergy');
    expect(
      (await ask(elsewhere.buttons.find((b) => b.label === 'About everybody')?.line ?? '')).data.total,
    ).toBeGreaterThan(0);
    const early = await ask('/search premi3ns as-of:2015-01-01');
    expect(early.text).toContain('Nothing of the kind was known by then.');
    expect((await ask(early.buttons.find((b) => b.label.startsWith('By all'))?.line ?? '')).data.total).toBeGreaterThan(
      0,
    );
  });

  test('marks alone are no question', async () => {
    const { data, text } = await ask('/search ?!…');
    expect(data.error).toBe('no_words');
    expect(text).toContain('holds no word');
  });
});

test('a colon, marks and a stray quotation mark of the outside do no harm', async () => {
  for (const text of ['bleu: "retard', 'offer:bleu "s3ns"', '"""', 'a:b"c'])
    expect((await scene.asker.call('search', { text }, scene.caller)).data).not.toMatchObject({ error: 'broken' });
});
