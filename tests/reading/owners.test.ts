import { expect, test } from 'vitest';
import { mergeClaims } from '../../src/reading/claims.ts';
import { createReader } from '../../src/reading/read.ts';
import { PUBLISHERS, TRACKED } from '../fixtures/reading/names.ts';

const read = createReader({ tracked: TRACKED, publishers: PUBLISHERS });
const reading = (title: string, summary = '') =>
  read({ id: title, title, summary, published: '2025-12-09T08:10:00.000Z' });

const RUMOURS = [
  [
    'S3NS serait sur le point d’obtenir la qualification SecNumCloud',
    'Selon des sources concordantes, la filiale de Thales, qui exploite les technologies de Google Cloud, attendrait la décision de l’ANSSI avant la fin de l’année. S3NS ne souhaite pas commenter.',
  ],
  [
    'S3NS said to be close to SecNumCloud qualification',
    'According to Le Fil Cloud, the Thales subsidiary built on Google Cloud technology could be qualified by ANSSI before the end of the year. The company declined to comment.',
  ],
] as const;

test.each(RUMOURS)('%s: the owner acts in nothing', (title, summary) => {
  const r = reading(title, summary);
  expect([r.events, r.stance]).toEqual([['rumour', 'qualification_milestone'], 'rumour']);
  expect(r.main).toBe('s3ns');
  expect(r.providers.map((p) => p.id)).toEqual(['s3ns', 'thales']);
  expect(new Set(r.claims.map((c) => c.provider))).toEqual(new Set(['s3ns']));
  expect(r.claims.map((c) => `${c.field} ${c.value}`)).toEqual([
    'status rumoured',
    'date_promised SecNumCloud qualification: 2025-Q4',
    'technology Google Cloud',
  ]);
  expect(r.claims.find((c) => c.field === 'date_promised')?.period?.to).toBe('2025-12-31');
});

test.each([
  ['Bleu lance ses offres', 'La coentreprise d’Orange et Capgemini ouvre son cloud de confiance.', 'bleu'],
  ['Le cloud de S3NS grandit', 'Detenue par Thales, la société ouvre une région cloud.', 's3ns'],
  ['The Thales subsidiary S3NS opens a cloud region', '', 's3ns'],
  ['Die Thales-Tochter S3NS eröffnet eine Cloud-Region', '', 's3ns'],
  ['NumSpot, filiale de Docaposte, lance son cloud', '', 'numspot'],
])('%s %s is about %s, named first', (title, summary, main) => {
  const r = reading(title, summary);
  expect(r.main).toBe(main);
  expect(r.providers[0]?.id).toBe(main);
});

test('where only the owner is named, the item is about nobody it names', () => {
  const r = reading('La filiale de Thales obtient la qualification SecNumCloud pour son cloud');
  expect(r.main).toBe(null);
  expect(r.claims).toEqual([]);
});

test('an owner that acts is the actor', () => {
  expect(reading('Thales ouvre le capital de sa filiale cloud S3NS').providers.map((p) => p.id)).toContain('thales');
  expect(reading('Capgemini quitte le cloud de confiance').main).toBe('capgemini');
});

test('a rumour promises a date only where it says what is to come', () => {
  const r = reading(
    'S3NS serait en discussions avec un fonds pour son cloud',
    'Une annonce viendrait avant la fin de l’année.',
  );
  expect(r.claims.filter((c) => c.field === 'date_promised')).toEqual([]);
});

test('with and without a date it is one claim, and the date stays', () => {
  const claim = { provider: 's3ns', field: 'qualification', value: 'SecNumCloud granted', reason: 'r' } as const;
  expect(mergeClaims([claim], [{ ...claim, date: '2025-12' }], [{ ...claim, date: '2025-12-17' }, claim])).toEqual([
    { ...claim, date: '2025-12-17' },
  ]);
  const other = { ...claim, provider: 'bleu' };
  expect(mergeClaims([{ ...claim, date: '2025-12-17' }], [claim, other])).toHaveLength(2);
});
