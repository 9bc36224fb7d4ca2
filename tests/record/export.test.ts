import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { exportRecord } from '../../src/record/export.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { PARTS, RELEASED, told } from './dataset.ts';

const nasty = told({
  body: { field: 'note', topic: 'quote' },
  text: { fr: 'Il dit « oui », puis "non"', en: '=HYPERLINK("https://evil.example")\nsecond line' },
});
const plain = told({ body: { field: 'commercial', status: 'launched' } });
const record = createRecord({ ...PARTS, statements: [nasty, plain] });

test('JSON and YAML hold everything, and nothing is lost on the way back', () => {
  const whole = JSON.parse(exportRecord(record, 'json'));
  expect(whole).toEqual({
    license: 'CC BY 4.0',
    latest: '2026-11-21',
    subjects: record.subjects,
    publishers: record.publishers,
    statements: record.statements,
  });
  expect(parse(exportRecord(record, 'yaml'))).toEqual(whole);
});

test('CSV has a row per statement, quoted, and no cell is a formula', () => {
  const text = exportRecord(record, 'csv');
  expect(text.split('\r\n')).toHaveLength(4);
  expect(text).toContain('"Il dit « oui », puis ""non"""');
  expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")\nsecond line"`);
  expect(text).toContain(
    `${plain.id},acme/cloud,Acme Cloud,offer,commercial,"{""status"":""launched""}",2024-01-01,,day,`,
  );
});

/** Rows of CSV as RFC 4180 has them. */
function rowsOf(text: string): string[][] {
  const cells = text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/g);
  const rows: string[][] = [[]];
  for (const [, written = '', end] of cells) {
    rows.at(-1)?.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

test('CSV of the released dataset: a spreadsheet reads the accents, every row has every column, every statement its row', async () => {
  const released = createRecord(await loadDataset(RELEASED));
  const text = exportRecord(released, 'csv');
  expect(text.startsWith('\ufeffid,subject,')).toBe(true);
  const [head = [], ...rows] = rowsOf(text.slice(1));
  expect(rows.map((row) => row.length)).toEqual(rows.map(() => head.length));
  expect(rows.map((row) => row[0])).toEqual(released.statements.map((s) => s.id));
  const named = rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]])));
  for (const [i, s] of released.statements.entries()) {
    expect({ field: s.body.field, ...JSON.parse(named[i]?.['value'] ?? '') }).toEqual(s.body);
    expect(named[i]?.['text_fr']).toBe(s.text.fr);
  }
  expect(named.find((row) => row['decision'] === '2057')).toMatchObject({
    subject: 's3ns/premi3ns',
    status: 'qualified',
    scope: 'IaaS · CaaS · PaaS',
    decided: '2025-12-17',
    until: '2028-12-17',
    public_to: '2025-12-24',
    dated_from: '2026-09-15',
  });
  expect(named).toContainEqual(
    expect.objectContaining({ promise_target: 'company/company_created', due_to: '2022-12-31', bound: 'in' }),
  );
  expect(named).toContainEqual(expect.objectContaining({ owner: 'Thales', share_min: '50.1', share_max: '100' }));
});
