import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Shown } from '../../src/command.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';

type Source = { publisher: string; url: string | null; kind: string };
type Data = {
  offers: {
    id: string;
    name: string;
    provider: string;
    commercial: {
      status: string;
      since: { from: string; to: string; precision: string } | null;
      flags: string[];
      sources: Source[];
    };
    qualification: {
      scheme: string;
      state: string;
      since: { from: string } | null;
      decided: string | null;
      until: string | null;
      untilKind: string;
      checked: string | null;
      sources: Source[];
    }[];
    promises: {
      text: string;
      target: string;
      made: string;
      bound: string;
      due: { from: string; to: string };
      outcome: string;
      days: number | null;
      outcomeNow: string;
      sources: Source[];
    }[];
    disputes: { field: string; positions: unknown[]; preferred: number | null; settled: boolean }[];
    footnotes: { text: string; false: boolean; sources: Source[] }[];
  }[];
  asOf: string;
  knownOn: string | null;
  recordedOn: string | null;
};

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const ask = async (line: string) => {
  const shown = await scene.ask(line);
  const data = shown.data as Data;
  const offer = data.offers[0];
  if (!offer) throw new Error(`no offer in the answer to ${line}`);
  const snc = offer.qualification.find((q) => q.scheme === 'SecNumCloud') ?? null;
  return { shown, data, offer, snc };
};

test('in June 2022 Bleu was announced, neither created nor sold nor qualified', async () => {
  const { offer, snc, data } = await ask('/offer bleu as-of:2022-06-30');
  expect(data).toMatchObject({ asOf: '2022-06-30', knownOn: null, recordedOn: null });
  expect(offer.commercial).toMatchObject({ status: 'announced', since: { from: '2021-05-27' } });
  expect(['qualified', 'renewed', 'J0', 'J1', 'J2']).not.toContain(snc?.state);
  expect(offer.promises.length).toBeGreaterThan(0);
  for (const promise of offer.promises) expect(promise.made <= '2022-06-30').toBe(true);
});

test('what was known on 15 January 2026: J1, neither qualified nor contested', async () => {
  const { offer, snc, data } = await ask('/offer bleu known-on:2026-01-15');
  expect(data).toMatchObject({ asOf: '2026-01-15', knownOn: '2026-01-15' });
  expect(snc).toMatchObject({ state: 'J1', since: { from: '2025-11-17' } });
  expect(offer.disputes.filter((d) => d.field === 'qualification' && !d.settled)).toEqual([]);
  for (const promise of offer.promises)
    expect(promise.outcome === 'overdue' && promise.due.to >= '2026-01-15').toBe(false);
});

test('the Atos and AWS cloud of 2022 was a rumour, from one origin, and says so', async () => {
  const { offer, shown } = await ask('/offer atos-aws as-of:2022-11-01');
  expect(offer.commercial.status).toBe('rumoured');
  expect(offer.qualification.filter((q) => q.state !== 'none')).toEqual([]);
  expect(textOf(shown)).toContain('rumoured');
  const today = await ask('/offer atos-aws');
  expect(today.offer.commercial).toMatchObject({ status: 'rumoured', flags: expect.arrayContaining(['unconfirmed']) });
});

test('a false claim is a footnote, never the answer', async () => {
  const { offer, snc } = await ask('/offer bleu');
  expect(snc?.state).toBe('J1');
  expect(offer.footnotes.some((f) => f.false)).toBe(true);
});

test('a qualification past its end date has ended on paper only', async () => {
  expect((await ask('/offer outscale as-of:2026-11-22')).snc).toMatchObject({
    state: 'qualified',
    until: '2026-11-30',
    untilKind: 'stated',
  });
  expect((await ask('/offer outscale as-of:2026-12-05')).snc).toMatchObject({ state: 'ended_on_paper' });
});

test('a provider is answered with all its offers, and each state carries its sources', async () => {
  const { data } = await ask('/offer s3ns');
  expect(data.offers.map((o) => o.id)).toEqual(expect.arrayContaining(['s3ns/premi3ns', 's3ns/crypt3ns']));
  for (const offer of data.offers) {
    expect(offer.commercial.sources.length).toBeGreaterThan(0);
    for (const q of offer.qualification) if (q.state !== 'none') expect(q.sources.length).toBeGreaterThan(0);
  }
});

test('a provider of several offers is seen at a glance first, with a button to each; their cards follow', async () => {
  const { shown, data } = await ask('/offer s3ns as-of:2026-11-22');
  const table = shown.view.blocks.find((b) => b.kind === 'table');
  expect(table?.rows.map((row) => row[0])).toEqual(data.offers.map((o) => o.name));
  expect(table?.rows[0]).toEqual(['PREMI3NS', 'generally available', 'qualified', '17 December 2028']);
  const text = textOf(shown);
  expect(text).toContain('Thales');
  expect(text).toContain('[PREMI3NS|offer s3ns/premi3ns as-of:2026-11-22]');
  expect(text).toContain('[CRYPT3NS|offer s3ns/crypt3ns as-of:2026-11-22]');
  const next = /\|(page \S+ number:2)\]/.exec(text)?.[1] ?? '';
  expect(textOf(await scene.ask(next))).toMatch(/^PREMI3NS/);
  // One offer needs no table.
  expect((await ask('/offer bleu')).shown.view.blocks.some((b) => b.kind === 'table')).toBe(false);
});

test('a state that was only seen says by when it stood, not since when', async () => {
  expect(textOf((await ask('/offer outscale')).shown)).toContain('generally available, by 2019 at the latest');
  expect(textOf(await scene.ask('/offre outscale', 'fr'))).toContain('disponible pour tous, au plus tard en 2019');
});

test('the same question in both languages gives the same facts in other words', async () => {
  const en = await scene.ask('/offer s3ns/premi3ns', 'en');
  const fr = await scene.ask('/offre s3ns/premi3ns', 'fr');
  const bare = (data: unknown): unknown =>
    JSON.parse(
      JSON.stringify(data, (key, value) =>
        key === 'text' || key === 'summary' || key === 'value' ? undefined : value,
      ),
    );
  expect(bare(fr.data)).toEqual(bare(en.data));
  expect(textOf(fr)).toContain('qualifié');
  expect(textOf(en)).toContain('qualified');
});

test('an offer not yet heard of says that nothing was known', async () => {
  const { shown, offer } = await ask('/offer bleu as-of:2019-01-01');
  expect(offer.commercial.status).toBe('unknown');
  expect(textOf(shown)).toContain('Nothing was known');
});

const buttonsOf = (shown: Shown) => shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? b.buttons : []));

test('from a card one asks for its history, its sources and a comparison, of the same days', async () => {
  const now = buttonsOf((await ask('/offer bleu')).shown).map((b) => b.line);
  expect(now.filter((line) => !line.startsWith('page '))).toEqual([
    'timeline bleu',
    'evidence bleu',
    'compare bleu',
    'watch providers:+bleu',
    'news provider:bleu',
  ]);
  const then = await ask('/offer s3ns/premi3ns as-of:2025-06-30 known-on:2025-07-31 recorded-on:2026-11-21');
  const days = 'as-of:2025-06-30 known-on:2025-07-31 recorded-on:2026-11-21';
  const lines = buttonsOf(then.shown).map((b) => b.line);
  for (const name of ['timeline', 'evidence', 'compare']) expect(lines).toContain(`${name} s3ns/premi3ns ${days}`);
  expect(lines).toContain('offer s3ns/premi3ns');
});

test('a rule is not set beside another', async () => {
  const lines = buttonsOf(await scene.ask('/offer SecNumCloud')).map((b) => b.line);
  expect(lines).toContain('timeline secnumcloud');
  expect(lines.some((line) => line.startsWith('compare '))).toBe(false);
});

test('the buttons of a card lead to answers', async () => {
  for (const lang of ['en', 'fr'] as const) {
    const card = await scene.ask('/offer bleu as-of:2025-01-31', lang);
    for (const button of buttonsOf(card).filter((b) => !b.form)) {
      const shown = await scene.ask(button.line, lang);
      expect(shown.view.title, button.line).not.toBe('');
      // A comparison of one asks for the others; everything else answers at once.
      if (!button.line.startsWith('compare ')) expect(shown.ok, button.line).toBe(true);
    }
  }
});
