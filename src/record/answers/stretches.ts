import type { Citation, Since } from '../../domain/answer.ts';
import type { LadderStretch } from '../../domain/history.ts';
import { addDays, type Day } from '../../domain/period.ts';
import { type Statement, schemesOf } from '../../domain/statement.ts';
import { type Publishers, weigh } from '../weighing/weights.ts';
import { begunBy, hasBegun, ofField } from '../weighing/worlds.ts';
import { answerCommercial, answerCompany } from './ladders.ts';
import { answerQualifications } from './qualifications.ts';

/** What stands on a ladder on a day. */
type Standing = {
  readonly state: string;
  readonly since: Since | null;
  readonly until: LadderStretch['until'];
  readonly strong: boolean;
  readonly sources: readonly Citation[];
};

/** A ladder: the statements that can change what stands on it, and what does on a day. */
type Ladder = {
  readonly name: string;
  readonly told: readonly Statement[];
  readonly on: (day: Day) => Standing | null;
};

/**
 * Every day up to `last` on which an answer from these statements may change: something has surely begun, or is over
 * since the day before.
 */
function turningDays(statements: readonly Statement[], last: Day): Day[] {
  const days = statements.flatMap((s) => [
    begunBy(s),
    ...(s.valid.to === null ? [] : [addDays(s.valid.to, 1)]),
    ...(s.body.field === 'qualification' && s.body.until !== null ? [addDays(s.body.until, 1)] : []),
  ]);
  return [...new Set(days)].filter((day) => day <= last).sort();
}

/** Since when a state stands that the record answers with from `day` on: a state taken up again began on that day. */
function beganOn(standing: Standing, day: Day): Since | null {
  const { since } = standing;
  return since === null || day <= since.to ? since : { from: day, to: day, precision: 'day' };
}

function stretchesOf(subject: string, ladder: Ladder, last: Day): LadderStretch[] {
  const stretches: LadderStretch[] = [];
  let before: { readonly standing: Standing; readonly stretch: LadderStretch } | null = null;
  for (const day of turningDays(ladder.told, last)) {
    const standing = ladder.on(day);
    const goes = before !== null && standing !== null && isSame(before.standing, standing);
    if (before !== null && !goes) stretches.push({ ...before.stretch, to: addDays(day, -1) });
    if (standing === null) before = null;
    else {
      const { state, until, strong, sources } = standing;
      // The latest answer of a stretch knows the most sources.
      const told = { subject, ladder: ladder.name, state, until, strong, sources, to: null };
      const start: Pick<LadderStretch, 'since' | 'from'> =
        goes && before !== null ? before.stretch : { since: beganOn(standing, day), from: day };
      before = { standing, stretch: { ...told, since: start.since, from: start.from } };
    }
  }
  return before === null ? stretches : [...stretches, before.stretch];
}

/** A second decision on the same step is a stretch of its own. */
function isSame(a: Standing, b: Standing): boolean {
  return a.state === b.state && a.since?.from === b.since?.from && a.since?.precision === b.since?.precision;
}

function commercialLadder(statements: readonly Statement[], publishers: Publishers): Ladder {
  const told = ofField(statements, 'commercial');
  return {
    name: 'commercial',
    told,
    on: (day) => {
      const { status, since, sources } = answerCommercial(told, day, publishers, false);
      if (status === 'unknown') return null;
      const saying = told.filter((s) => s.body.status === status && hasBegun(s, day));
      // A rumour stands without strength; every other rung has it.
      const strong = status !== 'rumoured' || weigh(saying, publishers).strong;
      return { state: status, since, until: null, strong, sources };
    },
  };
}

function companyLadder(statements: readonly Statement[], publishers: Publishers): Ladder {
  const told = ofField(statements, 'company');
  return {
    name: 'company',
    told,
    on: (day) => {
      const answer = answerCompany(told, day, publishers);
      return answer && { ...answer, until: null, strong: true };
    },
  };
}

function schemeLadder(scheme: string, statements: readonly Statement[], publishers: Publishers): Ladder {
  const told = [...ofField(statements, 'qualification'), ...ofField(statements, 'check')].filter(
    (s) => s.body.scheme === scheme,
  );
  return {
    name: scheme,
    told,
    on: (day) => {
      const answer = answerQualifications(told, day, publishers).find((q) => q.scheme === scheme);
      if (answer === undefined || answer.state === 'none') return null;
      const { state, since, until, untilKind, sources } = answer;
      return {
        state,
        since,
        until: until === null ? null : { day: until, kind: untilKind },
        strong: true,
        sources,
      };
    },
  };
}

/**
 * The states that stood on the ladders of a subject up to `last`, each ladder's oldest first, from the statements of one
 * world that the record answers about it with. On every day the stretch that stands says what the record answers as of
 * that day; where none stands nothing certain is known.
 */
export function answerStretches(
  subject: string,
  statements: readonly Statement[],
  last: Day,
  publishers: Publishers,
  ladders: 'offer' | 'company',
): LadderStretch[] {
  const kept =
    ladders === 'company'
      ? [companyLadder(statements, publishers)]
      : [
          commercialLadder(statements, publishers),
          ...schemesOf(statements).map((scheme) => schemeLadder(scheme, statements, publishers)),
        ];
  return kept.flatMap((ladder) => stretchesOf(subject, ladder, last));
}
