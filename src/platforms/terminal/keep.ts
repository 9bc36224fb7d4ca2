import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { filesOf, type PictureBlock, pictureFileName, picturesOf, plainFileName } from '../../domain/attached.ts';
import type { Painter } from '../../domain/picture.ts';
import type { View, ViewFile } from '../../domain/view.ts';

/** What became of a file or picture: where it stands, or why it does not. */
export type KeptAt = { readonly path: string; readonly failed: string | null };

/** Files and pictures of a View that were written, or should have been. */
export type Kept = ReadonlyMap<ViewFile | PictureBlock, KeptAt>;

export const NOTHING_KEPT: Kept = new Map();

/**
 * Writes a View's files into a folder, which is made where it is missing, and its pictures as PNG where a painter is
 * given. Another file of the same name is left alone: the new one gets a number. Never rejects; what could not be
 * written says why.
 */
export async function keepFiles(view: View, folder: string, painter: Painter | null = null): Promise<Kept> {
  const kept = new Map<ViewFile | PictureBlock, KeptAt>();
  const at = resolve(folder);
  for (const block of painter === null ? [] : picturesOf(view)) {
    const name = pictureFileName(block);
    kept.set(block, await attempt(join(at, name), async () => write(at, name, await paint(block, painter))));
  }
  for (const file of filesOf(view)) {
    const name = plainFileName(file.name);
    kept.set(file, await attempt(join(at, name), () => write(at, name, Buffer.from(file.text, 'utf8'))));
  }
  return kept;
}

async function paint(block: PictureBlock, painter: Painter | null): Promise<Buffer> {
  if (painter === null) throw new Error('no painter');
  return Buffer.from(await painter.png(block.picture, 'light'));
}

async function attempt(path: string, work: () => Promise<string>): Promise<KeptAt> {
  try {
    return { path: await work(), failed: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return { path, failed: typeof code === 'string' ? code : error instanceof Error ? error.message : String(error) };
  }
}

/** Writes under the first name that is free or holds these very bytes. */
async function write(folder: string, name: string, bytes: Buffer): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? name : name.replace(/(\.[a-z0-9]{1,8})?$/, `-${n}$1`));
    try {
      await writeFile(path, bytes, { flag: 'wx' });
      return path;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if ((await readFile(path)).equals(bytes)) return path;
    }
  }
}
