import type { Claim } from '../domain/event.ts';
import { parseCalendar } from '../domain/period.ts';
import type { Messages } from './index.ts';

const STEP = /^(.+) (granted|J0|J1|in progress|targeted|renewed|refused)$/;
const DUE = /^(.+): ([^:]+)$/;
const QUALIFIED = /^(.+) qualification$/;

/** A claim in the reader's words, with its day: `SecNumCloud qualification granted (17 December 2025)`. */
export function claimWords(claim: Claim, m: Messages): string {
  const day = claim.date === undefined ? null : parseCalendar(claim.date);
  return `${valueWords(claim, m)}${day === null ? '' : ` (${m.common.calendar(day.from, day.precision)})`}`;
}

/** The value of a claim in words; one that is written otherwise than expected is shown as it is, under its field. */
function valueWords({ field, value }: Claim, m: Messages): string {
  const w = m.cards.claim;
  switch (field) {
    case 'status':
      return w.statuses[value] ?? labelled(w.fields.status, value, m);
    case 'qualification': {
      const [, scheme, step] = STEP.exec(value) ?? [];
      const words = step === undefined ? undefined : w.steps[step];
      return scheme === undefined || words === undefined ? labelled(w.fields.qualification, value, m) : words(scheme);
    }
    case 'date_promised': {
      const [, what, period] = DUE.exec(value) ?? [];
      const due = period === undefined ? null : parseCalendar(period);
      if (what === undefined || due === null) return labelled(w.fields.date_promised, value, m);
      const scheme = QUALIFIED.exec(what)?.[1];
      const words = scheme === undefined ? (w.promised[what] ?? what) : w.promisedQualification(scheme);
      return w.due(words, m.common.calendar(due.from, due.precision));
    }
    case 'owner':
    case 'technology':
    case 'customer':
      return labelled(w.fields[field], value, m);
  }
}

function labelled(label: string, value: string, m: Messages): string {
  return `${m.common.colon(label)} ${value}`;
}
