import { foldName, plainLetters } from './text.ts';
import type { Block, View, ViewFile } from './view.ts';

/** What goes with a View beside its words: pictures to be drawn, files to take away. */

export type PictureBlock = Extract<Block, { kind: 'picture' }>;

/** The View's pictures, in order. */
export function picturesOf(view: View): PictureBlock[] {
  return view.blocks.filter((block) => block.kind === 'picture');
}

/** The View's files, in order. */
export function filesOf(view: View): ViewFile[] {
  return view.blocks.flatMap((block) => (block.kind === 'files' ? block.files : []));
}

/** The View with words under each picture that has some: why it is not shown. The blocks themselves stay the same. */
export function withNotes(view: View, notes: ReadonlyMap<PictureBlock, string>): View {
  if (notes.size === 0) return view;
  const blocks = view.blocks.flatMap((block): Block[] => {
    const note = block.kind === 'picture' ? notes.get(block) : undefined;
    return note === undefined ? [block] : [block, { kind: 'note', line: [note] }];
  });
  return { ...view, blocks };
}

/** Longest name of a file, its ending included: what every system and platform takes. */
const NAME_MAX = 100;

/**
 * A file's name that any system takes and no platform changes: plain letters, digits, dots and hyphens, no folder, its
 * ending kept. A name that holds nothing of these is `file`.
 */
export function plainFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const plain = plainLetters(base)
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '');
  const ending = /\.[a-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  const stem = plain.slice(0, plain.length - ending.length).slice(0, NAME_MAX - ending.length);
  return stem === '' ? `file${ending}` : `${stem}${ending}`;
}

/** The names made different where two are the same: `a.md`, `a-2.md`. */
export function distinctNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; seen.has(free); n++) free = name.replace(/(\.[a-z0-9]{1,8})?$/, `-${n}$1`);
    seen.add(free);
    return free;
  });
}

/** What a drawn picture is called: after its title. */
export function pictureFileName(block: PictureBlock): string {
  return plainFileName(`${foldName(block.picture.title) || 'picture'}.png`);
}

/** Where the web port serves a path under its public address; null when it has none, or the path is missing. */
export function publicAddress(publicUrl: string | null, path: string | null): string | null {
  if (publicUrl === null || path === null) return null;
  return URL.parse(`${publicUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`)?.href ?? null;
}
