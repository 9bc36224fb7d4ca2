import { expect, test } from 'vitest';
import type { Day } from '../../src/domain/period.ts';
import type { AsOf, Statement, StatementBody } from '../../src/domain/statement.ts';
import { createRecord } from '../../src/record/record.ts';
import { PARTS, told } from './dataset.ts';

const PRESS = { publisher: 'daily', url: 'https://example.org/daily', kind: 'press' as const, origin: null };
const OTHER = { publisher: 'gazette', url: 'https://example.org/gazette', kind: 'press' as const, origin: null };
const BLOG = { publisher: 'blog', url: 'https://example.org/blog', kind: 'press' as const, origin: null };

const on = (from: Day, precision: 'day' | 'month' | 'half' | 'year' = 'day', to: Day | null = null) => ({
  from,
  to,
  precision,
});
const known = (from: Day, to: Day = from) => ({ from, to });
const status = (of: 'announced' | 'launched' | 'generally_available' | 'rumoured' | 'discontinued'): StatementBody => ({
  field: 'commercial',
  status: of,
});
const step = (
  of: 'J0' | 'qualified' | 'withdrawn',
  more: Partial<Extract<StatementBody, { field: 'qualification' }>> = {},
): StatementBody => ({
  field: 'qualification',
  scheme: 'SecNumCloud',
  step: of,
  scope: [],
  version: null,
  decision: null,
  decided: null,
  announced: null,
  until: null,
  untilKind: 'unknown',
  ...more,
});
const text = (words: string) => ({ fr: words, en: words });

const TODAY: AsOf = { asOf: '2026-11-22', knownOn: null, recordedOn: null };
const timeline = (
  statements: readonly Statement[],
  { id = 'acme', since = null, ...world }: Partial<AsOf> & { id?: string; since?: Day | null } = {},
) => createRecord({ ...PARTS, statements }).timeline(id, { ...TODAY, ...world }, since);

test('statements of one fact are one entry, dated by the most precise sound one, with all their sources', () => {
  const month = told({
    body: status('launched'),
    valid: on('2024-03-01', 'month'),
    public: known('2024-03-20'),
    source: OTHER,
  });
  const day = told({ body: status('launched'), valid: on('2024-03-14'), public: known('2024-03-14') });
  const later = told({ body: status('launched'), valid: on('2025-06-01'), public: known('2025-06-01'), source: PRESS });
  const { entries } = timeline([later, month, day]);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    statement: day.id,
    at: { from: '2024-03-14', to: '2024-03-14', precision: 'day' },
    by: '2024-03-14',
    weight: 'strong',
    known: { from: '2024-03-14', to: '2024-03-14' },
  });
  expect(entries[0]?.sources.map((s) => s.statement).toSorted()).toEqual([month.id, day.id, later.id].toSorted());
});

test('what claims a state before its established start is an entry of its own, not confirmed', () => {
  const rumour = told({ body: status('launched'), valid: on('2022-05-02'), public: known('2022-05-02'), source: BLOG });
  const official = told({ body: status('launched'), valid: on('2024-01-15'), public: known('2024-01-15') });
  const { entries, stretches } = timeline([official, rumour]);
  expect(entries.map((e) => [e.by, e.weight])).toEqual([
    ['2022-05-02', 'footnote'],
    ['2024-01-15', 'strong'],
  ]);
  expect(stretches.map((s) => [s.state, s.from, s.to])).toEqual([['launched', '2024-01-15', null]]);
});

test('an offer that comes back after its end has a second start', () => {
  const { entries, stretches } = timeline([
    told({ body: status('launched'), valid: on('2020-01-10'), public: known('2020-01-10') }),
    told({ body: status('discontinued'), valid: on('2022-06-30'), public: known('2022-06-30') }),
    told({ body: status('launched'), valid: on('2025-02-03'), public: known('2025-02-03') }),
  ]);
  expect(entries.map((e) => [e.by, e.body])).toEqual([
    ['2020-01-10', status('launched')],
    ['2022-06-30', status('discontinued')],
    ['2025-02-03', status('launched')],
  ]);
  expect(entries.every((e) => e.weight === 'strong')).toBe(true);
  expect(stretches.map((s) => [s.state, s.from, s.to])).toEqual([
    ['launched', '2020-01-10', '2022-06-29'],
    ['discontinued', '2022-06-30', '2025-02-02'],
    ['launched', '2025-02-03', null],
  ]);
});

test('a rumour is not confirmed, unless sound sources tell that there is one', () => {
  const rumour = (source: typeof BLOG) =>
    told({ body: status('rumoured'), valid: on('2024-01-01', 'month'), public: known('2024-01-09'), source });
  const blog = timeline([rumour(BLOG)]);
  expect(blog.entries[0]?.weight).toBe('footnote');
  expect(blog.stretches).toMatchObject([{ state: 'rumoured', strong: false }]);
  const press = timeline([BLOG, PRESS, OTHER].map(rumour));
  expect(press.entries).toMatchObject([{ weight: 'strong' }]);
  expect(press.stretches).toMatchObject([{ state: 'rumoured', strong: true }]);
});

test('a qualification ends on paper the day after its last, and a new decision is a stretch of its own', () => {
  const first = told({
    body: step('qualified', { until: '2024-06-30', untilKind: 'stated', decision: '11', decided: '2021-07-01' }),
    valid: on('2021-07-01'),
    public: known('2021-07-05'),
  });
  const seen = told({ body: step('qualified'), valid: on('2022-09-01'), public: known('2022-09-01'), source: PRESS });
  const second = told({
    body: step('qualified', { until: '2028-01-31', untilKind: 'stated', decision: '22', decided: '2025-02-01' }),
    valid: on('2025-02-01'),
    public: known('2025-02-03'),
  });
  const { entries, stretches } = timeline([first, seen, second]);
  // That it was seen standing in between is no decision.
  expect(entries.map((e) => [e.by, e.sources.length])).toEqual([
    ['2021-07-01', 2],
    ['2025-02-01', 1],
  ]);
  expect(stretches.map((s) => [s.ladder, s.state, s.from, s.to, s.until?.day])).toEqual([
    ['SecNumCloud', 'qualified', '2021-07-01', '2024-06-30', '2024-06-30'],
    ['SecNumCloud', 'ended_on_paper', '2024-07-01', '2025-01-31', '2024-06-30'],
    ['SecNumCloud', 'qualified', '2025-02-01', null, '2028-01-31'],
  ]);
  expect(stretches[1]?.since).toEqual({ from: '2024-07-01', to: '2024-07-01', precision: 'day' });
  // A weak text that names a decision of its own is not taken for the one before.
  const another = told({
    body: step('qualified', { decision: '99' }),
    valid: on('2027-03-01'),
    public: known('2026-03-01'),
    source: BLOG,
  });
  const claimed = timeline([first, second, another], { asOf: '2027-12-31' }).entries.at(-1);
  expect(claimed).toMatchObject({ statement: another.id, weight: 'footnote' });
});

test('a catalogue that only shows a qualification standing does not say since when', () => {
  const catalogue = { publisher: 'ministry', url: null, kind: 'official' as const, origin: null };
  const { stretches } = timeline([
    told({ body: step('qualified'), valid: on('2026-09-15'), public: known('2026-09-15'), source: catalogue }),
    told({
      body: { field: 'check', scheme: 'SecNumCloud', found: 'qualified' },
      valid: on('2026-09-15'),
      public: known('2026-09-15'),
      source: catalogue,
    }),
  ]);
  expect(stretches).toMatchObject([{ state: 'qualified', since: null, from: '2026-09-15', to: null }]);
});

test('a month stays a month, stands at its last day, and at the day it was told where that came first', () => {
  const customer = (name: string, from: Day, precision: 'day' | 'month', publicOn: Day) =>
    told({ body: { field: 'customer', name }, text: text(name), valid: on(from, precision), public: known(publicOn) });
  const { entries } = timeline([
    customer('month, told later', '2024-05-01', 'month', '2024-08-01'),
    customer('month, told within', '2024-05-01', 'month', '2024-05-10'),
    customer('day', '2024-05-20', 'day', '2024-05-20'),
  ]);
  expect(entries.map((e) => [e.text.en, e.by, e.at.precision])).toEqual([
    ['month, told within', '2024-05-10', 'month'],
    ['day', '2024-05-20', 'day'],
    ['month, told later', '2024-05-31', 'month'],
  ]);
});

test('nothing later than the day asked about, nothing unknown by the day it is known on, nothing before since', () => {
  const note = (words: string, from: Day, publicOn: Day, recorded = '2026-11-21') =>
    told({
      body: { field: 'note', topic: words },
      text: text(words),
      valid: on(from),
      public: known(publicOn),
      recorded,
    });
  const all = [
    note('a', '2023-01-10', '2023-01-10'),
    note('b', '2023-06-10', '2025-01-01'),
    note('c', '2024-06-10', '2024-06-10', '2026-11-25'),
    note('d', '2025-06-10', '2025-06-10'),
  ];
  const words = (world: Parameters<typeof timeline>[1]) =>
    timeline(all, world)
      .entries.map((e) => e.text.en)
      .join('');
  expect(words({})).toBe('abcd');
  expect(words({ asOf: '2024-12-31' })).toBe('abc');
  expect(words({ asOf: '2024-12-31', knownOn: '2024-12-31' })).toBe('ac');
  expect(words({ recordedOn: '2026-11-21' })).toBe('abd');
  expect(words({ since: '2023-06-10' })).toBe('bcd');
  expect(words({ since: '2023-06-11' })).toBe('cd');
});

test('false, weak and contested claims say so; a sound one beside a dispute is an answer', () => {
  const owner = (name: string, share: number) =>
    ({ field: 'owner', owner: name, share: { min: share, max: share } }) satisfies StatementBody;
  const { entries } = timeline([
    told({ body: { field: 'customer', name: 'a' }, text: text('sound'), source: PRESS }),
    told({ body: { field: 'customer', name: 'b' }, text: text('weak'), source: BLOG }),
    told({ body: { field: 'customer', name: 'c' }, text: text('false'), source: PRESS, false: true }),
    told({ subject: 'acme', body: owner('Orange', 40), text: text('forty'), source: PRESS, dispute: 'share' }),
    told({ subject: 'acme', body: owner('Orange', 60), text: text('sixty'), source: OTHER, dispute: 'share' }),
  ]);
  expect(Object.fromEntries(entries.map((e) => [e.text.en, e.weight]))).toEqual({
    sound: 'strong',
    weak: 'footnote',
    false: 'false',
    forty: 'contested',
    sixty: 'contested',
  });
});

test('a promise is one entry with what became of it, one too weak to count is a claim', () => {
  const promise = (source: typeof PRESS, due: { from: Day; to: Day }) =>
    told({
      body: { field: 'promise', target: { ladder: 'commercial', rung: 'launched' }, bound: 'in', due },
      valid: on('2023-01-10'),
      public: known('2023-01-10'),
      source,
    });
  const year = { from: '2023-01-01', to: '2023-12-31' };
  const strong = promise(PRESS, year);
  const again = promise(BLOG, year);
  const weak = promise(BLOG, { from: '2025-01-01', to: '2025-12-31' });
  const launch = told({ body: status('launched'), valid: on('2024-01-15'), public: known('2024-01-15') });
  const { entries, promises } = timeline([weak, again, strong, launch]);
  const made = entries.filter((e) => e.field === 'promise');
  expect(made.map((e) => [e.weight, e.sources.length]).toSorted()).toEqual([
    ['footnote', 1],
    ['strong', 2],
  ]);
  expect(promises).toMatchObject([{ id: strong.id, subject: 'acme/cloud', outcome: 'late', days: 15 }]);
  // Before the launch it was not yet late, and long after its day it leaves a history from then on.
  expect(timeline([strong, launch], { asOf: '2023-06-30' }).promises).toMatchObject([{ outcome: 'open' }]);
  expect(timeline([strong, launch], { since: '2024-01-01' }).promises).toEqual([]);
});

test('an offer tells what its firm went through, a firm what its offers did', () => {
  const firm = told({ subject: 'acme', body: { field: 'company', state: 'company_created' }, text: text('firm') });
  const sold = told({ body: status('launched'), text: text('offer') });
  for (const id of ['acme', 'acme/cloud']) {
    const answer = timeline([firm, sold], { id });
    expect(answer.entries.map((e) => [e.subject, e.text.en])).toEqual([
      ['acme', 'firm'],
      ['acme/cloud', 'offer'],
    ]);
    expect(answer.stretches.map((s) => [s.subject, s.ladder, s.state])).toEqual([
      ['acme', 'company', 'company_created'],
      ['acme/cloud', 'commercial', 'launched'],
    ]);
  }
});

test('an id that is no subject is refused', () => {
  expect(() => timeline([], { id: 'nobody' })).toThrow('nobody');
});
