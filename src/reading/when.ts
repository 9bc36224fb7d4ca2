import type { TimeExpression } from '../domain/event.ts';
import { addDays, type Day } from '../domain/period.ts';
import { type Part, partOf, type Stretch } from './calendar.ts';
import { flatten } from './fold.ts';
import { createScanner } from './scanner.ts';
import { type Core, type Modality, RULES } from './when-rules.ts';
import { MONTH, SEASON } from './when-words.ts';

const ARTICLES = String.raw`(?:(?:de\s+la|de\s+l'|du|de|d'|des|of\s+the|of|the|la|le|l'|les|des|der|dem|cet?|cette)\s*)*`;
const PARTS: readonly (readonly [RegExp, Part])[] = [
  [new RegExp(String.raw`(?<!\w)(?:(?:toute\s+)?fin|end|late|ende|late in|at the end|closing months)[\s-]+${ARTICLES}$`), 'end'],
  [new RegExp(String.raw`(?<!\w)(?:(?:tout\s+)?debut|beginning|start|early|early in|anfang|beginn)[\s-]+${ARTICLES}$`), 'start'],
  [new RegExp(String.raw`(?<!\w)(?:mi|mid|middle|milieu|mitte)[\s-]+${ARTICLES}$`), 'middle'],
  [new RegExp(String.raw`(?<!\w)(?:premiere\s+(?:moitie|quinzaine|partie)|first\s+half|erste\s+halfte)\s+${ARTICLES}$`), 'first half'],
  [new RegExp(String.raw`(?<!\w)(?:seconde?\s+(?:moitie|quinzaine|partie)|deuxieme\s+(?:moitie|quinzaine)|second\s+half|zweite\s+halfte)\s+${ARTICLES}$`), 'second half'],
]; // biome-ignore format: a table

const LEAD = String.raw`(?:\s*(?:la|le|l'|les|the|a|au|en|in|im|der|dem|den|zum|zur|fin|end)(?:\s+|(?<=')))*\s*$`;
const MODS: readonly (readonly [RegExp, Modality | 'before'])[] = [
  [new RegExp(String.raw`(?<!\w)(?:(?:pas|jamais|ni|rien)(?:\s[^.;:]{0,45})?\savant|(?:not|n't|never|nothing)(?:\s[^.;:]{0,35})?\s(?:before|until)|no\s+(?:earlier|sooner)\s+than|nicht\s+vor|fruhestens(?:\s+ab)?|au\s+(?:plus\s+tot|mieux)|at\s+the\s+earliest)${LEAD}`), 'not-before'],
  [new RegExp(String.raw`(?<!\w)(?:avant|before|vor)${LEAD}`), 'before'],
  [new RegExp(String.raw`(?<!\w)(?:d'ici(?:\s+a)?|au\s+plus\s+tard|jusqu'(?:a|au|en)|no\s+later\s+than|by|until|till|bis|spatestens(?:\s+bis)?|at\s+the\s+latest)${LEAD}`), 'by'],
  [new RegExp(String.raw`(?<!\w)(?:a\s+partir\s+(?:de|du|d')|a\s+compter\s+(?:de|du|d')|des|depuis|from|starting|beginning|as\s+(?:of|from)|since|ab|seit)${LEAD}`), 'from'],
  [new RegExp(String.raw`(?<!\w)(?:vers|autour\s+(?:de|du|d')|aux\s+(?:alentours|environs)\s+(?:de|du|d')|a\s+l'horizon(?:\s+(?:de|d'))?|(?:a\s+)?horizon|environ|around|circa|about|etwa|gegen|roughly)${LEAD}`), 'around'],
]; // biome-ignore format: a table
const POST: readonly (readonly [RegExp, Modality])[] = [
  [/^\s*,?\s*(?:au plus tot|au mieux|at the earliest|at best|fruhestens)/, 'not-before'],
  [/^\s*,?\s*(?:au plus tard|at the latest|spatestens)/, 'by'],
  [/^\s*,?\s*(?:onwards?|et au-dela)/, 'from'],
];
const PREPOSITION =
  /(?<!\w)(?:en|au|a|in|im|on|am|le|pour|for|fur|courant|during|au cours de|dans|of|du|de|d'|cet|cette|depuis|since|et|ou|and|or|und|oder|mois de|prevue?s?|attendue?s?|fruhestens|spatestens)\s*$|\($|['/]$/;
const UNREAD = new RegExp(
  `(?:semestres?|trimestres?|quarters?|quartal\\w*|halbjahr\\w*|half|semaine|week|kw|paques|noel|easter|christmas|${SEASON}|${MONTH})\\.?\\W+(?:(?:de|of|l'annee|annee|du)\\W*)*$`,
);
const UNREAD_AFTER = /^\s*[-/]?\s*(?:semestre|trimestre|quarter|quartal|halbjahr|half-year|[qtsh][1-4](?!\w))/;

const scan = createScanner(RULES.map((r) => r.source));

function coresOf(flat: string, published: Day | null): Core[] {
  const all: (Core & { readonly rank: number })[] = [];
  for (const { pattern: rank, match } of scan(flat)) {
    const core = RULES[rank]?.read(match, published);
    if (core) all.push({ ...core, start: match.index, end: match.index + match[0].length, rank });
  }
  all.sort((a, b) => b.end - b.start - (a.end - a.start) || a.rank - b.rank);
  const kept: Core[] = [];
  for (const core of all) if (!kept.some((k) => core.start < k.end && k.start < core.end)) kept.push(core);
  return kept.sort((a, b) => a.start - b.start);
}

function modalityBefore(
  flat: string,
  raw: string,
  from: number,
  at: number,
): { readonly modality: Modality | 'before'; readonly start: number } | null {
  const left = flat.slice(from, at);
  for (const [pattern, modality] of MODS) {
    const m = pattern.exec(left);
    if (!m) continue;
    // Without its accent "dès" is an article: only the written accent (or capitals) makes it a modality.
    if (
      /^des\b/.test(m[0]) &&
      !/^(?:d(?:è|e\u0300)s|DES)/iu.test(raw.slice(from + m.index, from + m.index + 4).replace(/^des/, ''))
    )
      continue;
    return { modality, start: from + m.index };
  }
  return null;
}

type Placed = { readonly stretch: Stretch; readonly modality: Modality; readonly start: number; readonly end: number };

function partBefore(left: string): { readonly part: Part; readonly at: number } | null {
  for (const [pattern, part] of PARTS) {
    const m = pattern.exec(left);
    if (m) return { part, at: m.index };
  }
  return null;
}

/** Puts part and modality around a core; null when a bare unit stands without anything that makes it a date. */
function place(core: Core, flat: string, raw: string, left: number): Placed | null {
  const from = Math.max(left, core.start - 70);
  let start = core.start;
  let part: Part | null = null;
  const found = partBefore(flat.slice(from, start));
  if (found) {
    part = found.part;
    start = from + found.at;
  }
  const before = core.modality ? null : modalityBefore(flat, raw, from, start);
  let modality: Modality | 'before' = core.modality ?? before?.modality ?? 'in';
  let end = core.end;
  for (const [pattern, name] of POST) {
    const m = pattern.exec(flat.slice(end, end + 30));
    if (!m) continue;
    modality = name;
    end += m[0].length;
  }
  const alone = flat.trim().length === core.end - core.start;
  if (
    core.bare &&
    part === null &&
    before === null &&
    end === core.end &&
    !alone &&
    !PREPOSITION.test(flat.slice(from, core.start))
  )
    return null;
  if (
    core.bare &&
    (UNREAD.test(flat.slice(Math.max(0, core.start - 40), core.start)) ||
      UNREAD_AFTER.test(flat.slice(core.end, core.end + 20)))
  )
    return null;
  const whole = core.make(modality === 'by' || modality === 'before' || modality === 'not-before');
  if (!whole) return null;
  let stretch = part === null ? whole : partOf(whole, part);
  if (modality === 'before') {
    // "avant 2027" ends with 2026, "avant fin 2026" with the year.
    if (part === null && !core.closing) stretch = { ...stretch, to: addDays(stretch.from, -1) };
    modality = 'by';
  }
  return { stretch, modality, start: before?.start ?? start, end };
}

/** "entre A et B", "fin 2024 ou début 2025": one stretch from the first to the second. */
function joinRanges(placed: readonly Placed[], flat: string): Placed[] {
  const out: Placed[] = [];
  for (const next of placed) {
    const last = out.at(-1);
    const link = last ? flat.slice(last.end, next.start) : '';
    const between =
      last !== undefined &&
      /(?:entre|between|zwischen)\s+(?:le\s+|la\s+|l')?$/.test(flat.slice(Math.max(0, last.start - 14), last.start)) &&
      /^\s*(?:et|and|und)\s+(?:le\s+|la\s+|l')?$/.test(link);
    const either = last !== undefined && last.modality === next.modality && /^\s*(?:-|\/|ou|or|oder)\s*$/.test(link);
    if (last && (between || either) && last.stretch.from <= next.stretch.from) {
      out[out.length - 1] = { ...last, stretch: { ...last.stretch, to: next.stretch.to }, end: next.end };
    } else out.push(next);
  }
  return out;
}

/**
 * What a text says about time, in French, English and German: modality x part x unit x anchor, the anchor being a year
 * in the text or the day of publication. Conventions: end of year = Q4, start = Q1, middle = May to August, rentrée =
 * September, summer = June to August. Open sides are null: "by 2027" has no earliest day, "not before 2025" no latest.
 * A year beside a unit word that was not understood gives nothing rather than a wrong year.
 */
export function readTimes(text: string, published: Day | null): TimeExpression[] {
  return readFlatTimes(flatten(text), text, published);
}

/** The same for a text whose flat form is at hand. */
export function readFlatTimes(flat: string, raw: string, published: Day | null): TimeExpression[] {
  const placed: Placed[] = [];
  let left = 0;
  for (const core of coresOf(flat, published)) {
    const p = place(core, flat, raw, left);
    if (!p) continue;
    placed.push(p);
    left = p.end;
  }
  return joinRanges(placed, flat).map(({ stretch, modality, start, end }) => ({
    earliest: modality === 'by' ? null : stretch.from,
    latest: modality === 'from' || modality === 'not-before' ? null : stretch.to,
    precision: stretch.precision,
    modality,
    span: [start, end],
  }));
}
