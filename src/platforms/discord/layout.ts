/** Lines of markdown laid out over the embeds of one message, pictures in between. */

/** Draws one line of markdown within a number of UTF-16 units. */
export type Draw = (max: number) => string;

/** Lines, and the picture that follows them. */
export type Section = { readonly draws: Iterable<Draw>; readonly image: string | null };

/** What one embed holds: an embed shows its picture under its text, and has one. */
export type Part = { readonly text: string; readonly image: string | null };

const DESCRIPTION_MAX = 4096;

/**
 * The sections as parts, within so many characters for all of them; at least one, perhaps empty. Where the characters
 * end, `cut` says so; pictures are shown all the same.
 */
export function laidOut(sections: Iterable<Section>, budget: number, cut: string): Part[] {
  const parts: Part[] = [];
  // Room for the mark, on a line of its own, stays free to the end.
  let left: number | null = budget - cut.length - 1;
  for (const { draws, image } of sections) {
    const filled: { readonly texts: string[]; readonly left: number | null } =
      left === null ? { texts: [], left } : fill(draws, left, cut);
    left = filled.left;
    // Discord trims: a text of nothing but empty lines is none.
    const texts = filled.texts.map((text) => text.trim()).filter((text) => text !== '');
    const last = texts.pop() ?? '';
    parts.push(...texts.map((text) => ({ text, image: null })));
    if (last !== '' || image !== null || parts.length === 0) parts.push({ text: last, image });
  }
  return parts.length === 0 ? [{ text: '', image: null }] : parts;
}

/** Lines as texts of embeds; `left` is null when not all found room. */
function fill(draws: Iterable<Draw>, budget: number, cut: string): { texts: string[]; left: number | null } {
  const texts: string[] = [];
  let left = budget;
  for (const draw of draws) {
    const space = spaceIn(texts);
    const line = draw(DESCRIPTION_MAX);
    if (line.length + 1 <= left) {
      addLine(texts, line, line.length <= space);
      left -= line.length + 1;
      continue;
    }
    const here = space > cut.length;
    const rest = draw(Math.min(here ? space : DESCRIPTION_MAX, left - 1));
    addLine(texts, rest.endsWith(cut) ? rest : cut, here);
    return { texts, left: null };
  }
  return { texts, left };
}

/** Characters that the last text still takes on a new line. */
function spaceIn(texts: readonly string[]): number {
  const last = texts.at(-1);
  return last === undefined ? 0 : DESCRIPTION_MAX - last.length - 1;
}

function addLine(texts: string[], line: string, here: boolean): void {
  const last = texts.at(-1);
  if (here && last !== undefined) texts[texts.length - 1] = `${last}\n${line}`;
  else texts.push(line);
}
