import { expect, test } from 'vitest';
import { editDistance } from '../../src/domain/text.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { RELEASED } from './dataset.ts';

const record = createRecord(await loadDataset(RELEASED));

const found = (text: string): string => {
  const answer = record.find(text);
  if (answer.kind === 'one') return answer.subject.id;
  return answer.kind === 'several' ? answer.subjects.map((subject) => subject.id).join(' ') : '-';
};

test.each([
  ['bleu', 'bleu'],
  ['BLEU', 'bleu'],
  [' Bleu Cloud ', 'bleu'],
  ['S3NS', 's3ns'],
  ['premi3ns', 's3ns/premi3ns'],
  ['s3ns/PREMI3NS', 's3ns/premi3ns'],
  ['cloud temple', 'cloud-temple'],
  ['CloudTemple', 'cloud-temple'],
  ['contrôles locaux avec s3ns', 's3ns/crypt3ns'],
  ['controles-locaux avec S3NS', 's3ns/crypt3ns'],
  ['3ds outscale', 'outscale'],
  ['HDH', 'health-data-hub'],
  ['', '-'],
  ['🙂', '-'],
])('“%s” is %s', (text, id) => {
  expect(found(text)).toBe(id);
});

test('a slip of the keys gives the nearest names, best first', () => {
  const near = (text: string) => {
    const answer = record.find(text);
    return answer.kind === 'none' ? answer.nearest.map((subject) => subject.id) : [];
  };
  expect(near('belu')[0]).toBe('bleu');
  expect(near('outscal')[0]).toBe('outscale');
  expect(near('numspto')[0]).toBe('numspot');
  expect(near('zzzzzzzzzzzzzzz')).toEqual([]);
});

test('neighbours swapped are one slip', () => {
  expect(editDistance('bleu', 'belu')).toBe(1);
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
});

test('asking for what is no subject is an error of the caller', () => {
  expect(() => record.offers('nobody', { asOf: '2026-01-01', knownOn: null, recordedOn: null })).toThrow('nobody');
  expect(record.subject('nobody')).toBeNull();
});
