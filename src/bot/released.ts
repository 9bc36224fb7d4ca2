import { fileURLToPath } from 'node:url';
import { canonicalLink } from '../../feeds/text/link.ts';
import type { Statement } from '../domain/statement.ts';
import type { DatasetRecord } from '../queries.ts';
import { readTimes } from '../reading/when.ts';
import { createRecord } from '../record/record.ts';
import { type Released, releasedDataset } from '../record/snapshot.ts';

// What answering needs, apart from what reading the news needs: a question at the terminal loads no feed client.

/** Where the project's own data lies. */
export const DATASET_FOLDER = fileURLToPath(new URL('../../dataset', import.meta.url));

/** What may be lost: kept beside the packages, which go with the code that made it. */
const CACHE_FOLDER = fileURLToPath(new URL('../../node_modules/.cache/vigie', import.meta.url));

/** The dataset as released, or another one in its form, with what was found wrong in it. */
export async function loadReleased(folder: string = DATASET_FOLDER): Promise<Released> {
  // Only one is asked for again and again.
  if (folder === DATASET_FOLDER) return releasedDataset(folder, CACHE_FOLDER);
  return (await import('../record/load.ts')).loadDataset(folder);
}

/** The record: the released dataset, and the statements approved since. */
export async function recordOn(released: Released, approved: readonly Statement[]): Promise<DatasetRecord> {
  return createRecord(released, approved);
}

/** A day in people's words: the last day of what the date grammar finds, when it reads the whole text. */
export function dayInWords(text: string, today: string): string | null {
  const words = text.trim();
  const spoken: Readonly<Record<string, number>> = {
    today: 0,
    'aujourd’hui': 0,
    "aujourd'hui": 0,
    yesterday: -1,
    hier: -1,
    tomorrow: 1,
    demain: 1,
  };
  const shift = spoken[words.toLowerCase()];
  if (shift !== undefined)
    return new Date(Date.parse(`${today}T00:00:00Z`) + shift * 86_400_000).toISOString().slice(0, 10);
  const [time, ...more] = readTimes(words, today);
  if (!time || more.length > 0) return null;
  return time.latest ?? time.earliest;
}

/** A pasted link as items carry it. */
export function canonical(link: string): string {
  return canonicalLink(link, null) ?? link;
}
