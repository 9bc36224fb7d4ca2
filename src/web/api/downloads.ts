import { changesAtom } from '../../exports/atom.ts';
import { calendarIcs } from '../../exports/calendar.ts';
import { EVIDENCE_FORMATS, evidenceName, evidenceText } from '../../exports/evidence/evidence.ts';
import { timelinePicture } from '../../exports/timeline/picture.ts';
import type { Values } from './parameters.ts';
import { API, type Asked, fileId, ofSubject, type Route, route, WORLD, worldOf } from './route.ts';
import { datasetShape, evidenceShape } from './shapes-statements.ts';

const TYPES = { json: 'application/json', csv: 'text/csv', yaml: 'application/yaml', md: 'text/markdown' } as const;

const evidence = EVIDENCE_FORMATS.map((format) =>
  route({
    name: `evidence_${format}`,
    paths: ofSubject(`${API}/evidence`, `.${format}`),
    query: [...WORLD, 'lang'],
    example: { 'as-of': '2026-03-01', lang: 'en' },
    type: TYPES[format],
    shape: format === 'json' ? evidenceShape : null,
    file: (values, { record, id, m, today }) => evidenceName(record.evidence(id, worldOf(values, today)), format, m),
    attached: format !== 'json',
    dated: format === 'md',
    answer: (values, { record, id, lang, m, today }) =>
      evidenceText(record.evidence(id, worldOf(values, today)), format, lang, m, today),
  }),
);

/** The picture of a subject's history, and the name to keep it under. */
function pictureOf(values: Values, { record, id, lang, m, today }: Asked) {
  const answer = record.timeline(id, worldOf(values, today), values.since ?? null);
  return timelinePicture(answer, (one) => record.subject(one)?.name ?? one, lang, m).picture;
}

const PICTURE = ['since', ...WORLD, 'lang', 'theme'] as const;
const PICTURED = { since: '2024-01-01', 'as-of': '2026-03-01', lang: 'en' } as const;
const pictureName = (values: Values, { id, today }: Asked, ending: string): string =>
  `vigie-timeline-${fileId(id)}-${worldOf(values, today).asOf}.${ending}`;

const pictures = [
  route({
    name: 'timeline_svg',
    paths: ofSubject(`${API}/timeline`, '.svg'),
    query: PICTURE,
    example: PICTURED,
    type: 'image/svg+xml',
    shape: null,
    file: (values, asked) => pictureName(values, asked, 'svg'),
    answer: (values, asked) => ({ draw: 'svg', picture: pictureOf(values, asked), theme: values.theme ?? 'light' }),
  }),
  route({
    name: 'timeline_png',
    paths: ofSubject(`${API}/timeline`, '.png'),
    query: PICTURE,
    example: PICTURED,
    type: 'image/png',
    shape: null,
    file: (values, asked) => pictureName(values, asked, 'png'),
    answer: (values, asked) => ({ draw: 'png', picture: pictureOf(values, asked), theme: values.theme ?? 'light' }),
  }),
];

const datasets = (['json', 'csv', 'yaml'] as const).map((format) =>
  route({
    name: `dataset_${format}`,
    paths: [{ path: `${API}/dataset.${format}` }],
    query: [],
    type: TYPES[format],
    shape: format === 'json' ? datasetShape : null,
    file: (_values, { record }) => `vigie-dataset-${record.latest}.${format}`,
    attached: format !== 'json',
    answer: (_values, { record, dataset }) => dataset(record, format),
  }),
);

/** `vigie-changes-bleu`: what a subscription would be called as a file. */
const named = (what: string, provider: string | undefined): string =>
  provider === undefined ? `vigie-${what}` : `vigie-${what}-${fileId(provider)}`;

const changes = route({
  name: 'changes',
  paths: [{ path: '/changes.atom' }],
  query: ['provider', 'lang'],
  example: { provider: 'bleu', lang: 'en' },
  type: 'application/atom+xml',
  shape: null,
  file: ({ provider }) => `${named('changes', provider)}.atom`,
  answer: ({ provider }, { record, lang, m, base }) => {
    const query = new URLSearchParams({ ...(provider === undefined ? {} : { provider }), lang });
    return changesAtom(record, provider ?? null, lang, m, {
      self: `${base}/changes.atom?${query}`,
      subject: (id) => `${base}${API}/offers/${id}?lang=${lang}`,
    });
  },
});

const calendar = route({
  name: 'calendar',
  paths: [{ path: '/calendar.ics' }],
  query: ['provider', 'lang'],
  example: { provider: 's3ns', lang: 'en' },
  type: 'text/calendar',
  shape: null,
  file: ({ provider }) => `${named('calendar', provider)}.ics`,
  answer: ({ provider }, { record, lang, m, today }) =>
    calendarIcs(record, provider ?? null, { asOf: today, knownOn: null, recordedOn: null }, lang, m),
});

/** What is taken away as a file, or followed. */
export const DOWNLOADS: readonly Route[] = [...pictures, ...evidence, ...datasets, changes, calendar];
