import { expect, test } from 'vitest';
import type { Citation, OfferAnswer } from '../../src/domain/answer.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { RELEASED } from './dataset.ts';

const record = createRecord(await loadDataset(RELEASED));

/** What is asked: a name as people type it, a day, and what may be known. */
type Asked = { readonly find: string; readonly asOf: string; readonly knownOn?: string; readonly offer?: string };

function answersTo({ find, asOf, knownOn = undefined }: Asked): readonly OfferAnswer[] {
  const found = record.find(find);
  if (found.kind !== 'one') throw new Error(`${find}: ${found.kind}`);
  return record.offers(found.subject.id, { asOf, knownOn: knownOn ?? null, recordedOn: null }).offers;
}

function answerTo(asked: Asked): OfferAnswer {
  const offers = answersTo(asked);
  const offer = asked.offer === undefined ? offers[0] : offers.find((one) => one.id === asked.offer);
  if (!offer) throw new Error(`no answer about ${asked.offer ?? asked.find}`);
  return offer;
}

const publishers = (sources: readonly Citation[]): string[] => [...new Set(sources.map((s) => s.publisher))].sort();
const secNumCloud = (offer: OfferAnswer) => offer.qualification.find((q) => q.scheme === 'SecNumCloud') ?? null;
const promiseWord = ({ target }: OfferAnswer['promises'][number]) => ('rung' in target ? target.rung : target.name);

/** The states that an answer gives, each with those who prove it. */
function states(offer: OfferAnswer) {
  const { commercial: c, company } = offer;
  const q = secNumCloud(offer);
  return {
    commercial: [c.status, c.since?.from ?? null, ...c.flags],
    commercialBy: publishers(c.sources),
    company: company === null ? null : [company.state, company.since.from, company.into],
    qualification: [q?.state ?? 'none', q?.since?.from ?? null],
    qualificationBy: publishers(q?.sources ?? []),
  };
}

const ANNOUNCED_BY = ['converge-digest', 'itsocial', 'lettre-tech-2021'];
const STATES: readonly (Asked & { readonly is: Partial<ReturnType<typeof states>> })[] = [
  {
    find: 'Bleu',
    asOf: '2022-06-30',
    is: {
      commercial: ['announced', '2021-05-27'],
      commercialBy: ANNOUNCED_BY,
      company: null,
      qualification: ['none', null],
      qualificationBy: [],
    },
  },
  {
    find: 'Bleu',
    asOf: '2023-06-30',
    is: { commercial: ['announced', '2021-05-27'], commercialBy: ANNOUNCED_BY, company: null },
  },
  {
    find: 'Bleu',
    asOf: '2024-02-01',
    is: {
      commercial: ['launched', '2024-01-15'],
      commercialBy: ['orange', 'presse-it-fr'],
      company: ['company_created', '2024-01-01', null],
      qualification: ['none', null],
    },
  },
  {
    find: 'Bleu',
    asOf: '2025-05-01',
    is: {
      commercial: ['launched', '2024-01-15'],
      qualification: ['J0', '2025-04-17'],
      qualificationBy: ['clubic', 'incyber'],
    },
  },
  {
    find: 'Bleu',
    asOf: '2026-11-22',
    is: {
      commercial: ['launched', '2024-01-15', 'last_known'],
      qualification: ['J1', '2025-11-17'],
      qualificationBy: ['alliancy', 'anssi', 'bleu', 'lemondeinformatique'],
    },
  },
  {
    find: 'Bleu',
    asOf: '2026-01-15',
    knownOn: '2026-01-15',
    is: { qualification: ['J1', '2025-11-17'], qualificationBy: ['bleu'] },
  },
  {
    find: 'OVHcloud',
    offer: 'ovhcloud/bare-metal-pod',
    asOf: '2026-01-15',
    knownOn: '2026-01-15',
    is: { qualification: ['qualified', '2025-03-24'], qualificationBy: ['anssi'] },
  },
  {
    find: 'S3NS',
    offer: 's3ns/premi3ns',
    asOf: '2021-12-01',
    is: {
      commercial: ['announced', '2021-10-06'],
      commercialBy: ['gouvernement-fr', 'presse-it-fr'],
      company: null,
      qualification: ['none', null],
    },
  },
  {
    find: 'S3NS',
    offer: 's3ns/crypt3ns',
    asOf: '2024-12-31',
    is: {
      commercial: ['launched', '2023-02-01'],
      commercialBy: ['informatiquenews', 'presse-it-fr'],
      company: ['company_created', '2022-06-30', null],
      qualification: ['none', null],
    },
  },
  {
    find: 'S3NS',
    offer: 's3ns/premi3ns',
    asOf: '2024-12-31',
    is: { commercial: ['announced', '2021-10-06'], qualification: ['none', null] },
  },
  {
    find: 'S3NS',
    offer: 's3ns/premi3ns',
    asOf: '2026-11-22',
    is: {
      commercial: ['generally_available', '2025-10-01', 'last_known'],
      qualification: ['qualified', '2025-12-17'],
      qualificationBy: ['anssi', 'generation-nt', 'itforbusiness'],
    },
  },
  {
    find: 'Atos',
    asOf: '2022-11-01',
    is: {
      commercial: ['rumoured', '2022-10-01'],
      commercialBy: ['channelnews', 'informatiquenews', 'lemondeinformatique'],
    },
  },
  {
    find: 'Atos AWS',
    asOf: '2026-11-22',
    is: {
      commercial: ['rumoured', '2022-10-01', 'unconfirmed', 'last_known'],
      commercialBy: ['channelnews', 'informatiquenews', 'lemondeinformatique', 'mobile-europe'],
    },
  },
  {
    find: 'Numergy',
    asOf: '2026-11-22',
    is: {
      commercial: ['discontinued', '2016-01-01', 'last_known'],
      commercialBy: ['edi-mag', 'lemondeinformatique'],
      company: ['merged', '2016-01-01', 'sfr'],
    },
  },
  {
    find: 'Cloudwatt',
    asOf: '2026-11-22',
    is: {
      commercial: ['discontinued', '2020-02-01', 'last_known'],
      commercialBy: ['businessnow', 'solutions-numeriques'],
      company: ['merged', '2015-03-01', 'orange-business'],
    },
  },
  {
    find: 'Cloudwatt',
    asOf: '2020-01-31',
    is: { commercial: ['generally_available', '2015-01-01', 'last_known'] },
  },
  {
    find: 'Outscale',
    asOf: '2026-11-30',
    is: {
      qualification: ['qualified', '2023-11-30'],
      qualificationBy: ['anssi', 'depots-publics', 'presse-it-fr'],
    },
  },
  { find: 'Outscale', asOf: '2026-12-01', is: { qualification: ['ended_on_paper', '2023-11-30'] } },
];

test.each(STATES)('$find $offer as of $asOf, known on $knownOn', ({ is, ...asked }) => {
  expect(states(answerTo(asked))).toMatchObject(is);
});

test('what Bleu promised: two kept late, one moved twice and overdue, proved by the catalogue', () => {
  const { promises } = answerTo({ find: 'Bleu', asOf: '2026-11-22' });
  const told = promises.map((p) => [promiseWord(p), p.due.to, p.outcome, p.days, p.proof?.publisher ?? null]);
  for (const one of [
    ['company_created', '2022-12-31', 'late', 366, 'orange'],
    ['pre_commercial', '2022-12-31', 'late', 380, 'orange'],
    ['qualified', '2025-12-31', 'moved', null, 'jdn'],
    ['qualified', '2026-12-31', 'moved', null, 'clubic'],
    ['qualified', '2026-06-30', 'overdue', 145, 'anssi'],
    ['sap-four-fifths', '2026-12-31', 'open', null, null],
  ]) {
    expect(told).toContainEqual(one);
  }
});

test('what Bleu was known to be on 15 January 2026 is contested by nobody', () => {
  const bleu = answerTo({ find: 'Bleu', asOf: '2026-01-15', knownOn: '2026-01-15' });
  expect(bleu.commercial.flags).not.toContain('contested');
  expect(bleu.disputes.map((d) => d.field)).toEqual(['owner']);
});

test('OVHcloud has three qualified services on 15 September 2026, and had two on 15 January', () => {
  const qualified = (asked: Asked) =>
    answersTo(asked)
      .filter((offer) => secNumCloud(offer)?.state === 'qualified')
      .map((offer) => [offer.id, secNumCloud(offer)?.decision, secNumCloud(offer)?.until]);
  const two = [
    ['ovhcloud/bare-metal-pod', '559', '2028-03-24'],
    ['ovhcloud/hosted-private-cloud', '2279', '2026-12-29'],
  ];
  expect(qualified({ find: 'OVH', asOf: '2026-09-15' })).toEqual([
    ...two,
    ['ovhcloud/snc-cloud-platform', '3393', '2029-07-31'],
  ]);
  expect(qualified({ find: 'OVH', asOf: '2026-01-15', knownOn: '2026-01-15' })).toEqual(two);
});

test('Bleu belongs to Orange and Capgemini; one article that counts Microsoft in is told and outweighed', () => {
  const bleu = answerTo({ find: 'Bleu', asOf: '2026-11-22' });
  expect(bleu.owners.map((o) => [o.name, o.share, publishers(o.sources)])).toEqual([
    ['Capgemini', null, ['clubic', 'converge-digest', 'lettre-tech-2021', 'orange']],
    ['Orange', null, ['clubic', 'converge-digest', 'lettre-tech-2021', 'orange']],
  ]);
  expect(bleu.disputes).toMatchObject([{ id: 'bleu-microsoft-share', settled: true, preferred: 0 }]);
  expect(bleu.disputes[0]?.positions.map((p) => publishers(p.sources))).toEqual([
    ['abilian', 'clubic', 'kulturegeek', 'solutions-numeriques'],
    ['informatiquenews'],
  ]);
});

test("Google's share of S3NS is not disclosed: figures of weak sources stand beside it, 40% is a false claim", () => {
  const s3ns = answerTo({ find: 'S3NS', asOf: '2026-11-22' });
  expect(s3ns.owners.find((o) => o.name === 'Google')).toMatchObject({ share: null });
  expect(s3ns.owners.find((o) => o.name === 'Thales')).toMatchObject({ share: { min: 50.1, max: 100 } });
  const [dispute] = s3ns.disputes;
  // One sound source, by an agency, against three that cannot carry an answer.
  expect(dispute).toMatchObject({ id: 's3ns-google-share', settled: true, preferred: 0 });
  expect(dispute?.positions).toHaveLength(4);
  expect(dispute?.positions[0]?.value.en).toMatch(/not disclosed/);
  expect(JSON.stringify(dispute)).not.toContain('40%');
  expect(s3ns.footnotes[0]).toMatchObject({ false: true, text: { en: expect.stringContaining('40% for Google') } });
});

test('the public money of the clouds of 2012: two sources agree, the third is told as outweighed', () => {
  expect(answerTo({ find: 'Cloudwatt', asOf: '2026-11-22' }).disputes).toMatchObject([
    { id: 'sovereign-cloud-money', settled: true, preferred: 0 },
  ]);
});

/** Facts that late texts repeat: what was known a little after they happened, without those texts. */
const KNOWN: readonly (Asked & { readonly shows: (offer: OfferAnswer) => unknown; readonly as: unknown })[] = [
  { find: 'Outscale', asOf: '2023-12-31', shows: (o) => secNumCloud(o)?.until, as: '2026-11-30' },
  { find: 'Outscale', asOf: '2023-12-31', shows: (o) => secNumCloud(o)?.announced, as: '2023-12-11' },
  {
    find: 'OVHcloud',
    offer: 'ovhcloud/hosted-private-cloud',
    asOf: '2024-02-01',
    shows: (o) => secNumCloud(o)?.until,
    as: '2026-12-29',
  },
  {
    find: 'OVHcloud',
    offer: 'ovhcloud/bare-metal-pod',
    asOf: '2025-05-01',
    shows: (o) => secNumCloud(o)?.state,
    as: 'qualified',
  },
  { find: 'S3NS', offer: 's3ns/premi3ns', asOf: '2026-01-01', shows: (o) => secNumCloud(o)?.decision, as: '2057' },
  {
    find: 'Cloud Temple',
    offer: 'cloud-temple/paas-openshift',
    asOf: '2025-07-01',
    shows: (o) => secNumCloud(o)?.state,
    as: 'qualified',
  },
  { find: 'Cloud Avenue', asOf: '2025-09-01', shows: (o) => secNumCloud(o)?.state, as: 'qualified' },
  { find: 'Worldline', asOf: '2025-05-01', shows: (o) => secNumCloud(o)?.state, as: 'qualified' },
  { find: 'Cegedim.cloud', asOf: '2025-01-01', shows: (o) => secNumCloud(o)?.announced, as: '2024-12-18' },
  { find: 'Bleu', asOf: '2025-12-01', shows: (o) => secNumCloud(o)?.state, as: 'J1' },
  { find: 'NumSpot', asOf: '2025-12-31', shows: (o) => o.commercial.status, as: 'launched' },
  { find: 'Cloudwatt', asOf: '2013-01-01', shows: (o) => o.company?.state, as: 'company_created' },
  { find: 'Numergy', asOf: '2013-01-01', shows: (o) => o.company?.since.from, as: '2012-09-01' },
  { find: 'Numergy', asOf: '2017-01-01', shows: (o) => o.commercial.status, as: 'discontinued' },
  { find: 'Numergy', asOf: '2017-01-01', shows: (o) => o.company?.into, as: 'sfr' },
  { find: 'AWS European Sovereign Cloud', asOf: '2024-01-01', shows: (o) => o.commercial.status, as: 'announced' },
  {
    find: 'S3NS',
    offer: 's3ns/crypt3ns',
    asOf: '2023-06-30',
    shows: (o) => o.footnotes.some((f) => f.text.en.includes('on sale since February 2023')),
    as: true,
  },
  {
    find: 'Outscale',
    asOf: '2020-06-30',
    shows: (o) => o.footnotes.some((f) => f.text.en.includes('obtains SecNumCloud in 2019')),
    as: true,
  },
  {
    find: 'Cloud Temple',
    offer: 'cloud-temple/secure-temple-iaas',
    asOf: '2023-06-30',
    shows: (o) => o.footnotes.some((f) => f.text.en.includes('qualified in 2022')),
    as: true,
  },
  {
    find: 'SecNumCloud',
    asOf: '2022-04-01',
    shows: (o) => o.facts.some((f) => f.text.en.includes('Version 3.2')),
    as: true,
  },
  {
    find: 'Loi SREN',
    asOf: '2024-06-30',
    shows: (o) => o.facts.some((f) => f.text.en.includes('Article 31')),
    as: true,
  },
];

test.each(KNOWN)(
  'known on $asOf, long before a late text repeats it: $find $offer is $as',
  ({ shows, as, ...asked }) => {
    expect(shows(answerTo({ ...asked, knownOn: asked.asOf }))).toEqual(as);
  },
);

test('what only a late text tells is not known before it', () => {
  const its = (day: string) => answerTo({ find: 'ITS Integra', asOf: day, knownOn: day });
  expect(its('2026-01-31').footnotes).toEqual([]);
  expect(its('2026-05-16').footnotes.length).toBeGreaterThan(0);
});

test('a late text is cited by its own date, and by how it was read', () => {
  const pod = answerTo({
    find: 'OVHcloud',
    offer: 'ovhcloud/bare-metal-pod',
    asOf: '2025-05-01',
    knownOn: '2025-05-01',
  });
  expect(secNumCloud(pod)?.sources[0]).toMatchObject({
    publisher: 'anssi',
    public: { from: '2025-03-24', to: '2025-04-30' },
    dated: { from: '2026-09-15', to: '2026-09-15' },
    via: 'catalogue of 2026-09-15 as transcribed by a third party',
  });
});

const days = ['2021-06-01', '2023-06-30', '2024-02-01', '2025-05-01', '2026-01-15', '2026-11-22'];

test('what is known to be false is doubtful, is never part of an answer, and is told among the footnotes', () => {
  const untrue = record.statements.filter((s) => s.false);
  expect(untrue.length).toBeGreaterThanOrEqual(8);
  for (const s of untrue) {
    expect(s.credibility, s.text.en).toBeGreaterThanOrEqual(5);
    const provider = s.subject.split('/')[0] ?? '';
    const told = days.flatMap((asOf) => record.offers(provider, { asOf, knownOn: null, recordedOn: null }).offers);
    for (const { footnotes, ...answer } of told) expect(JSON.stringify(answer), s.text.en).not.toContain(s.id);
    const notes = told.flatMap((offer) => offer.footnotes).filter((n) => n.sources.some((c) => c.statement === s.id));
    expect(notes.length, s.text.en).toBeGreaterThan(0);
    expect(notes.every((note) => note.false)).toBe(true);
  }
});

test('who held how much of a firm that is no more was contested then, not today', () => {
  const shares = (asOf: string) =>
    answerTo({ find: 'numergy', asOf }).disputes.map(({ field, positions }) => [field, positions.length]);
  expect(shares('2014-06-30')).toEqual([['owner', 2]]);
  expect(shares('2026-11-22')).toEqual([]);
});
