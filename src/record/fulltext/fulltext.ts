import type { StatementHit, StatementSearch, StatementsFound } from '../../domain/search.ts';
import type { AsOf } from '../../domain/statement.ts';
import { exhibitsIn } from '../answers/evidence.ts';
import type { History } from '../history.ts';
import { byWorth } from '../weighing/citations.ts';
import { type Index, makeIndex } from './index-of.ts';
import { createMatcher, type Matched } from './matcher.ts';
import { nearestWords } from './nearest.ts';
import { markedTerms, readQuestion, type Unit } from './question.ts';

/** BM25: how soon more of a word counts for little more, and how much long sentences are held back. */
const SATURATION = 1.2;
const LENGTH_PART = 0.4;
/** Scores are alike that lie on one of so many steps up to the best: then the newer assertion comes first. */
const STEPS = 20;
/** Sources of one assertion that are given with it. */
const MOST_SOURCES = 12;
const NEAREST = 3;
const MOST_FIRMS = 25;

/** Which statements a world admits, how many and how long they are. */
type Admitted = { readonly mask: Uint8Array; readonly count: number; readonly meanLength: number };

function admittedIn(index: Index, world: AsOf): Admitted {
  const mask = new Uint8Array(index.statements.length);
  let count = 0;
  let words = 0;
  for (const [doc, s] of index.statements.entries()) {
    if ((index.begun[doc] ?? '') > world.asOf) continue;
    if (world.knownOn !== null && s.public.to > world.knownOn) continue;
    if (world.recordedOn !== null && s.recorded > world.recordedOn) continue;
    mask[doc] = 1;
    count += 1;
    words += index.length[doc] ?? 0;
  }
  return { mask, count, meanLength: count === 0 ? 1 : words / count };
}

/** How well each statement fits, and how many units of the question it has. */
type Scored = { readonly score: Float64Array; readonly units: Uint8Array; readonly docs: readonly number[] };

function scored(index: Index, matches: readonly Matched[], admitted: Admitted): Scored {
  const score = new Float64Array(index.statements.length);
  const units = new Uint8Array(index.statements.length);
  const docs: number[] = [];
  for (const { postings, having } of matches) {
    const rarity = Math.log(1 + (admitted.count - having + 0.5) / (having + 0.5));
    for (let at = 0; at < postings.docs.length; at++) {
      const doc = postings.docs[at] ?? 0;
      if (admitted.mask[doc] === 0) continue;
      const worth = postings.worth[at] ?? 0;
      const long = 1 - LENGTH_PART + (LENGTH_PART * (index.length[doc] ?? 0)) / admitted.meanLength;
      score[doc] = (score[doc] ?? 0) + (rarity * worth * (SATURATION + 1)) / (worth + SATURATION * long);
      if (units[doc] === 0) docs.push(doc);
      units[doc] = (units[doc] ?? 0) + 1;
    }
  }
  return { score, units, docs };
}

/** True where the first statement is to be told before the second. */
type Before = (a: number, b: number) => boolean;

/** What has more of the question, then what fits better, then what is newer; then by id, so that it is always the same. */
function orderOf(index: Index, { units, score, docs }: Scored): Before {
  let top = 0;
  for (const doc of docs) top = Math.max(top, score[doc] ?? 0);
  const step = (doc: number): number => Math.round((STEPS * (score[doc] ?? 0)) / top);
  return (a, b) => {
    const more = (units[a] ?? 0) - (units[b] ?? 0) || step(a) - step(b) || (index.day[a] ?? 0) - (index.day[b] ?? 0);
    return more === 0 ? a < b : more > 0;
  };
}

/** The best statements, without sorting the others. */
function best(docs: readonly number[], limit: number, before: Before): number[] {
  const top: number[] = [];
  for (const doc of docs) {
    const last = top.at(-1);
    if (last !== undefined && top.length >= limit && !before(doc, last)) continue;
    let at = top.length;
    for (let above = top[at - 1]; above !== undefined && before(doc, above); above = top[at - 1]) at -= 1;
    top.splice(at, 0, doc);
    if (top.length > limit) top.pop();
  }
  return top;
}

/** Of each assertion that has something of the question, the statement that fits best. */
function assertions(index: Index, found: Scored, asked: readonly boolean[] | null, before: Before): number[] {
  const held = new Int32Array(index.assertions.length).fill(-1);
  for (const doc of found.docs) {
    if (asked !== null && asked[index.subject[doc] ?? 0] !== true) continue;
    const assertion = index.assertion[doc] ?? 0;
    const there = held[assertion] ?? -1;
    if (there < 0 || before(doc, there)) held[assertion] = doc;
  }
  const docs: number[] = [];
  for (const doc of held) if (doc >= 0) docs.push(doc);
  return docs;
}

/** Whom the statements are about, an offer counting for its provider; most first. */
function firmsOf(index: Index, docs: readonly number[]): StatementsFound['firms'] {
  const counts = new Int32Array(index.firms.length);
  for (const doc of docs) {
    const firm = index.firm[index.subject[doc] ?? 0] ?? 0;
    counts[firm] = (counts[firm] ?? 0) + 1;
  }
  const some: { readonly id: string; readonly hits: number }[] = [];
  counts.forEach((hits, at) => {
    if (hits > 0) some.push({ id: index.firms[at] ?? '', hits });
  });
  return some.sort((a, b) => b.hits - a.hits || (a.id < b.id ? -1 : 1)).slice(0, MOST_FIRMS);
}

const NOTHING: StatementsFound = { hits: [], total: 0, mode: 'none', terms: [], missing: [], firms: [] };

/**
 * Makes the full-text search over the statements. The index is made at the first question. The answer depends on the
 * question and on the statements that its world admits (public by `knownOn`, recorded by `recordedOn`, begun by
 * `asOf`), and on nothing else. Throws on a subject that is none.
 */
export function createFullText(history: History): (query: StatementSearch) => StatementsFound {
  let made: { readonly index: Index; readonly match: (unit: Unit) => Matched['postings'] } | null = null;
  let last: { readonly key: string; readonly admitted: Admitted } | null = null;

  const prepared = () => {
    if (made === null) {
      const index = makeIndex(history);
      made = { index, match: createMatcher(index) };
    }
    return made;
  };
  const admittedOn = (index: Index, world: AsOf): Admitted => {
    const key = [world.asOf, world.knownOn, world.recordedOn].join(' ');
    if (last?.key !== key) last = { key, admitted: admittedIn(index, world) };
    return last.admitted;
  };

  return (query) => {
    const units = readQuestion(query.text);
    const family = query.subject === undefined ? null : new Set(history.family(query.subject).map((s) => s.id));
    if (units.length === 0) return NOTHING;
    const { index, match } = prepared();
    const admitted = admittedOn(index, query);
    const matches = units.map((unit): Matched => {
      const postings = match(unit);
      return { unit, postings, having: postings.docs.reduce((n, doc) => n + (admitted.mask[doc] ?? 0), 0) };
    });
    const asked = family === null ? null : index.subjects.map((id) => family.has(id));
    const found = scored(index, matches, admitted);
    const before = orderOf(index, found);
    const some = assertions(index, found, asked, before);
    const whole = some.filter((doc) => found.units[doc] === units.length);
    const fits = whole.length > 0 ? whole : some;

    const exhibitOf = exhibitsIn(query, history);
    const hits = best(fits, query.limit, before).map((fit): StatementHit => {
      const told = (index.assertions[index.assertion[fit] ?? 0] ?? []).flatMap((doc) =>
        admitted.mask[doc] === 1 ? (index.statements[doc] ?? []) : [],
      );
      const [lead, ...also] = told.sort(byWorth).slice(0, MOST_SOURCES).map(exhibitOf);
      if (!lead) throw new Error('an assertion that nobody made');
      return { exhibit: lead, also, score: Math.round((found.score[fit] ?? 0) * 1000) / 1000 };
    });
    return {
      hits,
      total: fits.length,
      mode: fits.length === 0 ? 'none' : whole.length > 0 ? 'all' : 'any',
      terms: markedTerms(units),
      missing: matches
        .filter(({ having }) => having === 0)
        .map(({ unit }) => ({ word: unit.written, nearest: nearestWords(unit, index, admitted.mask, NEAREST) })),
      firms: firmsOf(index, fits),
    };
  };
}
