import type { CommercialAnswer, CompanyAnswer } from '../../domain/answer.ts';
import { addDays, type Day } from '../../domain/period.ts';
import {
  COMMERCIAL_ENDINGS,
  COMMERCIAL_RUNGS,
  COMPANY_STATES,
  type CommercialStatus,
  type Statement,
} from '../../domain/statement.ts';
import { citeAll } from '../weighing/citations.ts';
import { sinceOf, strongStart } from '../weighing/starts.ts';
import { type Publishers, weigh } from '../weighing/weights.ts';
import { begunBy, hasBegun, type Of, ofField } from '../weighing/worlds.ts';

/** A rumour without news for this long is unconfirmed. */
export const RUMOUR_DAYS = 365;
/** A state whose newest evidence is older than this is the last one known. */
export const FRESH_DAYS = 30;

/** How high a commercial status stands; endings stand apart, at -1. */
export function commercialRank(status: CommercialStatus): number {
  return (COMMERCIAL_RUNGS as readonly CommercialStatus[]).indexOf(status);
}

type Commercial = Of<'commercial'>;

/** The statement that dates a status; a rumour needs no strength, since that is what it says it is. */
export function commercialStart(
  statements: readonly Statement[],
  status: CommercialStatus,
  publishers: Publishers,
): Commercial | null {
  const group = ofField(statements, 'commercial').filter((s) => s.body.status === status && !s.false);
  if (status !== 'rumoured') return strongStart(group, publishers);
  const plain = group.filter((s) => !s.body.flags?.includes('unconfirmed'));
  return [...(plain.length > 0 ? plain : group)].sort((a, b) => (begunBy(a) < begunBy(b) ? -1 : 1))[0] ?? null;
}

/** A status is over when strong statements gave its last day and none of its statements begins after that. */
function isOver(group: readonly Commercial[], day: Day, publishers: Publishers): boolean {
  const closing = group.filter((s) => s.valid.to !== null && s.valid.to < day);
  if (closing.length === 0 || !weigh(closing, publishers).strong) return false;
  const last = closing.reduce((end, s) => (s.valid.to !== null && s.valid.to > end ? s.valid.to : end), '');
  return !group.some((s) => s.valid.from > last && hasBegun(s, day));
}

type Standing = { readonly start: Commercial; readonly group: readonly Commercial[] };

function standingOn(
  statements: readonly Commercial[],
  status: CommercialStatus,
  day: Day,
  publishers: Publishers,
): Standing | null {
  const start = commercialStart(statements, status, publishers);
  if (!start || !hasBegun(start, day)) return null;
  const group = statements.filter((s) => s.body.status === status && !s.false);
  return isOver(group, day, publishers) ? null : { start, group };
}

/**
 * The status that stands on a day: an ending unless a rung begins after it, else the highest rung. A ladder therefore
 * goes down only where a statement ends a rung or names an ending.
 */
export function commercialOn(statements: readonly Statement[], day: Day, publishers: Publishers): Standing | null {
  const told = ofField(statements, 'commercial');
  const topOf = (statements: readonly Commercial[]): Standing | null =>
    COMMERCIAL_RUNGS.map((rung) => standingOn(statements, rung, day, publishers))
      .filter((held) => held !== null)
      .at(-1) ?? null;
  const endings = COMMERCIAL_ENDINGS.map((ending) => standingOn(told, ending, day, publishers))
    .filter((held) => held !== null)
    .sort((a, b) => (a.start.valid.from < b.start.valid.from ? 1 : -1));
  const ending = endings[0];
  if (!ending) return topOf(told);
  return topOf(told.filter((s) => s.valid.from > begunBy(ending.start))) ?? ending;
}

/** When a statement shows something: a check on its day, everything else when it became known. */
function seenOn(statement: Statement): Day {
  return statement.body.field === 'check' ? statement.valid.from : statement.public.from;
}

/** The flags of a status: a rumour long without news, a state that nobody has looked at lately. */
function flagsOf(standing: Standing, statements: readonly Statement[], day: Day): ('unconfirmed' | 'last_known')[] {
  const flags: ('unconfirmed' | 'last_known')[] = [];
  const flagged = standing.group.filter((s) => s.body.flags?.includes('unconfirmed') && hasBegun(s, day));
  const state = statements.filter(
    (s) => ['commercial', 'company', 'qualification', 'check'].includes(s.body.field) && !s.false,
  );
  const doubts = new Set(flagged.map((s) => s.id));
  const news = state
    .filter((s) => !doubts.has(s.id) && hasBegun(s, day))
    .map(seenOn)
    .filter((seen) => seen <= day)
    .sort()
    .at(-1);
  if (standing.start.body.status === 'rumoured') {
    const doubted = flagged
      .map((s) => begunBy(s))
      .sort()
      .at(-1);
    const old = news === undefined ? begunBy(standing.start) : news;
    if ((doubted !== undefined && doubted >= old) || addDays(old, RUMOUR_DAYS) < day) flags.push('unconfirmed');
  }
  const newest = state.map(seenOn).sort().at(-1);
  if (newest !== undefined && addDays(newest, FRESH_DAYS) < day) flags.push('last_known');
  return flags;
}

/** Where an offer stands commercially on a day, by the statements of the world about it. */
export function answerCommercial(
  statements: readonly Statement[],
  day: Day,
  publishers: Publishers,
  contested: boolean,
): CommercialAnswer {
  const standing = commercialOn(statements, day, publishers);
  if (!standing)
    return { status: 'unknown', since: null, sinceKind: 'begun', flags: contested ? ['contested'] : [], sources: [] };
  const flags = flagsOf(standing, statements, day);
  return {
    status: standing.start.body.status,
    since: sinceOf(standing.start),
    sinceKind: standing.start.body.flags?.includes('seen') ? 'seen' : 'begun',
    flags: contested ? ['contested', ...flags] : flags,
    sources: citeAll(
      standing.group.filter((s) => hasBegun(s, day)),
      publishers,
    ),
  };
}

/** Where a provider stands as a company on a day; null when nothing certain is known. The latest state holds. */
export function answerCompany(
  statements: readonly Statement[],
  day: Day,
  publishers: Publishers,
): CompanyAnswer | null {
  const told = ofField(statements, 'company').filter((s) => !s.false);
  const starts = COMPANY_STATES.map((state) => ({ state, group: told.filter((s) => s.body.state === state) }))
    .map(({ state, group }) => ({ state, group, start: strongStart(group, publishers) }))
    .flatMap(({ state, group, start }) => (start && hasBegun(start, day) ? [{ state, group, start }] : []))
    .sort((a, b) => (a.start.valid.from < b.start.valid.from ? -1 : a.start.valid.from > b.start.valid.from ? 1 : 0));
  const last = starts.at(-1);
  if (!last) return null;
  return {
    state: last.state,
    since: sinceOf(last.start),
    into: last.start.body.into ?? last.group.find((s) => s.body.into)?.body.into ?? null,
    sources: citeAll(
      last.group.filter((s) => hasBegun(s, day)),
      publishers,
    ),
  };
}
