import { WRITTEN_WORD, wordKeys } from '../../domain/search.ts';
import { plainLetters } from '../../domain/text.ts';

/** One thing that is looked for: a word, the beginning of one, or words in sequence. */
export type Unit = {
  /** As it was written. */
  readonly written: string;
  /** Any of these; each one key, or several that stand in sequence. */
  readonly ways: readonly (readonly string[])[];
  /** Every word that begins so counts too. */
  readonly begin: string | null;
};

/** More than anybody asks for; what comes after is not looked at. */
const MOST_UNITS = 24;
/** Shortest beginning that stands for whole words. */
const SHORTEST_BEGIN = 3;

const ISO = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;
const ELISION = /^(?:\p{L}|qu|jusqu|lorsqu|puisqu)['’]/iu;

/** A word that says nothing; in a sequence such words tell. */
const isIdle = (unit: Unit): boolean => unit.ways.every((way) => way.length === 1 && way[0]?.startsWith('~') === true);

/** How the month and the day of an ISO date are indexed, so that a figure alone does not find them. */
export const datePart = (part: string): string => `/${part}`;

const keysIn = (text: string): string[] => (text.match(WRITTEN_WORD) ?? []).flatMap(wordKeys);

function sequence(written: string): Unit[] {
  const keys = keysIn(written);
  return keys.length === 0 ? [] : [{ written, ways: [keys], begin: null }];
}

/** The units of a piece without blanks: `3.2` and `s3ns/premi3ns` are sequences, `l’offre` is a word. */
function pieceUnits(piece: string): Unit[] {
  const iso = ISO.exec(piece);
  if (iso) {
    const [, year = '', month = '', day] = iso;
    const dated = [year, datePart(month), ...(day === undefined ? [] : [datePart(day)])];
    return [{ written: piece, ways: [dated, keysIn(piece)], begin: null }];
  }
  const bare = piece.replace(ELISION, '');
  const star = /^([\p{L}\p{N}\p{M}]+)\*$/u.exec(bare)?.[1];
  const begin = plainLetters(star ?? '');
  if (begin.length >= SHORTEST_BEGIN) return [{ written: star ?? '', ways: [], begin }];
  const words = bare.match(WRITTEN_WORD) ?? [];
  // Figures mean something together only; words beside a hyphen do so apart.
  if (words.length > 1 && /\p{N}/u.test(bare)) return sequence(bare);
  return words.flatMap((word): Unit[] => wordKeys(word).map((key) => ({ written: word, ways: [[key]], begin: null })));
}

/**
 * What a text looks for. Words that say nothing count only where there are no others; the last word stands for all that
 * begin so.
 */
export function readQuestion(text: string): Unit[] {
  const units: Unit[] = [];
  let last: Unit | null = null;
  for (const match of text.matchAll(/"([^"]*)"|“([^”]*)”|«([^»]*)»|(\S+)/g)) {
    const quoted = match[1] ?? match[2] ?? match[3];
    const made = quoted === undefined ? pieceUnits(match[4] ?? '') : sequence(quoted.trim());
    units.push(...made);
    if (made.length > 0) last = quoted === undefined ? (made.at(-1) ?? null) : null;
  }
  const kept = units.filter((unit) => !isIdle(unit) || unit.begin !== null);
  const meant = (kept.length > 0 ? kept : units).slice(0, MOST_UNITS);
  return meant.map((unit): Unit => {
    const word = unit === last && unit.ways.length === 1 && unit.ways[0]?.length === 1 && !isIdle(unit);
    const begin = plainLetters(unit.written);
    return word && begin.length >= SHORTEST_BEGIN && !/\p{N}/u.test(begin) ? { ...unit, begin } : unit;
  });
}

/** The words of a question that are marked where they are found: keys, and beginnings behind which a star stands. */
export function markedTerms(units: readonly Unit[]): string[] {
  const terms = units.flatMap((unit) => {
    const keys = unit.ways.flat().filter((key) => !key.startsWith('/'));
    const telling = keys.filter((key) => !key.startsWith('~'));
    return [...(telling.length > 0 ? telling : keys), ...(unit.begin === null ? [] : [`${unit.begin}*`])];
  });
  return [...new Set(terms)];
}
