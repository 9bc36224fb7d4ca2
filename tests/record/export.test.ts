import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { exportRecord } from '../../src/record/export.ts';
import { createRecord } from '../../src/record/record.ts';
import { PARTS, told } from './dataset.ts';

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
