import { expect, test } from 'vitest';
import { editDistance, foldName } from '../../src/domain/text.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
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

test('the nearest names are those that comparing with every name finds', () => {
  const fold = (text: string): string => foldName(text).replaceAll('-', '').slice(0, 60);
  const naive = (typed: string): string[] => {
    const wanted = fold(typed);
    const far = (key: string): number => (key.startsWith(wanted) ? 0.5 : editDistance(key, wanted));
    const ranked = record.subjects
      .map((s) => ({ s, far: Math.min(...[s.id, s.name, ...s.aliases].map((name) => far(fold(name)))) }))
      .filter((one) => one.far <= Math.min(wanted.length / 2, 6))
      .sort((a, b) => a.far - b.far || (a.s.id < b.s.id ? -1 : 1))
      .filter((one, _, all) => one.far <= Math.max(2, (all[0]?.far ?? 0) + 1))
      .map((one) => one.s);
    return ranked
      .filter((s) => s.provider === null || !ranked.some((o) => o.id === s.provider))
      .slice(0, 5)
      .map((s) => s.id);
  };
  const names = record.subjects.flatMap((s) => [s.name, ...s.aliases]).filter((name) => fold(name).length >= 4);
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(30), fc.constantFrom('', 'x', 'é', 'qq'), (name, at, put) => {
      const typed = name.slice(0, at % name.length) + put + name.slice((at % name.length) + 1);
      fc.pre(
        fold(typed).length >= 3 && typed.split(/[^\p{L}\p{N}/-]+/u).every((word) => record.find(word).kind === 'none'),
      );
      const answer = record.find(typed);
      if (answer.kind === 'none') expect(answer.nearest.map((s) => s.id)).toEqual(naive(typed));
    }),
    { numRuns: 300 },
  );
});

test('a name among other words is offered first', () => {
  const near = (text: string) => {
    const answer = record.find(text);
    return answer.kind === 'none' ? answer.nearest.map((subject) => subject.id) : [];
  };
  expect(near('la qualification de Bleu')[0]).toBe('bleu');
  expect(near('outscale ou numspot ?').slice(0, 2)).toEqual(['outscale', 'numspot']);
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

test('a limit on the distance changes nothing within it', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.nat(9), (a, b, most) => {
      const whole = editDistance(a, b);
      if (whole <= most) expect(editDistance(a, b, most)).toBe(whole);
      else expect(editDistance(a, b, most)).toBeGreaterThan(most);
    }),
    { numRuns: 2000 },
  );
});
