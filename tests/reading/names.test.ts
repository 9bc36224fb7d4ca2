import { expect, test } from 'vitest';
import { FOLDS, flatten, fold } from '../../src/reading/fold.ts';
import { createMatcher, type Found } from '../../src/reading/names.ts';
import { fc } from '../property.ts';

/** The slow and plain way: fold the text letter by letter with its offsets, then look everywhere. */
function naive(patterns: readonly string[], text: string): Found[] {
  let folded = '';
  const from: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const f = FOLDS[text.charCodeAt(i)] ?? ' ';
    for (const c of f === ' ' && (folded.endsWith(' ') || folded === '') ? '' : f) {
      folded += c;
      from.push(i);
    }
  }
  const out: Found[] = [];
  patterns.forEach((p, pattern) => {
    const key = fold(p);
    if (key === '') return;
    for (let at = folded.indexOf(key); at >= 0; at = folded.indexOf(key, at + 1)) {
      const end = at + key.length;
      const whole = (at === 0 || folded[at - 1] === ' ') && (end === folded.length || folded[end] === ' ');
      if (whole) out.push({ pattern, start: from[at] ?? 0, end: (from[end - 1] ?? 0) + 1 });
    }
  });
  return out;
}

const order = (found: readonly Found[]): Found[] =>
  [...found].sort((a, b) => a.pattern - b.pattern || a.start - b.start || a.end - b.end);

const alphabet = [
  'a',
  'b',
  'A',
  'é',
  'œ',
  'ß',
  'o',
  'e',
  's',
  ' ',
  ' ',
  '-',
  "'",
  '\u00a0',
  '\u200b',
  '\u0301',
  'а',
  '1',
  '.',
  '语',
];
const word = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 60 });

test('finds what a naive search finds, with the same offsets', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), text, (patterns, t) => {
      expect(order(createMatcher(patterns).find(t))).toEqual(order(naive(patterns, t)));
    }),
    { numRuns: 400, seed: 7 },
  );
});

test('flattening keeps every offset', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (t) => {
      expect(flatten(t)).toHaveLength(t.length);
    }),
    { seed: 7 },
  );
});

const matcher = createMatcher(['OVHcloud', 'Outscale', 'Cloud Temple', 'Temple', 'Cœur', 'Straße']);

test.each([
  ["l'OVHcloud", 'OVHcloud'],
  ['d’Outscale', 'Outscale'],
  ['OVH\u200bcloud', 'OVH\u200bcloud'],
  ['ОVНсlоud', 'ОVНсlоud'],
  ['CLOUD\u00a0-\u00a0TÈMPLE', 'CLOUD\u00a0-\u00a0TÈMPLE'],
  ['coeur', 'coeur'],
  ['STRASSE!', 'STRASSE'],
  ['OVHcloud’s', 'OVHcloud'],
])('%s holds %s', (t, found) => {
  expect(matcher.find(t).map((m) => t.slice(m.start, m.end))).toContain(found);
});

test('overlaps are all told, parts of words are not', () => {
  expect(matcher.find('Cloud Temple').map((m) => m.pattern)).toEqual([2, 3]);
  expect(matcher.find('Outscaled templar myOVHcloud')).toEqual([]);
});

test('ten thousand names are built in good time', () => {
  const names = Array.from(
    { length: 10_000 },
    (_, i) => `Fournisseur ${i.toString(36)} cloud ${(i * 7919).toString(36)}`,
  );
  const start = process.cpuUsage();
  const big = createMatcher(names);
  // Processor time, so that other programs do not count; a quadratic build takes minutes.
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000);
  expect(big.find(`Voici ${names[1234]} qui ouvre`).map((m) => m.pattern)).toEqual([1234]);
});
