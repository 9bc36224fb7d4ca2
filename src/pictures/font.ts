import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/**
 * The font that pictures are drawn with, and how wide its letters are. Layout needs widths before anything is drawn,
 * and the renderer leaves out what a font lacks without a word: both are answered by the font file itself, from the
 * tables that every TrueType font has (`head`, `hhea`, `hmtx`, and `cmap` in its 32-bit form).
 */

export const FAMILY = 'DejaVu Sans';

/** Verdana has the same ancestor and nearly the same widths: an SVG opened elsewhere keeps its shape. */
export const FAMILIES = `'${FAMILY}', Verdana, sans-serif`;

const resolve = createRequire(import.meta.url).resolve;
const filesOf = () => ({
  plain: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
});

/** The font files, for a renderer. Throws where the package is not installed. */
export function fontFiles(): string[] {
  const files = filesOf();
  return [files.plain, files.bold];
}

/** One face: what it can show, and how far each letter advances, in parts of the font size. */
export type Face = {
  readonly has: (codePoint: number) => boolean;
  readonly advance: (codePoint: number) => number;
};

/** How wide a text of the given size (px) is, in px. */
export type Ruler = {
  readonly width: (text: string, size: number, bold?: boolean) => number;
  readonly has: (codePoint: number) => boolean;
};

type Group = { readonly first: number; readonly last: number; readonly glyph: number };

/** Where a table of the font begins. */
function tableAt(view: DataView, tag: string): number {
  const count = view.getUint16(4);
  for (let i = 0; i < count; i++) {
    const at = 12 + i * 16;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
    if (name === tag) return view.getUint32(at + 8);
  }
  throw new Error(`The font has no table ${tag}.`);
}

/** The runs of characters in the font's 32-bit map, in rising order. */
function groupsOf(view: DataView): Group[] {
  const cmap = tableAt(view, 'cmap');
  const count = view.getUint16(cmap + 2);
  for (let i = 0; i < count; i++) {
    const at = cmap + view.getUint32(cmap + 4 + i * 8 + 4);
    if (view.getUint16(at) !== 12) continue;
    return Array.from({ length: view.getUint32(at + 12) }, (_, k) => {
      const group = at + 16 + k * 12;
      return {
        first: view.getUint32(group),
        last: view.getUint32(group + 4),
        glyph: view.getUint32(group + 8),
      };
    });
  }
  throw new Error('The font has no 32-bit character map.');
}

/** Reads a TrueType face. Throws on a file that is none. */
export function readFace(bytes: Uint8Array): Face {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unitsPerEm = view.getUint16(tableAt(view, 'head') + 18);
  const measured = view.getUint16(tableAt(view, 'hhea') + 34);
  const hmtx = tableAt(view, 'hmtx');
  const groups = groupsOf(view);

  const glyphOf = (codePoint: number): number => {
    let low = 0;
    let high = groups.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const group = groups[middle];
      if (group === undefined || codePoint < group.first) high = middle - 1;
      else if (codePoint > group.last) low = middle + 1;
      else return group.glyph + codePoint - group.first;
    }
    return 0;
  };
  return {
    has: (codePoint) => glyphOf(codePoint) !== 0,
    // Glyphs past the measured ones share the last width.
    advance: (codePoint) => view.getUint16(hmtx + Math.min(glyphOf(codePoint), measured - 1) * 4) / unitsPerEm,
  };
}

/** Measures with the two faces that pictures use. */
export function rulerOf(plain: Face, bold: Face): Ruler {
  const known = { plain: new Map<string, number>(), bold: new Map<string, number>() };
  const widthOf = (letter: string, thick: boolean): number => {
    const widths = thick ? known.bold : known.plain;
    let width = widths.get(letter);
    if (width === undefined) {
      width = (thick ? bold : plain).advance(letter.codePointAt(0) ?? 0);
      widths.set(letter, width);
    }
    return width;
  };
  return {
    width: (text, size, thick = false) => {
      let sum = 0;
      for (const letter of text) sum += widthOf(letter, thick);
      return sum * size;
    },
    has: (codePoint) => plain.has(codePoint) && bold.has(codePoint),
  };
}

/** Reads both faces from disk. Rejects where they are missing: pictures without letters are worth nothing. */
export async function loadRuler(): Promise<Ruler> {
  const files = filesOf();
  const [plain, bold] = await Promise.all([readFile(files.plain), readFile(files.bold)]);
  return rulerOf(readFace(plain), readFace(bold));
}
