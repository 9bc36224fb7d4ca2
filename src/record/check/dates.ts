import type { Statement } from '../../domain/statement.ts';
import type { Fault } from '../fault.ts';
import type { Loaded } from '../load.ts';
import type { Report } from './report.ts';

type Told = readonly [problem: string, remedy: string];

/** What a catalogue, a ladder or a ledger shows is there; what is only to come is a promise. */
const STATES = ['commercial', 'company', 'qualification', 'check', 'owner', 'fulfilment'];
/** States may be told ahead of their day (a service to be shut down), not years ahead. */
const AHEAD = 1;

const years = (day: string): number => Number(day.slice(0, 4));

function taken(s: Statement): Told[] {
  const told: Told[] = [];
  if (s.public.from > s.recorded) {
    told.push([
      `public from ${s.public.from}, recorded ${s.recorded}`,
      'A statement is taken in after it became public: correct public: or recorded:.',
    ]);
  } else if (s.public.to > s.recorded) {
    told.push([
      `public up to ${s.public.to}, recorded ${s.recorded}`,
      `It was public when it was taken in: end the interval by ${s.recorded}.`,
    ]);
  }
  if (STATES.includes(s.body.field) && years(s.valid.from) > years(s.recorded) + AHEAD) {
    told.push([
      `begins ${s.valid.from}, recorded ${s.recorded}`,
      'Correct from:, or write what is still to come as a promise:.',
    ]);
  }
  return told;
}

function decision(s: Statement): Told[] {
  if (s.body.field !== 'qualification') return [];
  const { decided, announced, until } = s.body;
  const told: Told[] = [];
  if (decided !== null && until !== null && until <= decided)
    told.push([
      `ends ${until}, decided ${decided}`,
      'A qualification ends after its decision: correct decided or until.',
    ]);
  if (decided !== null && announced !== null && announced < decided)
    told.push([
      `announced ${announced}, decided ${decided}`,
      'A decision is announced once taken: swap or correct the two.',
    ]);
  if (decided !== null && decided > s.recorded)
    told.push([`decided ${decided}, recorded ${s.recorded}`, 'A decision is recorded once taken: correct decided.']);
  if (decided !== null && decided < s.valid.from)
    told.push([`decided ${decided}, begins ${s.valid.from}`, `It holds from its decision: write from: ${decided}.`]);
  return told;
}

function promise(s: Statement): Told[] {
  if (s.body.field !== 'promise' || s.body.due.to >= s.valid.from) return [];
  return [[`due ${s.body.due.to}, made ${s.valid.from}`, 'A promise is made before it is due: correct from: or due.']];
}

/** Dates that cannot be: known before it was said to be, decided after the end, recorded before known. */
export function dateFaults(loaded: Loaded, report: Report): Fault[] {
  return loaded.statements.flatMap((s) =>
    [...taken(s), ...decision(s), ...promise(s)].map(([problem, remedy]) =>
      report('impossible_dates', s, problem, remedy),
    ),
  );
}
