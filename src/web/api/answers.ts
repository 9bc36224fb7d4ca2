import { EXPIRY_DAYS } from '../../domain/expiry.ts';
import { schemesOf } from '../../domain/statement.ts';
import { boardData } from '../../exports/board.ts';
import { expiringData } from '../../exports/expiry.ts';
import { offersData, standingData } from '../../exports/offer.ts';
import { searchData } from '../../exports/search.ts';
import { timelineData } from '../../exports/timeline/timeline.ts';
import { FOUND } from './parameters.ts';
import { API, JSON_TYPE, json, ofSubject, type Route, route, WORLD, worldOf } from './route.ts';
import { offerAnswer, offersTable, publishersShape, subjectsShape } from './shapes.ts';
import { boardShape, expiringShape, timelineShape } from './shapes-history.ts';
import { statementsShape } from './shapes-statements.ts';

const subjects = route({
  name: 'subjects',
  paths: [{ path: `${API}/subjects` }],
  query: ['kind', 'lang'],
  example: { kind: 'provider', lang: 'en' },
  type: JSON_TYPE,
  shape: subjectsShape,
  file: null,
  answer: ({ kind }, { record, lang, base }) =>
    json({
      subjects: record.subjects
        .filter((s) => kind === undefined || s.kind === kind)
        .map((s) => ({
          id: s.id,
          kind: s.kind,
          name: s.name,
          aliases: s.aliases,
          country: s.country,
          summary: s.summary[lang],
          provider: s.provider,
          url: `${base}${API}/offers/${s.id}`,
        })),
    }),
});

const HOLDS: readonly string[] = ['qualified', 'renewed'];

const offers = route({
  name: 'offers',
  paths: [{ path: `${API}/offers` }],
  query: ['qualified', 'status', 'country', ...WORLD, 'lang'],
  example: { qualified: 'SecNumCloud', country: 'FR', lang: 'en' },
  type: JSON_TYPE,
  shape: offersTable,
  file: null,
  answer: ({ qualified, status, country, ...values }, { record, lang, base, today }) => {
    const world = worldOf(values, today);
    const countryOf = (id: string): string | null => record.subject(id)?.country ?? null;
    const all = record.standings(world).map((standing) => ({
      ...standingData(standing, lang),
      providerName: record.subject(standing.provider)?.name ?? standing.provider,
      country: countryOf(standing.id) ?? countryOf(standing.provider),
      url: `${base}${API}/offers/${standing.id}`,
    }));
    type Row = (typeof all)[number];
    const holds = (row: Row, scheme: string | null): boolean =>
      row.qualification.some((q) => (scheme === null || q.scheme === scheme) && HOLDS.includes(q.state));
    const qualifies = (row: Row): boolean =>
      qualified === 'no' ? !holds(row, null) : holds(row, qualified === 'yes' ? null : (qualified ?? null));
    const fits = (row: Row): boolean =>
      (qualified === undefined || qualifies(row)) &&
      (status === undefined || row.commercial.status === status) &&
      (country === undefined || row.country === country);
    return json({ ...world, offers: all.filter(fits), total: all.length, schemes: schemesOf(record.statements) });
  },
});

const offer = route({
  name: 'offer',
  paths: ofSubject(`${API}/offers`),
  query: [...WORLD, 'lang'],
  example: { 'as-of': '2026-03-01', lang: 'en' },
  type: JSON_TYPE,
  shape: offerAnswer,
  file: null,
  answer: (values, { record, id, lang, today }) => json(offersData(record.offers(id, worldOf(values, today)), lang)),
});

const timeline = route({
  name: 'timeline',
  paths: ofSubject(`${API}/timeline`),
  query: ['since', ...WORLD, 'lang'],
  example: { since: '2025-01-01', 'as-of': '2026-03-01', lang: 'en' },
  type: JSON_TYPE,
  shape: timelineShape,
  file: null,
  answer: ({ since, ...values }, { record, id, lang, today }) =>
    json(timelineData(record.timeline(id, worldOf(values, today), since ?? null), lang)),
});

const promises = route({
  name: 'promises',
  paths: [{ path: `${API}/promises` }],
  query: ['provider', ...WORLD, 'lang'],
  example: { provider: 'bleu', lang: 'en' },
  type: JSON_TYPE,
  shape: boardShape,
  file: null,
  answer: ({ provider, ...values }, { record, lang, today }) =>
    json(boardData(record.promises(worldOf(values, today), provider ?? null), lang)),
});

const expiring = route({
  name: 'expiring',
  paths: [{ path: `${API}/expiring` }],
  query: ['days', ...WORLD],
  example: { days: '365' },
  type: JSON_TYPE,
  shape: expiringShape,
  file: null,
  answer: ({ days, ...values }, { record, today }) =>
    json(expiringData(record.expiring(worldOf(values, today), days ?? EXPIRY_DAYS))),
});

const statements = route({
  name: 'statements',
  paths: [{ path: `${API}/statements` }],
  query: ['q', 'subject', 'limit', ...WORLD, 'lang'],
  example: { q: 'SecNumCloud 2025', subject: 's3ns', lang: 'en' },
  type: JSON_TYPE,
  shape: statementsShape,
  file: null,
  answer: ({ q = '', subject, limit = FOUND, ...values }, { record, lang, today }) => {
    const about = subject === undefined ? {} : { subject };
    const query = { ...worldOf(values, today), text: q, limit, ...about };
    return json(searchData(query, record.search(query), lang));
  },
});

const publishers = route({
  name: 'publishers',
  paths: [{ path: `${API}/publishers` }],
  query: [],
  type: JSON_TYPE,
  shape: publishersShape,
  file: null,
  answer: (_values, { record }) => json({ publishers: record.publishers }),
});

/** What is answered as JSON. */
export const ANSWERS: readonly Route[] = [
  subjects,
  offers,
  offer,
  timeline,
  promises,
  expiring,
  statements,
  publishers,
];
