import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { MOST_NESTED, tooDeepAt } from '../../src/domain/nesting.ts';
import { fc } from '../property.ts';

const repeat = (text: string, n: number): string => text.repeat(n);
const steps = (n: number, end: string): string =>
  Array.from({ length: n }, (_, i) => `${' '.repeat(i)}a:`).join('\n') + end;

test.each([
  ['brackets on one line', repeat('[', 50_000), 1],
  ['braces over lines, not indented', `feeds:\n${repeat('{a:\n', 50_000)}`, MOST_NESTED + 1],
  ['dashes on one line', repeat('- ', 50_000), 1],
  ['keys, each a step further in', steps(5_000, ' x'), MOST_NESTED + 1],
  ['questions', repeat('? ', 50_000), 1],
])('%s are too deep, on their line', (_name, text, line) => {
  expect(tooDeepAt(text)).toBe(line);
});

test.each([
  ['a long flat list', repeat('- a: [1, 2]\n  b: {c: d}\n', 20_000)],
  ['a text of many lines', `a: |\n${repeat('  - text, with: signs [and] brackets\n', 5_000)}`],
  ['as deep as may be', steps(MOST_NESTED - 1, ' x')],
  ['nothing', ''],
])('%s is not', (_name, text) => {
  expect(tooDeepAt(text)).toBeNull();
});

test('the files of the project are not', () => {
  const root = new URL('../../', import.meta.url).pathname;
  const files = readdirSync(join(root, 'dataset'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(root, 'dataset', name));
  expect(files.length).toBeGreaterThan(10);
  for (const file of [...files, join(root, 'feeds/catalogue.yaml')])
    expect([file, tooDeepAt(readFileSync(file, 'utf8'))]).toEqual([file, null]);
});

test('whatever is nested deeper, in any style of YAML, is found', () => {
  const deep = fc.array(fc.constantFrom('list', 'map'), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(deep, fc.boolean(), (kinds, flow) => {
      const value = kinds.reduce<unknown>((inner, kind) => (kind === 'list' ? [inner] : { a: inner }), 'x');
      const text = stringify(value, flow ? { collectionStyle: 'flow' } : {});
      expect(tooDeepAt(text, 30)).not.toBeNull();
      // Indented brackets count twice.
      expect(tooDeepAt(text, 90)).toBeNull();
    }),
  );
});
