import { ANSWERS } from './answers.ts';
import { DOWNLOADS } from './downloads.ts';
import { describe } from './openapi.ts';
import { API, JSON_TYPE, json, type Route, route } from './route.ts';
import { indexShape } from './shapes.ts';

const LICENCE = {
  id: 'CC-BY-4.0',
  name: 'CC BY 4.0',
  url: 'https://creativecommons.org/licenses/by/4.0/',
  credit: 'Vigie dataset',
} as const;

const index = route({
  name: 'index',
  paths: [{ path: API }],
  query: [],
  type: JSON_TYPE,
  shape: indexShape,
  file: null,
  answer: (_values, { record, base }) =>
    json({
      name: 'Vigie',
      licence: LICENCE,
      dataset: {
        latest: record.latest,
        subjects: record.subjects.length,
        publishers: record.publishers.length,
        statements: record.statements.length,
      },
      links: Object.fromEntries(
        ROUTES.map(({ name, paths }) => [name, `${base}${(paths[0]?.path ?? '').replace('{provider}', '{id}')}`]),
      ),
    }),
});

const openapi = route({
  name: 'openapi',
  paths: [{ path: `${API}/openapi.json` }],
  query: ['lang'],
  type: JSON_TYPE,
  shape: null,
  file: null,
  answer: (_values, asked) => json(describe(ROUTES, asked)),
});

/** Every way in, in the order in which they are told. */
export const ROUTES: readonly Route[] = [index, openapi, ...ANSWERS, ...DOWNLOADS];
