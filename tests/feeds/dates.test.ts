import { expect, test } from 'vitest';
import { parseDate, plausible } from '../../feeds/dates.ts';
import { fc } from '../property.ts';

test.each([
  ['Fri, 03 Jul 2020 10:00:00 GMT', '2020-07-03T10:00:00.000Z'],
  ['Fri, 3 Jul 20 10:00 EST', '2020-07-03T15:00:00.000Z'],
  ['03 Jul 2020', '2020-07-03T00:00:00.000Z'],
  ['Fri, 03 Jul 2020 10:00:00 +02:00', '2020-07-03T08:00:00.000Z'],
  ['Fri, 03 Jul 2020 3:09pm CEST', '2020-07-03T13:09:00.000Z'],
  ['Fri Jul  3 10:00:00 2020', '2020-07-03T10:00:00.000Z'],
  ['Fri Jul 03 2020 10:00:00 GMT+0200 (heure d’été)', '2020-07-03T08:00:00.000Z'],
  ['mar. 03 mars 2020 10:00:00 +0100', '2020-03-03T09:00:00.000Z'],
  ['Tue Mar 3 10:00:00 2020', '2020-03-03T10:00:00.000Z'],
  ['ven., 1er janv. 2021', '2021-01-01T00:00:00.000Z'],
  ['lundi 24 août 2020 à 10h30', '2020-08-24T10:30:00.000Z'],
  ['Mi, 02 Dez 2020 10:00:00 MEZ', '2020-12-02T09:00:00.000Z'],
  ['3 März 2020', '2020-03-03T00:00:00.000Z'],
  ['July 3, 2020', '2020-07-03T00:00:00.000Z'],
  ['2020-07-03', '2020-07-03T00:00:00.000Z'],
  ['2020-07', '2020-07-01T00:00:00.000Z'],
  ['20200703T100000Z', '2020-07-03T10:00:00.000Z'],
  ['2020-07-03T10:00:00.5+02:00', '2020-07-03T08:00:00.500Z'],
  ['2020-07-03 10:00:00 Europe/Brussels', '2020-07-03T08:00:00.000Z'],
  ['2020-07-03T10:00:00+00:00Z', '2020-07-03T10:00:00.000Z'],
  ['2020-07-03T24:00:00Z', '2020-07-04T00:00:00.000Z'],
  ['25/12/2020 10:00', '2020-12-25T10:00:00.000Z'],
  ['12/25/2020', '2020-12-25T00:00:00.000Z'],
  ['03.07.2020', '2020-07-03T00:00:00.000Z'],
])('reads %s', (text, expected) => {
  expect(parseDate(text)).toBe(expected);
});

test.each([
  '',
  'bientôt',
  'yesterday',
  '2020-02-30',
  '2020-13-01',
  'Sun, 31 Apr 2020 10:00:00 GMT',
  '03/07/2020',
  '1593763200',
  '202007',
  '10:00',
  'Fri, 03 Jul 2020 25:00:00 GMT',
  'Fri, 03 Jul 2020 10:00:00 +9999',
  '2020-07-03T10:00:00 Nowhere/Town',
  '3 Brumaire 2020',
])('does not guess at %s', (text) => {
  expect(parseDate(text)).toBeNull();
});

test('reads back every instant in the forms machines write, and never throws', () => {
  const instants = fc.date({
    min: new Date('1990-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, (date) => {
      const seconds = new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString();
      return parseDate(date.toISOString()) === date.toISOString() && parseDate(date.toUTCString()) === seconds;
    }),
  );
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => /^$|Z$/.test(parseDate(text) ?? '')));
});

test('tells what cannot be a publication', () => {
  const now = '2026-11-22T00:00:00.000Z';
  expect(plausible('2026-11-23T10:00:00.000Z', now)).toBe('ok');
  expect(plausible('2026-11-24T00:00:00.000Z', now)).toBe('far_future');
  expect(plausible('1970-01-01T00:00:00.000Z', now)).toBe('too_old');
});
