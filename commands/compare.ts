import { command } from '../src/command.ts';
import { compareData } from '../src/exports/compare.ts';
import { chooseOffers } from './parts/compare/choose.ts';
import { differences } from './parts/compare/differs.ts';
import { comparePages } from './parts/compare/view.ts';
import { WORLD } from './parts/subject.ts';

/** Two to four offers side by side, in one world. */
export const compare = command({
  name: 'compare',
  options: {
    a: { type: 'text', bare: true, verbatim: true, required: true, suggest: 'subject' },
    b: { type: 'text', suggest: 'subject' },
    c: { type: 'text', suggest: 'subject' },
    d: { type: 'text', suggest: 'subject' },
    ...WORLD,
  },
  answer: async (values, ask) => {
    const { asOf, knownOn, recordedOn } = values;
    const days = { asOf, knownOn, recordedOn };
    const world = ask.world(days);
    const read = chooseOffers(values, days, world, ask);
    if ('refused' in read) return read.refused;
    const { chosen, said } = read;
    const offers = chosen.map(({ offer }) => offer);
    const differs = differences(offers, ask);
    const subjects = chosen.map(({ subject }) => subject.id);
    return {
      pages: comparePages(chosen, differs, said, world, days, ask),
      data: compareData(subjects, { ...world, offers }, differs, ask.lang),
    };
  },
});
