import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Button } from '../../src/domain/view.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';

type Row = {
  id: string;
  name: string;
  provider: string;
  commercial: { status: string; sources: unknown[] };
  qualification: { scheme: string; state: string; until: string | null; sources: unknown[] }[];
};
type Data = { offers: Row[]; asOf: string; total: number; filters: { option: string; value: string }[] };

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const ask = async (line: string, lang: 'en' | 'fr' = 'en') => {
  const shown = await scene.ask(line, lang);
  return { shown, data: shown.data as Data };
};
const buttonsOf = ({ shown }: Awaited<ReturnType<typeof ask>>): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));
const ids = (data: Data) => data.offers.map((o) => o.id);
const qualified = (o: Row) => o.qualification.some((q) => q.state === 'qualified' || q.state === 'renewed');

test('all offers as of a day, qualified ones first, each with its sources, in pages of twelve', async () => {
  const { shown, data } = await ask('/offers');
  expect(data.asOf).toBe('2026-11-22');
  expect(data.offers).toHaveLength(data.total);
  expect(ids(data)).toEqual(expect.arrayContaining(['bleu/cloud', 's3ns/premi3ns', 'outscale/iaas']));
  const firstNot = data.offers.findIndex((o) => !qualified(o));
  expect(data.offers.slice(firstNot).some(qualified)).toBe(false);
  for (const o of data.offers)
    if (o.commercial.status !== 'unknown') expect(o.commercial.sources.length).toBeGreaterThan(0);
  const table = shown.view.blocks.find((b) => b.kind === 'table');
  expect(table?.rows).toHaveLength(12);
  const next = buttonsOf({ shown, data }).find((b) => b.line.startsWith('page '));
  const second = await scene.ask(next?.line ?? '');
  expect(textOf(second)).toContain('Page 2');
  expect(textOf(second)).not.toContain(table?.rows[0]?.[0] ?? '?');
});

test('with what was known on a day, nothing is told that came out later, and the buttons stay in that world', async () => {
  const asked = await ask('/offers known-on:2025-12-01 status:generally_available');
  const s3ns = (data: Data) => data.offers.find((o) => o.id === 's3ns/premi3ns');
  expect(asked.data).toMatchObject({ asOf: '2025-12-01', knownOn: '2025-12-01' });
  expect(
    s3ns((await ask('/offers known-on:2025-12-01')).data)?.qualification.some((q) => q.state === 'qualified'),
  ).toBe(false);
  expect(s3ns((await ask('/offers')).data)?.qualification.some((q) => q.state === 'qualified')).toBe(true);
  for (const { line } of buttonsOf(asked).filter((b) => b.line.startsWith('offers')))
    expect(line).toMatch(/ as-of:2025-12-01 known-on:2025-12-01$/);
});

test('rules, programmes and customers are no offers', async () => {
  const all = ids((await ask('/offers')).data).join(' ');
  for (const id of ['secnumcloud', 'sren', 'cloud-national-strategique', 'health-data-hub'])
    expect(all).not.toContain(id);
});

test('the past shows what stood then and nothing later', async () => {
  const { data } = await ask('/offers as-of:2018-06-30');
  expect(ids(data)).toEqual(expect.arrayContaining(['cloudwatt/cloud']));
  expect(ids(data)).not.toContain('bleu/cloud');
});

test('yes and no divide all offers; a scheme is a yes to that scheme', async () => {
  const [all, yes, no, scheme] = await Promise.all(
    ['', ' qualified:yes', ' qualified:non', ' qualified:secnumcloud'].map(
      async (q) => (await ask(`/offers${q}`)).data,
    ),
  );
  expect(yes?.offers.every(qualified)).toBe(true);
  expect((yes?.offers.length ?? 0) + (no?.offers.length ?? 0)).toBe(all?.offers.length);
  expect(ids(scheme as Data)).toEqual(ids(yes as Data));
  expect(ids(no as Data)).toContain('bleu/cloud');
});

test('a qualification that ended on paper is no longer one', async () => {
  expect(ids((await ask('/offers qualified:yes as-of:2026-11-22')).data)).toContain('outscale/iaas');
  const later = await ask('/offers qualified:no as-of:2026-12-05');
  expect(ids(later.data)).toContain('outscale/iaas');
  let page: Button | undefined;
  let text = textOf(later.shown);
  while (!text.includes('ended on paper')) {
    page = buttonsOf(later).find((b) => b.line.startsWith('page ') && b.label === 'Next');
    expect(page).toBeDefined();
    later.shown = await scene.ask(page?.line ?? '');
    text = textOf(later.shown);
  }
  expect(text).toContain('renewal not seen');
});

test('status, service and country narrow it, in both languages', async () => {
  expect(ids((await ask('/offers status:abandoned')).data)).toEqual(['ovhcloud/google-anthos']);
  expect(ids((await ask('/offres statut:abandonné', 'fr')).data)).toEqual(['ovhcloud/google-anthos']);
  const german = (await ask('/offres pays:Allemagne', 'fr')).data;
  expect(ids(german)).toContain('delos/cloud');
  expect(ids(german)).toEqual(ids((await ask('/offers country:de')).data));
  expect(ids((await ask('/offers service:bigquery')).data)).toEqual(['s3ns/premi3ns']);
  const caas = (await ask('/offers service:caas qualified:yes')).data;
  expect(caas.offers.length).toBeGreaterThan(0);
  expect(ids(caas)).not.toContain('outscale/iaas');
});

test('when filters leave nothing, the one that removes most is named and each useful one can be left out', async () => {
  const none = await ask('/offers qualified:yes status:abandoned country:FR');
  expect(none.data.offers).toEqual([]);
  expect(textOf(none.shown)).toContain('“abandoned” narrows it most: alone it leaves 1 of');
  const without = buttonsOf(none).map((b) => b.line);
  expect(without).toContain('offers qualified:yes country:FR');
  expect(without).toContain('offers status:abandoned country:FR');
  expect(without).not.toContain('offers qualified:yes status:abandoned');
  const again = await ask(without[0] ?? '');
  expect(again.data.offers.length).toBeGreaterThan(0);
});

test.each([
  ['/offers qualified:perhaps', 'qualified', 'SecNumCloud'],
  ['/offers country:Atlantis', 'country', 'FR'],
  ['/offers status:sold', 'status', 'launched'],
])('%s is refused with what can be written', async (line, _option, known) => {
  const shown = await scene.ask(line);
  expect(shown.ok).toBe(false);
  expect(textOf(shown)).toContain(known);
});

test('completion offers schemes, countries and services', async () => {
  const suggest = async (option: string, typed: string) =>
    (await scene.asker.suggest('offers', option, typed, { ...scene.caller, lang: 'fr' })).map((c) => c.value);
  expect(await suggest('qualified', 'sec')).toContain('SecNumCloud');
  expect(await suggest('country', 'allem')).toEqual(['DE']);
  expect(await suggest('service', 'iaa')).toContain('IaaS');
  expect(await suggest('status', 'aband')).toEqual(['abandoned']);
});
