import { expect, test } from 'vitest';
import { checkDataset } from '../../src/record/check.ts';
import { withDataset } from './dataset.ts';

const PUBLISHERS = `publishers:
  daily: {name: Daily, reliability: B, reason: Press., hosts: [daily.example]}
  gazette: {name: Gazette, reliability: B, reason: Press., hosts: [gazette.example]}
  ministry: {name: Ministry, reliability: A, reason: It decides., hosts: [ministry.example]}
`;

const ACME = `id: acme
kind: provider
name: Acme
country: FR
summary: {fr: Un fournisseur, en: A provider}
offers:
  cloud: {name: Acme Cloud, summary: {fr: Une offre, en: An offer}}
sources:
  law: {publisher: ministry, url: https://ministry.example/a, kind: official, date: 2024-01}
  news: {publisher: daily, url: https://daily.example/b, kind: press, date: 2024-01}
  late: {publisher: gazette, url: https://gazette.example/c, kind: press, date: 2025-01}
statements:
  - offer: cloud
    qualification: {step: qualified, decision: "12", decided: 2024-01-10, announced: 2024-01-20, until: 2027-01-10}
    from: 2024-01-10
    source: law
    fr: Qualifié.
    en: Qualified.
  - offer: cloud
    promise: {target: free/first-services, bound: by, due: 2024}
    source: [news, late]
    from: 2024-01
    fr: Promis.
    en: Promised.
  - offer: cloud
    fulfilment: first-services
    from: 2024-06
    source: late
    fr: Tenu.
    en: Kept.
  - owner: {name: Holding, share: 60}
    source: news
    from: 2022
    to: 2023
    fr: Soixante.
    en: Sixty.
  - owner: {name: Holding, share: 80}
    source: late
    from: 2024
    fr: Quatre-vingts.
    en: Eighty.
  - note: price
    source: late
    false: true
    credibility: 5
    fr: Gratuit, ce que le tarif contredit.
    en: Free, which the price list contradicts.
  - company: company_created
    from: 2020
    source: [news, late]
    fr: Société créée.
    en: Company founded.
`;

const files = (acme: string, publishers = PUBLISHERS) => ({
  'publishers.yaml': publishers,
  'providers/acme.yaml': acme,
});

test('a file in order has no fault', async () => {
  expect(await withDataset(files(ACME), checkDataset)).toEqual([]);
});

type Broken = {
  readonly what: string;
  readonly was: string;
  readonly is: string;
  readonly code: string;
  readonly line: number;
  readonly place: string;
  readonly remedy: string;
};

const BROKEN: readonly Broken[] = [
  {
    what: 'a key with a slip',
    was: '    source: law',
    is: '    sorce: law',
    code: 'bad_shape',
    line: 16,
    place: 'statements[0]',
    remedy: 'Write source: instead. What may stand here: offer, commercial,',
  },
  {
    what: 'a word with a slip',
    was: 'step: qualified',
    is: 'step: qualifed',
    code: 'bad_shape',
    line: 14,
    place: 'statements[0].qualification.step',
    remedy: 'Write qualified instead. Known: filed, in_progress, J0,',
  },
  {
    what: 'a sentence that is missing',
    was: '    en: Qualified.\n',
    is: '',
    code: 'bad_shape',
    line: 13,
    place: 'statements[0].en',
    remedy: 'Write en: and the same sentence in English.',
  },
  {
    what: 'a sentence left empty',
    was: 'fr: Qualifié.',
    is: 'fr:',
    code: 'bad_shape',
    line: 17,
    place: 'statements[0].fr',
    remedy: 'Write fr: and a sentence in French, in our own words.',
  },
  {
    what: 'a day written the other way round',
    was: 'from: 2024-01-10',
    is: 'from: 10/01/2024',
    code: 'bad_shape',
    line: 15,
    place: 'statements[0].from',
    remedy: 'Write 2022-06-30, 2022-06, 2022-Q3 or 2022',
  },
  {
    what: 'a day that does not exist',
    was: 'decided: 2024-01-10',
    is: 'decided: 2024-02-30',
    code: 'bad_shape',
    line: 14,
    place: 'statements[0].qualification.decided',
    remedy: 'Write a day, 2022-06-30',
  },
  {
    what: 'a sentence with a colon',
    was: 'fr: Qualifié.',
    is: 'fr: Qualifié : oui.',
    code: 'bad_yaml',
    line: 17,
    place: '',
    remedy: 'in double quotes',
  },
  {
    what: 'a key written twice',
    was: 'country: FR',
    is: 'country: FR\ncountry: DE',
    code: 'bad_yaml',
    line: 5,
    place: '',
    remedy: 'Keep one of the two lines',
  },
  {
    what: 'a promise to no rung',
    was: 'target: free/first-services',
    is: 'target: commercial/live',
    code: 'bad_entry',
    line: 20,
    place: 'statements[1].promise.target',
    remedy: 'Write commercial/ and one of rumoured, announced,',
  },
  {
    what: 'a source with a slip',
    was: 'source: law',
    is: 'source: laws',
    code: 'bad_entry',
    line: 16,
    place: 'statements[0].source',
    remedy: 'Write law instead',
  },
  {
    what: 'an unconfirmed state that is no rumour',
    was: 'qualification: {step: qualified, decision: "12", decided: 2024-01-10, announced: 2024-01-20, until: 2027-01-10}',
    is: 'commercial: launched\n    unconfirmed: true',
    code: 'bad_entry',
    line: 15,
    place: 'statements[0].unconfirmed',
    remedy: 'Remove unconfirmed:',
  },
  {
    what: 'a successor of what was not merged',
    was: 'company: company_created',
    is: 'company: company_created\n    into: acme',
    code: 'bad_entry',
    line: 49,
    place: 'statements[6].into',
    remedy: 'Write company: merged',
  },
  {
    what: 'a successor that nobody knows',
    was: 'company: company_created',
    is: 'company: merged\n    into: acmee',
    code: 'unknown_subject',
    line: 48,
    place: 'statements[6]',
    remedy: 'Write into: acme',
  },
  {
    what: 'a link to another publisher',
    was: 'https://daily.example/b',
    is: 'https://gazette.example/b',
    code: 'foreign_link',
    line: 10,
    place: 'sources.news.url',
    remedy: 'Name the publisher of that page, or add gazette.example to hosts: of daily',
  },
  {
    what: 'a link without encryption',
    was: 'https://daily.example/b',
    is: 'http://daily.example/b',
    code: 'bad_link',
    line: 10,
    place: 'sources.news.url',
    remedy: 'Write https://daily.example/b.',
  },
  {
    what: 'a publisher with a slip',
    was: 'publisher: daily',
    is: 'publisher: dayly',
    code: 'unknown_publisher',
    line: 10,
    place: 'sources.news.publisher',
    remedy: 'Write daily instead',
  },
  {
    what: 'an announcement before the decision',
    was: 'announced: 2024-01-20',
    is: 'announced: 2024-01-02',
    code: 'impossible_dates',
    line: 13,
    place: 'statements[0]',
    remedy: 'announced once taken',
  },
  {
    what: 'a qualification that begins after its decision',
    was: 'from: 2024-01-10',
    is: 'from: 2024-01-12',
    code: 'impossible_dates',
    line: 13,
    place: 'statements[0]',
    remedy: 'write from: 2024-01-10',
  },
  {
    what: 'a state of another century',
    was: 'from: 2024-06\n',
    is: 'from: 2204-06\n',
    code: 'impossible_dates',
    line: 25,
    place: 'statements[2]',
    remedy: 'write what is still to come as a promise',
  },
  {
    what: 'what became public after it was taken in',
    was: '    from: 2024-06\n',
    is: '    from: 2024-06\n    public: 2024-06..2027-01\n',
    code: 'impossible_dates',
    line: 25,
    place: 'statements[2]',
    remedy: 'end the interval by 2026-11-21',
  },
  {
    what: 'two shares at one time',
    was: '    to: 2023\n',
    is: '',
    code: 'contradiction',
    line: 36,
    place: 'statements[4]',
    remedy: 'end the earlier share with to:',
  },
  {
    what: 'one decision with two ends',
    was: '  - offer: cloud\n    promise',
    is: '  - {offer: cloud, qualification: {step: qualified, decided: 2024-01-10, until: 2026-01-10}, from: 2024-01-10, source: late, fr: Qualifié., en: Qualified.}\n  - offer: cloud\n    promise',
    code: 'contradiction',
    line: 19,
    place: 'statements[1]',
    remedy: 'give both one dispute: id; else correct until',
  },
  {
    what: 'a scheme written in two ways',
    was: '  - offer: cloud\n    promise',
    is: '  - {offer: cloud, check: {scheme: Secnumcloud, found: qualified}, source: late, fr: Vu., en: Seen.}\n  - offer: cloud\n    promise',
    code: 'contradiction',
    line: 19,
    place: 'statements[1]',
    remedy: 'Write SecNumCloud.',
  },
  {
    what: 'a promise kept that nobody made',
    was: 'fulfilment: first-services',
    is: 'fulfilment: first-service',
    code: 'no_such_promise',
    line: 25,
    place: 'statements[2]',
    remedy: 'The free promises here: first-services.',
  },
  {
    what: 'a promise dropped that nobody made',
    was: 'fulfilment: first-services',
    is: 'dropped: commercial/launched',
    code: 'no_such_promise',
    line: 25,
    place: 'statements[2]',
    remedy: 'add the promise',
  },
  {
    what: 'an untruth that is believed',
    was: '    credibility: 5\n',
    is: '',
    code: 'false_but_credible',
    line: 42,
    place: 'statements[5]',
    remedy: 'Write credibility: 5, and say in fr: and en: what contradicts it.',
  },
  {
    what: 'an untruth that takes a side',
    was: '    false: true\n',
    is: '    false: true\n    dispute: price\n',
    code: 'false_but_credible',
    line: 42,
    place: 'statements[5]',
    remedy: 'Remove dispute:',
  },
  {
    what: 'a kind that belongs elsewhere',
    was: 'kind: provider',
    is: 'kind: regulation',
    code: 'wrong_folder',
    line: 2,
    place: 'kind',
    remedy: 'Move the file to regulations/',
  },
];

test.each(BROKEN)('$what is found, with what to write instead', async ({ was, is, code, line, place, remedy }) => {
  expect(ACME).toContain(was);
  const faults = await withDataset(files(ACME.replace(was, is)), checkDataset);
  const fault = faults.find((one) => one.code === code && one.line === line);
  expect(fault, JSON.stringify(faults, null, 1)).toMatchObject({ file: 'providers/acme.yaml', place });
  expect(fault?.remedy).toContain(remedy);
});

test('one slip is one fault: neither a missing key, nor once for each source', async () => {
  const slip = await withDataset(files(ACME.replace('    source: law', '    sorce: law')), checkDataset);
  expect(slip).toHaveLength(1);
  const late = ACME.replace('bound: by, due: 2024', 'bound: by, due: 2021');
  expect(await withDataset(files(late), checkDataset)).toHaveLength(1);
  const yaml = await withDataset(files(ACME.replace('    source: law', '   source: law')), checkDataset);
  expect(yaml).toHaveLength(1);
});

test('a host of two publishers, and a publisher whose grade is none', async () => {
  const twice = PUBLISHERS.replace('[gazette.example]', '[gazette.example, daily.example]');
  expect(await withDataset(files(ACME, twice), checkDataset)).toMatchObject([
    { code: 'duplicate_host', file: 'publishers.yaml', line: 3, place: 'publishers.gazette.hosts' },
  ]);
  const [first] = await withDataset(files(ACME, PUBLISHERS.replace('reliability: B', 'reliability: G')), checkDataset);
  expect(first).toMatchObject({ code: 'bad_shape', file: 'publishers.yaml', line: 2 });
  expect(first?.remedy).toContain('Known: A, B, C, D, E, F.');
});

test('one dispute is about one provider', async () => {
  const side = (id: string, share: number) =>
    ACME.replace(/^statements:[\s\S]*/m, '')
      .replace('id: acme', `id: ${id}`)
      .replace('name: Acme\n', `name: ${id}\n`)
      .replace(/^offers:[\s\S]*?(?=sources:)/m, '')
      .replace(/ {2}(law|late): .*\n/g, '')
      .concat(`statements:\n  - {owner: {name: H, share: ${share}}, dispute: who, source: news, fr: Un., en: One.}\n`);
  const both = {
    'publishers.yaml': PUBLISHERS,
    'providers/one.yaml': side('one', 10),
    'providers/two.yaml': side('two', 20),
  };
  const [fault] = await withDataset(both, checkDataset);
  expect(fault).toMatchObject({ code: 'lonely_dispute', file: 'providers/two.yaml' });
  expect(fault?.remedy).toContain('an id of its own');
});
