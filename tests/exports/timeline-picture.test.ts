import { expect, test } from 'vitest';
import type { Day } from '../../src/domain/period.ts';
import type { TimelinePicture } from '../../src/domain/picture.ts';
import type { AsOf } from '../../src/domain/statement.ts';
import { timelinePicture, timelinePicturePath } from '../../src/exports/timeline/picture.ts';
import { messagesOf } from '../../src/messages/index.ts';
import type { DatasetRecord } from '../../src/queries.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { day, statements } from '../record/any.ts';
import { PARTS, RELEASED, told } from '../record/dataset.ts';

const released = createRecord(await loadDataset(RELEASED));
const on = (asOf: Day): AsOf => ({ asOf, knownOn: null, recordedOn: null });

function drawn(record: DatasetRecord, id: string, asOf: Day, lang: 'en' | 'fr' = 'en', since: Day | null = null) {
  const nameOf = (one: string): string => record.subject(one)?.name ?? one;
  return timelinePicture(record.timeline(id, on(asOf), since), nameOf, lang, messagesOf(lang));
}

const laneOf = (picture: TimelinePicture, label: string) => picture.lanes.find((lane) => lane.label === label);

/** What must hold of any picture: a painter may rely on it. */
function expectDrawable(picture: TimelinePicture): void {
  expect(picture.lanes.length).toBeLessThanOrEqual(6);
  expect(picture.shown.from < picture.day.at && picture.day.at <= picture.shown.to).toBe(true);
  for (const lane of picture.lanes) {
    expect(lane.label).not.toBe('');
    expect(lane.stretches.length + lane.marks.length).toBeGreaterThan(0);
    for (const [i, bar] of lane.stretches.entries()) {
      if (bar.to !== null) expect(bar.from <= bar.to).toBe(true);
      if (bar.begun !== undefined) expect(bar.begun > bar.from).toBe(true);
      expect(bar.label).not.toMatch(/undefined|^$/);
      expect(bar.height > 0 && bar.height <= 1).toBe(true);
      const next = lane.stretches[i + 1];
      if (next) expect(bar.to !== null && bar.to < next.from).toBe(true);
    }
    for (const mark of lane.marks) {
      expect(mark.at.from <= mark.at.to).toBe(true);
      expect(mark.label).not.toMatch(/undefined|^$/);
    }
  }
}

test('every subject of the record, in both languages, has a picture that can be drawn and read', () => {
  for (const { id } of released.subjects)
    for (const lang of ['en', 'fr'] as const)
      for (const asOf of ['2022-06-30', '2026-11-22']) {
        const { picture, alt } = drawn(released, id, asOf, lang);
        expectDrawable(picture);
        for (const lane of picture.lanes) expect(alt).toContain(lane.label);
        expect(alt).not.toMatch(/undefined|null|NaN/);
      }
});

test('whatever is stated, bars of a lane follow one another and six lanes are enough', () => {
  fc.assert(
    fc.property(statements, day, fc.option(day, { nil: null }), (all, asOf, since) => {
      expectDrawable(drawn(createRecord({ ...PARTS, statements: all }), 'acme', asOf, 'fr', since).picture);
    }),
    { numRuns: 300 },
  );
});

test('a provider of two offers has their ladders side by side, one of many a lane per offer', () => {
  const s3ns = drawn(released, 's3ns', '2026-11-22').picture.lanes.map((lane) => lane.label);
  expect(s3ns).toEqual([
    'PREMI3NS · Availability',
    'PREMI3NS · SecNumCloud',
    'CRYPT3NS · Availability',
    'Promises',
    'Key events',
  ]);
  const { picture } = drawn(released, 'ovhcloud', '2026-11-22');
  const pod = laneOf(picture, 'Bare Metal Pod');
  expect(pod?.stretches.map((s) => s.label)).toEqual(['generally available']);
  expect(pod?.marks.map((m) => [m.label, m.shape])).toEqual([
    ['SecNumCloud: qualified', 'event'],
    ['until 24 March 2028', 'end'],
  ]);
  // One table gets the version wrong, not the qualification: nothing says that it is not qualified.
  expect(picture.lanes.flatMap((lane) => lane.marks).map((m) => m.label)).not.toContain(
    'SecNumCloud: false: qualified',
  );
});

test('offers for which there is no lane are named in the words', () => {
  const names = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven'];
  const [provider, offer] = PARTS.subjects;
  if (!provider || !offer) throw new Error('no subjects');
  const record = createRecord({
    ...PARTS,
    subjects: [provider, ...names.map((name) => ({ ...offer, id: `acme/${name.toLowerCase()}`, name }))],
    statements: names.map((name) =>
      told({ subject: `acme/${name.toLowerCase()}`, body: { field: 'commercial', status: 'launched' } }),
    ),
  });
  const { picture, alt } = drawn(record, 'acme', '2026-11-22');
  expect(picture.lanes).toHaveLength(6);
  const left = names.filter((name) => !picture.lanes.some((lane) => lane.label.startsWith(name)));
  expect(left).toHaveLength(1);
  expect(alt).toContain(`Not in the picture: ${left[0]}.`);
});

test('a promise is drawn on the days it names, from the day it was made, kept, missed or open', () => {
  const { picture, alt } = drawn(released, 'bleu', '2026-11-22');
  const marks = laneOf(picture, 'Promises')?.marks ?? [];
  expect(marks.find((m) => m.label.includes('overdue'))).toEqual({
    at: { from: '2026-01-01', to: '2026-06-30' },
    label: 'SecNumCloud: qualified · overdue by 145 days',
    tone: 'bad',
    shape: 'missed',
    since: '2025-04-17',
  });
  expect(marks.some((m) => m.shape === 'due' && m.label.endsWith(' · open'))).toBe(true);
  expect(alt).toContain('SecNumCloud: qualified (the first half of 2026): overdue by 145 days');
  expect(alt).toMatch(/Only in the list: \d+ other promises/);
  const kept = laneOf(drawn(released, 's3ns', '2026-11-22').picture, 'Promises')?.marks ?? [];
  expect(kept.some((m) => m.shape === 'kept' && m.tone === 'good')).toBe(true);
});

test('a qualification is drawn to the end it has on paper, and past it as ended', () => {
  const before = laneOf(drawn(released, 'outscale', '2026-11-22').picture, 'SecNumCloud');
  expect(before?.stretches.at(-1)).toMatchObject({ label: 'qualified', tone: 'good', to: '2026-11-30' });
  expect(before?.marks).toContainEqual({
    at: { from: '2026-11-30', to: '2026-11-30' },
    label: 'until 30 November 2026',
    tone: 'warn',
    shape: 'end',
  });
  const after = laneOf(drawn(released, 'outscale', '2026-12-31').picture, 'SecNumCloud');
  expect(after?.stretches.at(-1)).toMatchObject({
    label: 'ended on paper',
    tone: 'warn',
    from: '2026-12-01',
    to: null,
  });
});

test('a start known by its month is a slope over it, and the bar before ends where it begins', () => {
  const lane = laneOf(drawn(released, 's3ns/premi3ns', '2026-11-22').picture, 'Availability');
  expect(lane?.stretches).toMatchObject([
    { label: 'announced', to: '2025-09-30' },
    { label: 'generally available', from: '2025-10-01', begun: '2025-10-31', to: null },
  ]);
});

test('the words of a picture say no more than it shows for the time asked about', () => {
  const { picture, alt } = drawn(released, 'bleu', '2026-11-22', 'fr', '2026-01-01');
  expect(picture.shown.from).toBe('2026-01-01');
  expect(alt).toMatch(/^L’image va de 2026 à 2027\. /);
  expect(alt).not.toContain('J0');
});

test('the address of a picture carries the days that were asked, and no more', () => {
  const answer = released.timeline(
    'bleu/cloud',
    { asOf: '2024-01-31', knownOn: '2024-02-01', recordedOn: '2026-11-21' },
    '2022-01-01',
  );
  expect(timelinePicturePath(answer, 'fr')).toBe(
    '/api/v1/timeline/bleu/cloud.png?lang=fr&as-of=2024-01-31&known-on=2024-02-01&recorded-on=2026-11-21&since=2022-01-01',
  );
  expect(timelinePicturePath(released.timeline('bleu', on('2024-01-31'), null), 'en')).toBe(
    '/api/v1/timeline/bleu.png?lang=en&as-of=2024-01-31',
  );
});
