import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Shown } from '../../src/command.ts';
import type { Lang } from '../../src/domain/language.ts';
import type { Button } from '../../src/domain/view.ts';
import { renderView } from '../../src/platforms/discord/render.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';

type End = {
  id: string;
  scheme: string;
  state: string;
  until: string | null;
  days: number | null;
  untilKind: string;
  checked: string | null;
  sources: { publisher: string }[];
};
type Data = { within: number; ending: End[]; ended: End[]; renewed: End[]; undated: End[]; next: End | null };

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const buttonsOf = (shown: Shown): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));
const ask = async (line: string, lang: Lang = 'en') => {
  const shown = await scene.ask(line, lang);
  return { shown, text: textOf(shown), data: shown.data as Data, lines: buttonsOf(shown).map((b) => b.line) };
};

test('on 22 November 2026 the end of Outscale stands first, then that of OVHcloud, with what to do', async () => {
  const { shown, text, data, lines } = await ask('/expiring');
  expect(data.within).toBe(180);
  expect(data.ending.slice(0, 2)).toMatchObject([
    { id: 'outscale/iaas', until: '2026-11-30', days: 8, untilKind: 'stated', checked: '2026-09-15' },
    { id: 'ovhcloud/hosted-private-cloud', until: '2026-12-29', days: 37 },
  ]);
  for (const end of [...data.ending, ...data.renewed, ...data.undated]) expect(end.sources.length).toBeGreaterThan(0);
  expect(text.indexOf('Outscale IaaS · 30 November 2026, 8 days left')).toBeLessThan(text.indexOf('29 December 2026'));
  expect(text).toContain(
    'SecNumCloud 3.2 · IaaS · decision 2118 of 30 November 2023 · end given by a source · last checked on 15 September 2026 (68 days before)',
  );
  expect(text).toContain('ask the provider for the renewal decision');
  expect(text).toContain('renewed on 31 July 2026, now until 30 May 2028');
  expect(shown.view.tone).toBe('warn');
  expect(lines).toEqual(
    expect.arrayContaining([
      'expiring 365',
      'offers qualified:yes',
      'offer outscale/iaas',
      'offer ovhcloud/hosted-private-cloud',
    ]),
  );
});

test('in French the same facts in other words', async () => {
  const en = await ask('/expiring 400');
  const fr = await ask('/echeances 400', 'fr');
  expect(fr.data).toEqual(en.data);
  expect(fr.text).toContain('Outscale IaaS · 30 novembre 2026, restent 8 jours');
  expect(fr.text).toContain('demandez au fournisseur la décision de renouvellement');
  expect(fr.text).toContain('échéance indiquée par une source');
});

test('where nothing ends in time the answer says so and names the next end', async () => {
  const { text, data, lines } = await ask('/expiring 5');
  expect(data).toMatchObject({ ending: [], next: { id: 'outscale/iaas' } });
  expect(text).toContain('No qualification on record ends within 5 days.');
  expect(text).toContain('The next end is that of Outscale IaaS: 30 November 2026, in 8 days.');
  expect(lines).toContain('offer outscale/iaas');
  expect((await ask('/expiring as-of:2010-01-01')).text).toContain('No qualification was on record by then.');
});

test('past its last day a qualification has ended on paper, and no renewal was seen', async () => {
  const { shown, text, data, lines } = await ask('/expiring as-of:2026-12-05');
  expect(data.ended).toMatchObject([{ id: 'outscale/iaas', state: 'ended_on_paper', days: -5 }]);
  expect(shown.view.title).toBe('Ends of qualifications · as of 5 December 2026');
  expect(text).toContain('Outscale IaaS · ended on paper on 30 November 2026 (5 days ago), no renewal seen');
  expect(lines).toEqual(
    expect.arrayContaining(['offer outscale/iaas as-of:2026-12-05', 'offers qualified:yes as-of:2026-12-05']),
  );
  const fr = await ask('/echeances au:2026-12-05', 'fr');
  expect(fr.text).toContain('terminée sur le papier le 30 novembre 2026 (il y a 5 jours), renouvellement non vu');
});

test('what was not public yet is not told: in August 2026 nobody knew of the renewal', async () => {
  const { data } = await ask('/expiring known-on:2026-08-15');
  expect(data.renewed).toEqual([]);
  expect(data.ending.map((e) => e.id)).toContain('outscale/iaas');
});

test.each(['/expiring 0', '/expiring 4000', '/expiring soon'])(
  '%s is refused with what can be written',
  async (line) => {
    const { shown, text } = await ask(line);
    expect(shown.ok).toBe(false);
    expect(text).toContain('from 1 to 3650');
  },
);

test.each(['en', 'fr'] as const)('no page is too long for the narrowest platform (%s)', async (lang) => {
  for (const line of ['/expiring 3650', '/expiring as-of:2029-12-01']) {
    const { shown } = await ask(line, lang);
    expect(JSON.stringify(renderView(shown.view, lang)), line).not.toContain(lang === 'en' ? '(cut)' : '(coupé)');
  }
});
