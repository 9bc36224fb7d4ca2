import { command } from '../src/command.ts';
import { EXPIRY_DAYS } from '../src/domain/expiry.ts';
import { keptFor } from '../src/domain/kept.ts';
import type { Button } from '../src/domain/view.ts';
import { expiringData } from '../src/exports/expiry.ts';
import { expiryPages, fullName } from './parts/board/expiry-view.ts';
import { dayOptions, WORLD } from './parts/subject.ts';

/** The cards that are a button away, and the horizons that can be looked to next. */
const CARDS = 3;
const HORIZONS = [365, 1095];

/** Qualifications that end soon, ended, or were renewed. */
export const expiring = command({
  name: 'expiring',
  options: {
    days: { type: 'integer', bare: true, min: 1, max: 3650 },
    ...WORLD,
  },
  answer: async (values, ask) => {
    const w = ask.messages.board.expiring;
    const within = values.days ?? EXPIRY_DAYS;
    const days = dayOptions(values);
    const world = ask.world(values);
    const answer = ask.queries.record.expiring(world, within);
    const first = [...answer.ending, ...answer.ended, ...(answer.next === null ? [] : [answer.next])];
    const further = HORIZONS.find((horizon) => horizon > within);
    const buttons: Button[] = [
      ...first.slice(0, CARDS).map((e) => ({ label: fullName(e).slice(0, 75), line: `offer ${e.subject}${days}` })),
      ...(further === undefined ? [] : [{ label: w.further(further), line: `expiring ${further}${days}` }]),
      { label: w.qualified, line: `offers qualified:yes${world.asOf === ask.today ? '' : ` as-of:${world.asOf}`}` },
      ...(days === '' ? [] : [{ label: w.today, line: `expiring ${within}` }]),
    ];
    return keptFor(answer, `answer ${ask.lang} ${ask.today}${days}`, () => ({
      pages: expiryPages(answer, buttons, ask),
      data: expiringData(answer),
    }));
  },
});
