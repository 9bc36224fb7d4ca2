import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault } from './fault.ts';
import type { RecordParts } from './record.ts';

/** What answering needs of the dataset; `faults` is what was found wrong in it. */
export type Released = RecordParts & { readonly faults: readonly Fault[] };

const ROOMS = ['.', 'providers', 'organisations', 'regulations'];
/** What makes statements of files: when it changes, what was made before is void. */
const MAKERS = [
  './load.ts',
  ...['dates', 'entry', 'fields', 'identity', 'shape', 'sheet', 'words'].map((name) => `./form/${name}.ts`),
  '../domain/statement.ts',
  '../domain/period.ts',
  '../domain/subject.ts',
].map((name) => fileURLToPath(new URL(name, import.meta.url)));

/** A name for exactly this content of the dataset's folder, read by exactly this code. */
async function fingerprint(folder: string): Promise<string> {
  const paths = await Promise.all(
    ROOMS.map(async (room) => {
      const names = await readdir(join(folder, room)).catch((): string[] => []);
      return names.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(room, name));
    }),
  );
  const files = paths.flat().sort();
  const texts = await Promise.all(
    [...files.map((file) => join(folder, file)), ...MAKERS].map((path) => readFile(path)),
  );
  const hash = createHash('sha256');
  for (const [i, text] of texts.entries()) hash.update(`${files[i] ?? ''}\0${text.length}\0`).update(text);
  return hash.digest('hex').slice(0, 32);
}

/** What was kept of an earlier reading, null when there is nothing usable. */
async function kept(file: string): Promise<Released | null> {
  try {
    const read = JSON.parse(await readFile(file, 'utf8')) as Partial<RecordParts> | null;
    const { subjects, publishers, tracked, statements } = read ?? {};
    return subjects && publishers && tracked && statements
      ? { subjects, publishers, tracked, statements, faults: [] }
      : null;
  } catch {
    return null;
  }
}

/** Keeps it under a name of its own first, so that nobody ever reads half a file; what was kept before goes. */
async function keep(cache: string, file: string, parts: RecordParts): Promise<void> {
  const { subjects, publishers, tracked, statements } = parts;
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(cache, { recursive: true });
    await writeFile(draft, JSON.stringify({ subjects, publishers, tracked, statements }));
    await rename(draft, file);
    const others = (await readdir(cache)).filter((name) => /^dataset-\w+\.json$/.test(name) && !file.endsWith(name));
    await Promise.all(others.map((name) => rm(join(cache, name), { force: true })));
  } catch {
    // A place that cannot be written to costs time at every start, nothing else.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/**
 * The dataset of a folder. Reading and checking a hundred YAML files takes longer than any answer, so what was made of
 * them is kept in the folder `cache` under a name that only the same files and the same code give: an edited file is
 * seen at once, and a dataset with faults is read anew each time, to tell them.
 */
export async function releasedDataset(folder: string, cache: string): Promise<Released> {
  const name = await fingerprint(folder).catch(() => null);
  const file = name === null ? null : join(cache, `dataset-${name}.json`);
  const before = file === null ? null : await kept(file);
  if (before) return before;
  const { loadDataset } = await import('./load.ts');
  const loaded = await loadDataset(folder);
  if (file !== null && loaded.faults.length === 0) await keep(cache, file, loaded);
  return loaded;
}
