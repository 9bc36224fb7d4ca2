import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Readable } from '../../src/domain/item.ts';
import { createReader } from '../../src/reading/read.ts';
import { loadDataset } from '../../src/record/load.ts';
import { RELEASED } from '../record/dataset.ts';

type Headline = Readable & {
  readonly expected: { readonly providers: readonly string[]; readonly optional?: readonly string[] };
};

const headlines = readFileSync(new URL('../fixtures/headlines.ndjson', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Headline);

/** Written by somebody who did not know the rules; half of them use a name for something else. No rule is made from them. */
test('on headlines that no rule was made from, what is accepted is meant, and hardly anything meant is lost', async () => {
  const { tracked, publishers } = await loadDataset(RELEASED);
  const read = createReader({ tracked, publishers });
  const told = headlines.map((headline) => {
    const { providers } = read(headline);
    const of = (decision: string) => providers.filter((m) => m.decision === decision).map((m) => m.id);
    const { providers: meant, optional = [] } = headline.expected;
    const accepted = of('accept');
    return {
      right: accepted.filter((id) => meant.includes(id)).length,
      wrong: accepted.filter((id) => !meant.includes(id) && !optional.includes(id)),
      lost: meant.filter((id) => !accepted.includes(id) && !of('review').includes(id)),
      meant: meant.length,
    };
  });
  const sum = (count: (one: (typeof told)[number]) => number): number => told.reduce((n, one) => n + count(one), 0);
  const right = sum((one) => one.right);
  expect(headlines.length).toBeGreaterThanOrEqual(40);
  expect(right / (right + sum((one) => one.wrong.length))).toBeGreaterThanOrEqual(0.95);
  expect(1 - sum((one) => one.lost.length) / sum((one) => one.meant)).toBeGreaterThanOrEqual(0.95);
});
