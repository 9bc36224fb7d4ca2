import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knownNames, splitNames } from '../../commands/parts/compare/names.ts';
import type { Lang } from '../../src/domain/language.ts';
import type { Block } from '../../src/domain/view.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';
import { fc } from '../property.ts';
import { RELEASED } from '../record/dataset.ts';

type Data = {
  error?: string;
  option?: string;
  nearest?: string[];
  subjects: string[];
  offers: { id: string; commercial: { status: string }; qualification: { scheme: string; state: string }[] }[];
  differs: { field: string; values: Record<string, unknown> }[];
  asOf: string;
  knownOn: string | null;
};

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const record = createRecord(await loadDataset(RELEASED));
const names = knownNames(record);

const ask = async (line: string, lang: Lang = 'en') => {
  const shown = await scene.ask(line, lang);
  const buttons = shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? b.buttons : []));
  const table = shown.view.blocks.find((b): b is Extract<Block, { kind: 'table' }> => b.kind === 'table');
  return { shown, data: shown.data as Data, text: textOf(shown), buttons, table };
};
const offersOf = async (line: string) => (await ask(line)).data.offers?.map((o) => o.id) ?? [];

describe('names as people write several', () => {
  test.each([
    ['bleu s3ns outscale', ['bleu', 's3ns', 'outscale']],
    ['cloud temple, free pro', ['cloud temple', 'free pro']],
    ['cloud temple bleu', ['cloud temple', 'bleu']],
    ['Bleu et S3NS', ['Bleu', 'S3NS']],
    ['Bleu and S3NS', ['Bleu', 'S3NS']],
    ['bleu vs. s3ns', ['bleu', 's3ns']],
    ['bleu contre s3ns', ['bleu', 's3ns']],
    ['entre Bleu et S3NS ?', ['Bleu', 'S3NS']],
    ['bleu/s3ns', ['bleu', 's3ns']],
    ['bleu & s3ns; outscale', ['bleu', 's3ns', 'outscale']],
    ['"cloud temple" bleu', ['cloud temple', 'bleu']],
    ['« cloud temple » bleu', ['cloud temple', 'bleu']],
    ['s3ns/premi3ns s3ns/crypt3ns', ['s3ns/premi3ns', 's3ns/crypt3ns']],
    ['atos aws', ['atos aws']],
    ['atos, aws', ['atos', 'aws']],
    ['atos et aws', ['atos', 'aws']],
    ['Oodrive Meet, Work et Work Share, bleu', ['Oodrive Meet , Work et Work Share', 'bleu']],
    ['cloud tempel bleu', ['cloud tempel', 'bleu']],
    ['bleu quelque chose', ['bleu', 'quelque chose']],
    [' , et ; ', []],
  ])('%s', (text, expected) => {
    expect(splitNames(text, names)).toEqual(expected);
  });

  test('whatever is typed, no name is empty and known names in a row come back', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        for (const name of splitNames(text, names)) expect(name.trim()).not.toBe('');
      }),
    );
    const ids = record.subjects.filter((s) => s.kind === 'provider').map((s) => s.id);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 1, maxLength: 4 }), (some) => {
        expect(splitNames(some.join(', '), names)).toEqual(some);
      }),
    );
  });
});

describe('which offers stand side by side', () => {
  test.each([
    ['/compare bleu s3ns outscale', ['bleu/cloud', 's3ns/premi3ns', 'outscale/iaas']],
    ['/compare "cloud temple" bleu', ['cloud-temple/secure-temple-iaas', 'bleu/cloud']],
    ['/comparer Bleu et S3NS', ['bleu/cloud', 's3ns/premi3ns']],
    ['/compare a:bleu b:s3ns c:outscale d:numspot', ['bleu/cloud', 's3ns/premi3ns', 'outscale/iaas', 'numspot/cloud']],
    ['/compare s3ns/crypt3ns s3ns/premi3ns', ['s3ns/crypt3ns', 's3ns/premi3ns']],
  ])('%s', async (line, ids) => {
    expect(await offersOf(line)).toEqual(ids);
  });

  test('what Discord gives apart is the same as what is typed in a row', async () => {
    const apart = await scene.asker.call('compare', { a: 'bleu', b: 's3ns' }, scene.caller);
    expect(apart.data).toEqual((await ask('/compare bleu s3ns')).data);
  });

  test('of a provider with several offers it says which is shown, and the others are a button away', async () => {
    const { text, buttons } = await ask('/compare bleu s3ns');
    expect(text).toContain('Of S3NS, PREMI3NS is shown');
    const line = buttons.find((b) => b.label.includes('CRYPT3NS'))?.line ?? '';
    expect(await offersOf(line)).toEqual(['bleu/cloud', 's3ns/crypt3ns']);
  });

  test('the days asked about stay in every button', async () => {
    const { buttons } = await ask('/compare bleu s3ns as-of:2024-12-31');
    const instead = buttons.find((b) => b.label.startsWith('With '));
    expect((await ask(instead?.line ?? '')).data.asOf).toBe('2024-12-31');
    const detail = await ask(buttons.find((b) => b.label === 'Next')?.line ?? '');
    expect(detail.text).toContain('|offer bleu/cloud as-of:2024-12-31]');
    expect((await ask(buttons.find((b) => b.label === 'Today')?.line ?? '')).data.asOf).toBe('2026-11-22');
  });
});

describe('what cannot be compared is said, with what can be', () => {
  test('one name asks with which, providers as buttons that compare', async () => {
    const { shown, data, buttons } = await ask('/compare bleu');
    expect(shown.ok).toBe(false);
    expect(data).toMatchObject({ error: 'one_offer', option: 'b' });
    expect(shown.view.title).toContain('Bleu');
    expect(buttons.length).toBeGreaterThanOrEqual(3);
    const providers = new Set<string>();
    for (const button of buttons) {
      const compared = await ask(button.line);
      expect(compared.data.offers.map((o) => o.id)).toContain('bleu/cloud');
      providers.add(compared.data.subjects[1] ?? '');
    }
    expect(providers.size).toBe(buttons.length);
  });

  test('two names of one thing', async () => {
    expect((await ask('/compare bleu "Bleu SAS"')).text).toContain('lead to one and the same offer: Bleu.');
    expect((await ask('/compare bleu Bleu')).text).toContain('was given twice');
    const both = await ask('/compare s3ns, premi3ns');
    expect(both.text).toContain('“s3ns” and “premi3ns” lead to one and the same offer');
    expect(await offersOf(both.buttons[0]?.line ?? '')).toEqual(['s3ns/premi3ns', 's3ns/crypt3ns']);
  });

  test('a name given twice beside another one is told and left out', async () => {
    const { data, text } = await ask('/compare bleu s3ns bleu');
    expect(data.subjects).toEqual(['bleu', 's3ns']);
    expect(text).toContain('“bleu” was given twice');
  });

  test('more than four', async () => {
    const { data, buttons } = await ask('/compare bleu s3ns outscale numspot scaleway');
    expect(data.error).toBe('too_many');
    expect((await ask(buttons[0]?.line ?? '')).data.subjects).toEqual(['bleu', 's3ns', 'outscale', 'numspot']);
  });

  test('an unknown name: the nearest, with the other names kept', async () => {
    const { data, buttons } = await ask('/compare belu, cloud temple');
    expect(data).toMatchObject({ error: 'unknown_subject', nearest: expect.arrayContaining(['bleu']) });
    const line = buttons.find((b) => b.label === 'Bleu')?.line ?? '';
    expect((await ask(line)).data.subjects).toEqual(['bleu', 'cloud-temple']);
  });

  test('what is not sold', async () => {
    const { data, text } = await ask('/compare bleu secnumcloud s3ns');
    expect(data.error).toBe('not_sold');
    expect(text).toContain('SecNumCloud (regulation)');
    expect(text).toContain('compare bleu, s3ns');
  });

  test('nothing but separators', async () => {
    expect((await ask('/compare , ')).data).toMatchObject({ error: 'no_names', option: 'a' });
  });
});

describe('what differs', () => {
  test('one holds a qualification, the other is on its way', async () => {
    const { text, data } = await ask('/compare bleu s3ns');
    expect(text).toContain(
      'Only S3NS PREMI3NS holds a SecNumCloud qualification (3.2, since 17 December 2025); Bleu is at J1.',
    );
    expect(text).toContain('S3NS PREMI3NS is generally available; Bleu is on sale.');
    expect(data.differs).toContainEqual({
      field: 'commercial',
      values: { 'bleu/cloud': 'launched', 's3ns/premi3ns': 'generally_available' },
    });
    expect(data.differs.find((d) => d.field === 'qualification.SecNumCloud')?.values).toMatchObject({
      'bleu/cloud': { state: 'J1' },
      's3ns/premi3ns': { state: 'qualified', until: '2028-12-17' },
    });
  });

  test('where nothing is on record it says so, and is careful with “only”', async () => {
    const { text } = await ask('/compare s3ns delos');
    expect(text).toMatch(/Only S3NS PREMI3NS holds a SecNumCloud qualification on record/);
    expect(text).toContain('nothing is on record for Delos Cloud');
    const unheard = (await ask('/compare s3ns free-pro')).text;
    expect(unheard).toContain('nothing is known of the availability of Free Pro cloud');
    expect(unheard).toContain('none on record (looked for on 15 September 2026)');
  });

  test('both hold it: whose ends first, in days', async () => {
    expect((await ask('/compare s3ns outscale')).text).toContain(
      'Both hold a SecNumCloud qualification; that of Outscale IaaS ends first, on 30 November 2026 (8 days left).',
    );
  });

  test('past its end with no renewal seen, it is no qualification, nor is its absence sure', async () => {
    const { text } = await ask('/compare s3ns outscale as-of:2026-12-05');
    expect(text).toContain('Only S3NS PREMI3NS holds a SecNumCloud qualification on record');
    expect(text).toContain('that of Outscale IaaS ended on paper on 30 November 2026, renewal not seen');
  });

  test('in the past nothing of what came later is told', async () => {
    const { text, data, shown } = await ask('/compare bleu s3ns as-of:2022-06-30');
    expect(shown.view.title).toContain('30 June 2022');
    expect(text).toContain('Both are announced.');
    for (const offer of data.offers) expect(offer.commercial.status).toBe('announced');
    expect(text).not.toContain('J1');
  });

  test('before anything was known it does not say that they are alike', async () => {
    const { text } = await ask('/compare bleu s3ns as-of:2018-01-01');
    expect(text).toContain('Nothing that could be set side by side was known');
    expect(text).not.toContain('do not differ');
  });

  test('in French with the same facts', async () => {
    const [fr, en] = [await ask('/comparer bleu s3ns', 'fr'), await ask('/compare bleu s3ns')];
    expect(fr.text).toContain(
      'Qualification SecNumCloud : seulement S3NS PREMI3NS (3.2, depuis le 17 décembre 2025) ; Bleu au jalon J1.',
    );
    expect(fr.text).toContain('S3NS PREMI3NS, disponible pour tous ; Bleu, commercialisé');
    const codes = (data: Data) =>
      data.differs.filter((d) => /^(commercial|qualification|promises|owners)/.test(d.field));
    expect(codes(fr.data)).toEqual(codes(en.data));
  });
});

describe('the table', () => {
  test('a column per offer, a row per thing that a buyer decides on', async () => {
    const { table } = await ask('/compare bleu s3ns');
    expect(table?.columns).toEqual(['What', 'Bleu', 'S3NS PREMI3NS']);
    const rows = new Map(table?.rows.map(([label, ...cells]) => [label, cells]));
    expect(rows.get('SecNumCloud')?.[0]).toMatch(/^J1, not qualified, version 3\.2, since 17 November 2025 \[\d+\]/);
    expect(rows.get('Valid until')?.[1]).toMatch(/^17 December 2028 \(756 days left\)/);
    expect(rows.get('Owners')?.[1]).toContain('Thales (at least 50.1%)');
    expect(rows.get('Promises')?.[0]).toContain('1 overdue');
    const other = await ask('/compare outscale bleu');
    expect(other.table?.rows.find(([label]) => label === 'Contested')?.[1]).toContain(' / ');
    for (const row of table?.rows ?? []) expect(row).toHaveLength(3);
  });

  test('what is stated carries a source, and every mark leads to one of the sources', async () => {
    let { shown } = await ask('/compare bleu s3ns outscale numspot');
    const { table } = await ask('/compare bleu s3ns outscale numspot');
    const computed = ['Country', 'Median slip'];
    for (const [label = '', ...cells] of table?.rows ?? [])
      for (const cell of cells)
        if (cell !== '' && !computed.includes(label) && !/^(none on record|not known)$/.test(cell))
          expect(cell, label).toMatch(/\[\d+\]/);
    let all = textOf(shown);
    for (let page = 0; page < 20; page++) {
      const next = shown.view.blocks
        .flatMap((b) => (b.kind === 'buttons' ? b.buttons : []))
        .find((b) => b.label === 'Next');
      if (!next) break;
      shown = await scene.ask(next.line);
      all += `\n${textOf(shown)}`;
    }
    const marks = new Set([...all.matchAll(/\[(\d+)\]/g)].map((m) => Number(m[1])));
    const listed = new Set([...all.matchAll(/^\[(\d+)\] /gm)].map((m) => Number(m[1])));
    expect(marks.size).toBeGreaterThan(20);
    for (const mark of marks) expect(listed).toContain(mark);
  });

  test('cells are short, however many offers there are', async () => {
    for (const line of ['/compare bleu s3ns', '/compare bleu s3ns outscale ovhcloud']) {
      const { table } = await ask(line, 'fr');
      for (const cell of table?.rows.flat() ?? []) expect(cell.length).toBeLessThan(290);
    }
  });
});
