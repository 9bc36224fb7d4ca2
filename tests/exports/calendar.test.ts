import { expect, test } from 'vitest';
import type { AsOf, Statement } from '../../src/domain/statement.ts';
import { calendarIcs } from '../../src/exports/calendar.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { PARTS, RELEASED, told } from '../record/dataset.ts';

const TODAY = '2026-11-22';
const on = (asOf: string): AsOf => ({ asOf, knownOn: null, recordedOn: null });

/** A line of a calendar: its name, parameters and value as they stand. */
type Line = { readonly name: string; readonly value: string };
type Part = { readonly kind: string; readonly lines: Line[]; readonly parts: Part[] };

/** The lines of a calendar, unfolded. Throws on one that is not ended by CRLF or is longer than 75 octets. */
function linesOf(text: string): string[] {
  if (!text.endsWith('\r\n')) throw new Error('the last line is not ended');
  if (/[^\r]\n|\r[^\n]/.test(text)) throw new Error('a line break that is not CRLF');
  for (const line of text.split('\r\n')) {
    if (Buffer.byteLength(line) > 75) throw new Error(`longer than 75 octets: ${line}`);
    if (!line.isWellFormed()) throw new Error('a character was cut');
  }
  return text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
}

/** A strict reader of RFC 5545: parts end what they begin, and there is one calendar. */
function read(text: string): Part {
  const root: Part = { kind: 'file', lines: [], parts: [] };
  const stack: Part[] = [root];
  for (const line of linesOf(text)) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? [];
    const here = stack.at(-1);
    if (name === '' || here === undefined) throw new Error(`no line of a calendar: ${line}`);
    if (name === 'BEGIN') {
      const part: Part = { kind: value, lines: [], parts: [] };
      here.parts.push(part);
      stack.push(part);
    } else if (name !== 'END') here.lines.push({ name, value });
    else if (stack.pop()?.kind !== value) throw new Error(`${value} ends what it did not begin`);
  }
  const [calendar, ...more] = root.parts;
  if (stack.length !== 1 || calendar?.kind !== 'VCALENDAR' || more.length > 0) throw new Error('not one calendar');
  return calendar;
}

const rawOf = (part: Part | undefined, name: string): string | null =>
  part?.lines.find((line) => line.name === name)?.value ?? null;
const textOf = (part: Part | undefined, name: string): string =>
  (rawOf(part, name) ?? '').replace(/\\([nN\\;,])/g, (_all, c: string) => (c.toLowerCase() === 'n' ? '\n' : c));
const events = (calendar: Part): Part[] => calendar.parts.filter((part) => part.kind === 'VEVENT');

function calendarOf(statements: readonly Statement[], asOf = TODAY, subject: string | null = null) {
  const record = createRecord({ ...PARTS, tracked: [], statements });
  return read(calendarIcs(record, subject, on(asOf), 'en', messagesOf('en')));
}

const qualified = (more: Partial<Extract<Statement['body'], { field: 'qualification' }>> = {}) =>
  told({
    body: {
      field: 'qualification',
      scheme: 'SecNumCloud',
      step: 'qualified',
      scope: ['IaaS', 'PaaS'],
      version: '3.2',
      decision: '2057',
      decided: '2024-06-01',
      announced: null,
      until: '2027-06-01',
      untilKind: 'stated',
      ...more,
    },
    valid: { from: '2024-06-01', to: null, precision: 'day' },
  });

const promised = told({
  body: {
    field: 'promise',
    target: { ladder: 'commercial', rung: 'generally_available' },
    bound: 'by',
    due: { from: '2027-01-01', to: '2027-03-31' },
  },
  text: { fr: 'Ouverture au premier trimestre 2027.', en: 'Open in the first quarter of 2027.' },
});

test('the released record gives a calendar that holds to the rules, in both languages', async () => {
  const record = createRecord(await loadDataset(RELEASED));
  for (const lang of ['fr', 'en'] as const) {
    const text = calendarIcs(record, null, on(TODAY), lang, messagesOf(lang));
    const all = events(read(text));
    expect(all.length).toBeGreaterThan(20);
    const uids = all.map((event) => rawOf(event, 'UID'));
    expect(new Set(uids).size).toBe(uids.length);
    for (const event of all) {
      expect(rawOf(event, 'DTSTAMP')).toBe(`${record.latest.replaceAll('-', '')}T000000Z`);
      expect(rawOf(event, 'DTSTART')).toMatch(/^\d{8}$/);
      expect(textOf(event, 'SUMMARY')).not.toBe('');
    }
    const days = all.map((event) => rawOf(event, 'DTSTART') ?? '');
    expect(days).toEqual(days.toSorted());
    // The same facts, the same text.
    expect(calendarIcs(record, null, on(TODAY), lang, messagesOf(lang))).toBe(text);
  }
});

test('the end of a qualification stands on its last day, with two reminders, its scope and its source', () => {
  const [event, ...more] = events(calendarOf([qualified()]));
  expect(more).toEqual([]);
  expect(rawOf(event, 'UID')).toBe('qualification/acme/cloud/secnumcloud/2027-06-01@vigie');
  expect(rawOf(event, 'DTSTART')).toBe('20270601');
  expect(textOf(event, 'SUMMARY')).toContain('Acme Cloud');
  expect(textOf(event, 'DESCRIPTION')).toContain('IaaS, PaaS');
  expect(textOf(event, 'DESCRIPTION')).toContain('https://example.org/');
  expect(rawOf(event, 'TRANSP')).toBe('TRANSPARENT');
  expect(event?.parts.map((alarm) => [alarm.kind, rawOf(alarm, 'ACTION'), rawOf(alarm, 'TRIGGER')])).toEqual([
    ['VALARM', 'DISPLAY', '-P90D'],
    ['VALARM', 'DISPLAY', '-P30D'],
  ]);
  expect(textOf(event?.parts[1], 'DESCRIPTION')).toContain('30 days');
});

test('an end that nobody stated says so; one that is over reminds of nothing', () => {
  const [inferred] = events(calendarOf([qualified({ untilKind: 'inferred' })]));
  expect(textOf(inferred, 'DESCRIPTION')).toContain(messagesOf('en').web.calendar.inferred);
  const [over] = events(calendarOf([qualified()], '2028-01-01'));
  expect(textOf(over, 'SUMMARY')).toContain(messagesOf('en').offer.qualification.ended_on_paper);
  expect(over?.parts).toEqual([]);
  expect(rawOf(over, 'UID')).toBe(rawOf(inferred, 'UID'));
});

test('a promise stands on the last day due; what became of it is told, and its day keeps its UID', () => {
  const [open] = events(calendarOf([promised]));
  expect(rawOf(open, 'DTSTART')).toBe('20270331');
  expect(textOf(open, 'SUMMARY')).toBe('Promise, Acme Cloud: Open in the first quarter of 2027.');
  expect(textOf(open, 'DESCRIPTION')).toContain('Outcome: open.');
  const [overdue] = events(calendarOf([promised], '2027-05-01'));
  expect(textOf(overdue, 'SUMMARY')).toContain('(overdue)');
  expect(rawOf(overdue, 'UID')).toBe(rawOf(open, 'UID'));
  // How many days it is overdue would change the calendar every day.
  const [later] = events(calendarOf([promised], '2027-05-02'));
  expect(later?.lines).toEqual(overdue?.lines);
});

test('a day that was moved is cancelled, the new one stands', () => {
  const moved = told({
    body: {
      field: 'promise',
      target: { ladder: 'commercial', rung: 'generally_available' },
      bound: 'by',
      due: { from: '2028-01-01', to: '2028-12-31' },
    },
    valid: { from: '2026-06-01', to: null, precision: 'day' },
    public: { from: '2026-06-01', to: '2026-06-01' },
  });
  const all = events(calendarOf([promised, moved]));
  expect(all.map((event) => [rawOf(event, 'DTSTART'), rawOf(event, 'STATUS')])).toEqual([
    ['20270331', 'CANCELLED'],
    ['20281231', null],
  ]);
});

test('what is promised not before a time stands where that time begins', () => {
  const floor = told({
    body: {
      field: 'promise',
      target: { ladder: 'commercial', rung: 'launched' },
      bound: 'not-before',
      due: { from: '2027-01-01', to: '2027-12-31' },
    },
  });
  const [event] = events(calendarOf([floor]));
  expect(rawOf(event, 'DTSTART')).toBe('20270101');
  expect(textOf(event, 'SUMMARY')).toMatch(/^Not before this day, /);
  expect(textOf(event, 'DESCRIPTION')).toContain('not before 2027');
});

test('a subject’s calendar holds its own and its offers’ days', async () => {
  const record = createRecord(await loadDataset(RELEASED));
  const uids = (subject: string | null) =>
    events(read(calendarIcs(record, subject, on(TODAY), 'en', messagesOf('en')))).map((e) => rawOf(e, 'UID'));
  const all = uids(null);
  const own = uids('ovhcloud');
  expect(own.length).toBeGreaterThan(0);
  expect(own.length).toBeLessThan(all.length);
  expect(all).toEqual(expect.arrayContaining(own));
  expect(own.filter((uid) => uid?.startsWith('qualification/'))).toEqual(
    all.filter((uid) => uid?.startsWith('qualification/ovhcloud/')),
  );
  expect(() => calendarIcs(record, 'nobody', on(TODAY), 'en', messagesOf('en'))).toThrow('no subject: nobody');
  expect(events(calendarOf([], TODAY, 'acme'))).toEqual([]);
});

test('whatever a text holds, it is read back as it was written and breaks no line', () => {
  const hard = fc.string({
    unit: fc.constantFrom(',', ';', '\\', '\n', '\r\n', '"', ':', 'é', '€', '😀', 'a', ' ', '\u0007'),
  });
  fc.assert(
    fc.property(hard, hard, (name, words) => {
      const subjects = PARTS.subjects.map((s) => ({ ...s, name: `A${name}Z` }));
      const text = `B${words}Y`;
      const statement = told({ ...promised, body: promised.body, text: { fr: text, en: text } });
      const record = createRecord({ ...PARTS, subjects, tracked: [], statements: [statement] });
      const calendar = read(calendarIcs(record, 'acme', on(TODAY), 'en', messagesOf('en')));
      const [event] = events(calendar);
      const clean = (s: string) => s.replaceAll('\u0007', '').replaceAll(/\s+/g, ' ');
      expect(clean(textOf(event, 'SUMMARY'))).toBe(`Promise, ${clean(`A${name}Z`)}: ${clean(text)}`);
      expect(textOf(calendar, 'X-WR-CALNAME')).toContain('A');
    }),
    { numRuns: 300 },
  );
});

test('an address with signs that calendars give a meaning stays one address', () => {
  const url = 'https://example.org/a,b;c?d=e,f';
  const [event] = events(
    calendarOf([
      told({
        ...promised,
        body: promised.body,
        source: { publisher: 'ministry', url, kind: 'official', origin: null },
      }),
    ]),
  );
  expect(rawOf(event, 'URL')).toBe('https://example.org/a%2Cb%3Bc?d=e%2Cf');
});
