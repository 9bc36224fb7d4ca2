import { expect, test } from 'vitest';
import { checkDataset } from '../../src/record/check.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { RELEASED, withDataset } from './dataset.ts';

const PUBLISHERS = `publishers:
  daily: {name: Daily, reliability: B, reason: Press.}
  ministry: {name: Ministry, reliability: A, reason: It decides.}
`;

const ACME = `id: acme
kind: provider
name: Acme
country: FR
summary: {fr: Un fournisseur, en: A provider}
track:
  scope: company
  names: {low: [Acme Corp], high: [Acme]}
  decoys: [Acme anvil]
  context: [cloud]
offers:
  cloud: {name: Acme Cloud, summary: {fr: Une offre, en: An offer}}
sources:
  law: {publisher: ministry, url: https://example.org/a, kind: official, date: 2023-12-11..2024-01}
  news: {publisher: daily, url: https://example.org/b, kind: press, date: 2024-01}
statements:
  - offer: cloud
    commercial: launched
    from: 2023-12
    source: [law, news]
    fr: Lancé
    en: Launched
  - offer: cloud
    promise: {target: qualification/SecNumCloud/qualified, bound: by, due: 2025-H2}
    source: news
    fr: Promis
    en: Promised
  - owner: {name: Holding, share: 50.1-100}
    source: news
    from: 2022
    to: 2024-06
    fr: Détenu
    en: Held
`;

const dataset = (acme: string) => ({ 'publishers.yaml': PUBLISHERS, 'providers/acme.yaml': acme });

test('the calendar notation and the defaults become periods, one statement per source', async () => {
  const loaded = await withDataset(dataset(ACME), loadDataset);
  expect(loaded.faults).toEqual([]);
  expect(loaded.statements).toHaveLength(4);
  const [law, news, promise, owner] = loaded.statements;
  expect(law).toMatchObject({
    subject: 'acme/cloud',
    valid: { from: '2023-12-01', to: null, precision: 'month' },
    public: { from: '2023-12-11', to: '2024-01-31' },
    recorded: '2026-11-21',
  });
  expect(news?.public).toEqual({ from: '2024-01-01', to: '2024-01-31' });
  expect(promise?.body).toMatchObject({ field: 'promise', due: { from: '2025-07-01', to: '2025-12-31' } });
  expect(promise?.valid).toEqual({ from: '2024-01-01', to: null, precision: 'month' });
  expect(owner).toMatchObject({ subject: 'acme', valid: { from: '2022-01-01', to: '2024-06-30', precision: 'year' } });
  expect(owner?.body).toMatchObject({ share: { min: 50.1, max: 100 } });
  expect(loaded.tracked).toEqual([
    {
      subject: 'acme',
      scope: 'company',
      names: [
        { text: 'Acme Corp', risk: 'low' },
        { text: 'Acme', risk: 'high' },
      ],
      decoys: ['Acme anvil'],
      context: ['cloud'],
    },
  ]);
});

test('an owner that left is an owner until its last day', async () => {
  const record = createRecord(await withDataset(dataset(ACME), loadDataset));
  const owners = (asOf: string) =>
    record.offers('acme', { asOf, knownOn: null, recordedOn: null }).offers[0]?.owners.length;
  expect(owners('2024-06-30')).toBe(1);
  expect(owners('2024-07-01')).toBe(0);
});

test('the id of a statement is made of what it says, not of where or when it was written down', async () => {
  const ids = async (text: string) => (await withDataset(dataset(text), loadDataset)).statements.map((s) => s.id);
  const first = await ids(ACME);
  expect(await ids(`${ACME}recorded: 2026-12-01\n`)).toEqual(first);
  expect(await ids(ACME.replace('en: Launched', 'en: Begun'))).not.toEqual(first);
  expect(new Set(first).size).toBe(4);
});

const broken: readonly [name: string, change: (text: string) => string, code: string, line: number, place: string][] = [
  [
    'a month that does not exist',
    (t) => t.replace('from: 2023-12', 'from: 2023-13'),
    'bad_shape',
    19,
    'statements[0].from',
  ],
  [
    'a word that is no status',
    (t) => t.replace('commercial: launched', 'commercial: live'),
    'bad_shape',
    18,
    'statements[0].commercial',
  ],
  [
    'a key that is unknown',
    (t) => t.replace('en: Promised', 'en: Promised\n    sauce: news'),
    'bad_shape',
    28,
    'statements[1]',
  ],
  [
    'an entry of two fields',
    (t) => t.replace('commercial: launched', 'commercial: launched\n    note: x'),
    'bad_entry',
    17,
    'statements[0]',
  ],
  [
    'a source that is not listed',
    (t) => t.replace('source: [law, news]', 'source: [law, rumour]'),
    'bad_entry',
    20,
    'statements[0].source',
  ],
  [
    'a promise to no rung',
    (t) => t.replace('SecNumCloud/qualified', 'SecNumCloud/labelled'),
    'bad_entry',
    24,
    'statements[1].promise.target',
  ],
  ['an end before its beginning', (t) => t.replace('to: 2024-06', 'to: 2021-06'), 'bad_entry', 31, 'statements[2].to'],
  [
    'an offer that is not listed',
    (t) => t.replace('- offer: cloud\n    promise', '- offer: clout\n    promise'),
    'bad_entry',
    23,
    'statements[1].offer',
  ],
  [
    'a link without https',
    (t) => t.replace('https://example.org/a', 'http://example.org/a'),
    'bad_link',
    14,
    'sources.law.url',
  ],
  [
    'a publisher nobody knows',
    (t) => t.replace('publisher: daily', 'publisher: weekly'),
    'unknown_publisher',
    15,
    'sources.news.publisher',
  ],
  [
    'no link and no word on how it was read',
    (t) => t.replace('url: https://example.org/b, ', ''),
    'no_via',
    15,
    'sources.news.url',
  ],
  [
    'a promise due before it was made',
    (t) => t.replace('due: 2025-H2', 'due: 2022-H2'),
    'impossible_dates',
    23,
    'statements[1]',
  ],
  [
    'an entry written twice',
    (t) => `${t}  - {offer: cloud, commercial: launched, from: 2023-12, source: law, fr: Lancé, en: Launched}\n`,
    'duplicate_statement',
    34,
    'statements[3]',
  ],
  [
    'a source that nothing uses',
    (t) => t.replace('source: [law, news]', 'source: news'),
    'unused_source',
    14,
    'sources.law',
  ],
  [
    'an offer that nothing is said of',
    (t) => t.replace('offers:\n', 'offers:\n  idle: {name: Idle, summary: {fr: Rien, en: Nothing}}\n'),
    'unused_offer',
    12,
    'offers.idle',
  ],
  [
    'a dispute of one side',
    (t) => t.replace('from: 2022\n', 'from: 2022\n    dispute: shares\n'),
    'lonely_dispute',
    28,
    'statements[2]',
  ],
  [
    'strong sources that disagree',
    (t) => `${t}  - {offer: cloud, commercial: launched, from: 2025-01, source: law, fr: Lancé, en: Launched}\n`,
    'contradiction',
    34,
    'statements[3]',
  ],
  [
    'an id that is not the name of the file',
    (t) => t.replace('id: acme', 'id: acme-cloud'),
    'id_not_file_name',
    1,
    'id',
  ],
  ['YAML that is none', (t) => t.replace('kind: provider', 'kind: provider: yes'), 'bad_yaml', 2, ''],
];

test.each(broken)('the checker names the file, the line and the place of %s', async (_, change, code, line, place) => {
  const changed = change(ACME);
  expect(changed).not.toBe(ACME);
  const faults = await withDataset(dataset(changed), checkDataset);
  const fault = faults.find((one) => one.code === code);
  expect(fault, JSON.stringify(faults)).toMatchObject({ file: 'providers/acme.yaml', line, place });
  expect(fault?.remedy.length).toBeGreaterThan(10);
});

test('one broken file or entry takes nothing else with it', async () => {
  const files = {
    ...dataset(ACME.replace('commercial: launched', 'note: a\n    event: b')),
    'providers/other.yaml': ': : :',
  };
  const loaded = await withDataset(files, loadDataset);
  expect(loaded.subjects.map((subject) => subject.id)).toEqual(['acme', 'acme/cloud']);
  expect(loaded.statements).toHaveLength(2);
  expect(new Set(loaded.faults.map((fault) => fault.file))).toEqual(
    new Set(['providers/acme.yaml', 'providers/other.yaml']),
  );
});

test('names of two subjects are refused, and a missing folder is a fault, not a crash', async () => {
  const twin = ACME.replace('id: acme', 'id: twin').replace('name: Acme\n', 'name: ACMÉ\n');
  const faults = await withDataset({ ...dataset(ACME), 'providers/twin.yaml': twin }, checkDataset);
  expect(faults.some((fault) => fault.code === 'duplicate_name')).toBe(true);
  expect((await checkDataset('/nowhere/at/all')).map((fault) => fault.code)).toEqual(['unreadable_file']);
});

test('the released dataset has no fault, in under two seconds of processor', async () => {
  const begun = process.cpuUsage();
  expect(await checkDataset(RELEASED)).toEqual([]);
  // Three on a machine that does other things besides.
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(6_000);
});
