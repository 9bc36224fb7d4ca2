import { command } from '../src/command.ts';
import { searchData } from '../src/exports/search.ts';
import { refusal } from './parts/refusal.ts';
import { type Asked, foundPages, nothingFound, searchLine } from './parts/search-view.ts';
import { readSubject, WORLD } from './parts/subject.ts';

/** Assertions an answer goes down to; a narrower question reaches the others. */
const MOST = 48;

/** Full text over the statements of the record. */
export const search = command({
  name: 'search',
  options: {
    text: { type: 'text', bare: true, verbatim: true, required: true },
    subject: { type: 'text', suggest: 'subject' },
    ...WORLD,
  },
  answer: async (values, ask) => {
    const { messages: m } = ask;
    const { asOf, knownOn, recordedOn, text } = values;
    const days = { asOf, knownOn, recordedOn };
    if (!/[\p{L}\p{N}]/u.test(text))
      return refusal(m, [m.search.noWords(text.slice(0, 80))], { error: 'no_words', option: 'text' });
    const read =
      values.subject === undefined
        ? { subject: null }
        : readSubject(values.subject, 'subject', ask, (id) => searchLine(text, id, days));
    if ('refused' in read) return read.refused;
    const { subject } = read;
    const query = { ...ask.world(days), text, limit: MOST, ...(subject === null ? {} : { subject: subject.id }) };
    const asked: Asked = { query, subject, days };
    const found = ask.queries.record.search(query);
    const data = searchData(query, found, ask.lang);
    const [first, ...rest] = foundPages(found, asked, ask);
    return first === undefined ? { pages: [nothingFound(found, asked, ask)], data } : { pages: [first, ...rest], data };
  },
});
