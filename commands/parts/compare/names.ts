import { keptFor } from '../../../src/domain/kept.ts';
import { foldName } from '../../../src/domain/text.ts';
import type { DatasetRecord } from '../../../src/queries.ts';

/** Longest name in words. */
const LONGEST = 10;

/** Words that stand between names. Folded. */
const BETWEEN: ReadonlySet<string> = new Set(
  'et and vs versus contre against ou or avec with to a face entre between'.split(' '),
);

type Token = { readonly text: string; readonly folded: string; readonly kind: 'word' | 'quoted' | 'mark' };

const fold = (text: string): string => foldName(text).replaceAll('-', '');

/** Every name that the record knows, folded as `find` folds them. */
export function knownNames(record: Pick<DatasetRecord, 'subjects'>): ReadonlySet<string> {
  const { subjects } = record;
  return keptFor(subjects, 'names', () => {
    const names = subjects.flatMap((s) => [s.id, s.name, ...s.aliases].map(fold));
    return new Set(names.filter((name) => name !== ''));
  });
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.replace(/[“”«»]/g, '"').matchAll(/"([^"]*)"|[,;|]+|[^\s,;|"]+|"/g)) {
    const [whole, quoted] = match;
    const said = quoted === undefined ? whole : quoted.trim();
    const folded = fold(said);
    tokens.push({ text: said, folded, kind: quoted !== undefined ? 'quoted' : folded === '' ? 'mark' : 'word' });
  }
  return tokens.filter((token) => token.text !== '');
}

const parts = (token: Token): boolean => token.kind === 'mark' || BETWEEN.has(token.folded);

/** True where words between names stand in the stretch and what they part is known piece by piece: `Atos, AWS` is two. */
function isSeveral(stretch: readonly Token[], names: ReadonlySet<string>): boolean {
  const pieces: string[][] = [[]];
  for (const token of stretch) {
    if (parts(token)) pieces.push([]);
    else pieces.at(-1)?.push(token.folded);
  }
  return pieces.length > 1 && pieces.every((piece) => names.has(piece.join('')));
}

/** The longest known name that begins at a token, in tokens; 0 for none. */
function longestAt(tokens: readonly Token[], at: number, names: ReadonlySet<string>): number {
  for (let length = Math.min(LONGEST, tokens.length - at); length > 0; length--) {
    const stretch = tokens.slice(at, at + length);
    const last = stretch.at(-1);
    if (stretch.some((token) => token.kind === 'quoted') || last?.kind === 'mark') continue;
    if (names.has(stretch.map((token) => token.folded).join('')) && !isSeveral(stretch, names)) return length;
  }
  return 0;
}

/**
 * The names in a text as people write several: `bleu s3ns`, `cloud temple, free pro`, `Bleu et S3NS`, `bleu vs s3ns`,
 * `"cloud temple" bleu`. Quotation marks part first; then the longest names that are known (folded, in `names`); words
 * that belong to none stay together as one name up to the next known one.
 */
export function splitNames(text: string, names: ReadonlySet<string>): string[] {
  if (names.has(fold(text))) {
    const whole = tokensOf(text);
    if (!isSeveral(whole, names)) return [text.replace(/["“”«»]/g, ' ').trim()];
  }
  const tokens = tokensOf(text);
  const found: string[] = [];
  let unknown: string[] = [];
  const close = (): void => {
    if (unknown.length > 0) found.push(unknown.join(' '));
    unknown = [];
  };
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (!token) break;
    const length = token.kind === 'word' ? longestAt(tokens, at, names) : 0;
    const sides = token.text.split('/');
    if (length > 0) {
      close();
      found.push(
        tokens
          .slice(at, at + length)
          .map((one) => one.text)
          .join(' '),
      );
    } else if (token.kind === 'quoted' || parts(token)) {
      close();
      if (token.kind === 'quoted') found.push(token.text);
    } else if (sides.length > 1 && sides.every((side) => names.has(fold(side)))) {
      close();
      found.push(...sides);
    } else unknown.push(token.text);
    at += Math.max(1, length);
  }
  close();
  return found;
}
