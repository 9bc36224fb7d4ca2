import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../feeds/catalogue.ts';
import { loadDataset } from '../../src/record/load.ts';
import { RELEASED } from '../record/dataset.ts';

test('every feed of the catalogue names a publisher that the record grades', async () => {
  const path = new URL('../../feeds/catalogue.yaml', import.meta.url);
  const catalogue = loadCatalogue('catalogue.yaml', readFileSync(path, 'utf8'));
  if (!catalogue.ok) throw new Error(JSON.stringify(catalogue.faults));
  const { publishers } = await loadDataset(RELEASED);
  const known = new Set(publishers.map((publisher) => publisher.id));
  expect(catalogue.feeds.filter((feed) => !known.has(feed.publisher)).map((feed) => feed.publisher)).toEqual([]);
});
