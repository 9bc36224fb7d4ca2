import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDataset } from '../../src/record/load.ts';
import { RELEASED } from './dataset.ts';

const loaded = await loadDataset(RELEASED);
/** The day of the first release, of which the README speaks. What is added later says so in `recorded:`. */
const FIRST = '2026-11-21';
const statements = loaded.statements.filter((s) => s.recorded === FIRST);
const released = new Set(statements.flatMap((s) => [s.subject, s.subject.split('/')[0]]));
const subjects = loaded.subjects.filter((subject) => released.has(subject.id));
const HINT = 'a new statement or file names, in recorded:, the day on which it was taken in';
const readme = await readFile(join(RELEASED, 'README.md'), 'utf8');
const coverage = readme.slice(readme.indexOf('## Coverage'));

test('the figures of the README are those of the dataset', () => {
  const offers = subjects.filter((subject) => subject.kind === 'offer').length;
  expect(coverage, HINT).toContain(
    `${statements.length} statements on ${subjects.length - offers} subjects and ${offers} offers`,
  );
  const told = new Map([...coverage.matchAll(/(\d+) `([a-z]+)`/g)].map(([, n, field]) => [field, Number(n)]));
  const held = Map.groupBy(statements, (s) => s.body.field);
  expect(Object.fromEntries(told), HINT).toEqual(
    Object.fromEntries([...held].map(([field, list]) => [field, list.length])),
  );
  const kinds = (kind: string) => subjects.filter((subject) => subject.kind === kind).length;
  expect(coverage).toContain(`${kinds('organisation')} organisations: IDC`);
  expect(coverage).toContain(`${kinds('regulation')} regulations: the GAFAM`);
});

test('the disputes and the false claims that the README counts are those of the dataset', () => {
  expect(new Set(statements.flatMap((s) => s.dispute ?? [])).size).toBe(6);
  expect(coverage).toContain('six are disputes here');
  expect(statements.filter((s) => s.false)).toHaveLength(8);
});

test('nothing is dated after the day that the README gives as the last', () => {
  const last = statements.map((s) => s.valid.from).reduce((a, b) => (a > b ? a : b));
  expect(last).toBe('2026-09-26');
  expect(coverage).toContain('nothing dated after 26 September 2026');
});
