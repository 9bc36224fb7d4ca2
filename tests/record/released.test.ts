import { expect, test } from 'vitest';
import type { OfferAnswer } from '../../src/domain/answer.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { RELEASED } from './dataset.ts';

const record = createRecord(await loadDataset(RELEASED));

function ask(id: string, asOf: string, knownOn: string | null = null): OfferAnswer {
  const { offers } = record.offers(id, { asOf, knownOn, recordedOn: null });
  const offer = offers.find((one) => one.id === id) ?? offers[0];
  if (!offer) throw new Error(`no offer for ${id}`);
  return offer;
}

const scheme = (offer: OfferAnswer) => offer.qualification.find((one) => one.scheme === 'SecNumCloud');

const towards = (offer: OfferAnswer, rung: string) =>
  offer.promises.filter((promise) => 'rung' in promise.target && promise.target.rung === rung);

test('in June 2022 Bleu is announced, neither a company nor launched, and its promises are open', () => {
  const bleu = ask('bleu', '2022-06-30');
  expect(bleu.commercial.status).toBe('announced');
  expect(bleu.commercial.since?.from).toBe('2021-05-27');
  expect(bleu.company).toBeNull();
  expect(scheme(bleu)?.state).toBe('none');
  expect(bleu.promises.map((promise) => promise.outcome)).toEqual(['open', 'open', 'open']);
  expect(towards(bleu, 'company_created')[0]?.outcomeNow).toBe('late');
});

test('a year later Bleu is still announced, its company overdue, and its courting of customers a footnote', () => {
  const bleu = ask('bleu', '2023-06-30');
  expect(bleu.commercial.status).toBe('announced');
  expect(towards(bleu, 'company_created')[0]).toMatchObject({ outcome: 'overdue', days: 181 });
  expect(bleu.footnotes.some((note) => note.text.en.includes('courting priority customers'))).toBe(true);
});

test('in February 2024 Bleu is on sale, not available, not qualified', () => {
  const bleu = ask('bleu', '2024-02-01');
  expect(bleu.commercial).toMatchObject({ status: 'launched', since: { from: '2024-01-15', precision: 'day' } });
  expect(bleu.company?.state).toBe('company_created');
  expect(scheme(bleu)?.state).toBe('none');
  expect(towards(bleu, 'pre_commercial')[0]).toMatchObject({ outcome: 'late', days: 380 });
});

test('in May 2025 Bleu is at J0, and the promise of 2025 has moved twice', () => {
  const bleu = ask('bleu', '2025-05-01');
  expect(scheme(bleu)).toMatchObject({
    state: 'J0',
    since: { from: '2025-04-17' },
    version: '3.2',
    scope: ['IaaS', 'PaaS', 'CaaS'],
  });
  const chain = towards(bleu, 'qualified').filter((promise) => promise.bound !== 'not-before');
  expect(chain.map(({ due, outcome, chain: { position, length } }) => [due.to, outcome, position, length])).toEqual([
    ['2025-12-31', 'moved', 1, 3],
    ['2026-12-31', 'moved', 2, 3],
    ['2026-06-30', 'open', 3, 3],
  ]);
});

test('today Bleu is at J1, last checked in September 2026; that it is qualified is a footnote marked false', () => {
  const bleu = ask('bleu', '2026-11-22');
  expect(scheme(bleu)).toMatchObject({
    state: 'J1',
    since: { from: '2025-11-17' },
    checked: '2026-09-26',
    until: null,
  });
  expect(bleu.commercial.flags).toEqual(['last_known']);
  expect(bleu.footnotes.filter((note) => note.false && note.text.en.includes('SecNumCloud 3.2 in 2025'))).toHaveLength(
    1,
  );
  expect(towards(bleu, 'qualified').at(-1)).toMatchObject({ outcome: 'overdue', days: 145 });
  expect(towards(bleu, 'qualified').at(-1)?.proof?.publisher).toBe('anssi');
});

test('what was known of Bleu on 15 January 2026: J1, neither qualified nor contested', () => {
  const bleu = ask('bleu', '2026-01-15', '2026-01-15');
  expect(scheme(bleu)?.state).toBe('J1');
  expect(bleu.disputes.filter((dispute) => dispute.field === 'qualification')).toEqual([]);
  expect(bleu.commercial.flags).not.toContain('contested');
  expect(towards(bleu, 'qualified').at(-1)?.outcomeNow).toBe('open');
});

test('Bleu belongs to Orange and Capgemini; that Microsoft holds a share is the weak side of a settled dispute', () => {
  const bleu = ask('bleu', '2026-11-22');
  expect(bleu.owners.map((owner) => [owner.name, owner.share])).toEqual([
    ['Capgemini', null],
    ['Orange', null],
  ]);
  const dispute = bleu.disputes.find((one) => one.id === 'bleu-microsoft-share');
  expect(dispute).toMatchObject({ settled: true, preferred: 0 });
  expect(dispute?.positions).toHaveLength(2);
});

test('the Atos and AWS cloud is a rumour with one origin, which time leaves unconfirmed', () => {
  const then = ask('atos-aws', '2022-11-01');
  expect(then.commercial.status).toBe('rumoured');
  expect(then.commercial.flags).toEqual([]);
  const cited = new Set(then.commercial.sources.map((source) => source.statement));
  const origins = record.statements.filter((s) => cited.has(s.id)).map((s) => s.source.origin);
  expect(new Set(origins)).toEqual(new Set(['jdn']));
  expect(origins).toHaveLength(3);
  const now = ask('atos-aws', '2026-11-22');
  expect(now.commercial.status).toBe('rumoured');
  expect(now.commercial.flags).toContain('unconfirmed');
  expect(ask('atos-aws', '2024-06-30').commercial.flags).toContain('unconfirmed');
});

test('S3NS: a partnership in 2021, an interim offer on sale in 2024, qualified in December 2025', () => {
  expect(ask('s3ns', '2021-12-01')).toMatchObject({
    id: 's3ns/premi3ns',
    commercial: { status: 'announced' },
    company: null,
  });
  expect(ask('s3ns/crypt3ns', '2024-12-31').commercial).toMatchObject({
    status: 'launched',
    since: { from: '2023-02-01', precision: 'month' },
  });
  expect(scheme(ask('s3ns/premi3ns', '2024-12-31'))?.state).toBe('none');
  expect(scheme(ask('s3ns/premi3ns', '2026-11-22'))).toMatchObject({
    state: 'qualified',
    version: '3.2',
    decided: '2025-12-17',
    until: '2028-12-17',
    untilKind: 'stated',
    decision: '2057',
    checked: '2026-09-15',
  });
  expect(ask('s3ns', '2026-11-22').disputes).toMatchObject([{ id: 's3ns-google-share', settled: true, preferred: 0 }]);
});

test('S3NS: known first through the press of late December 2025, before the catalogue', () => {
  expect(scheme(ask('s3ns/premi3ns', '2025-12-20', '2025-12-20'))?.state).toBe('none');
  expect(scheme(ask('s3ns/premi3ns', '2025-12-24', '2025-12-24'))?.state).toBe('qualified');
});

test('what was said on a day was known on that day', () => {
  expect(ask('bleu', '2021-05-31', '2021-05-31').commercial.status).toBe('announced');
  expect(ask('bleu', '2022-06-23', '2022-06-23').promises).toHaveLength(3);
  expect(ask('bleu', '2024-01-15', '2024-01-15').commercial.status).toBe('launched');
  expect(scheme(ask('bleu', '2025-04-18', '2025-04-18'))?.state).toBe('J0');
  expect(ask('s3ns', '2021-10-07', '2021-10-07').commercial.status).toBe('announced');
  expect(ask('bleu', '2021-05-01', '2021-05-01').commercial.status).toBe('unknown');
});

test('S3NS: one promise kept, the others late by the last day due', () => {
  const chain = towards(ask('s3ns/premi3ns', '2026-11-22'), 'qualified');
  expect(chain.map(({ due, outcome, days }) => [due.to, outcome, days])).toEqual([
    ['2025-12-31', 'kept', null],
    ['2025-09-30', 'late', 78],
  ]);
  expect(towards(ask('s3ns', '2022-12-31'), 'company_created')[0]).toMatchObject({ outcome: 'late', days: 91 });
});

test('Outscale is qualified up to its last day, then ended on paper with no renewal seen', () => {
  const stated = {
    decided: '2023-11-30',
    announced: '2023-12-11',
    until: '2026-11-30',
    untilKind: 'stated',
    checked: '2026-09-15',
  };
  expect(scheme(ask('outscale', '2026-11-30'))).toMatchObject({ state: 'qualified', ...stated });
  expect(scheme(ask('outscale', '2026-12-05'))).toMatchObject({ state: 'ended_on_paper', ...stated });
  expect(scheme(ask('outscale', '2022-01-01'))).toMatchObject({ state: 'qualified', decided: null });
});

test('every provider that the reader tracks is a subject with words in both languages', () => {
  const ids =
    `bleu s3ns atos-aws ovhcloud outscale cloud-temple free-pro numspot cloudwatt numergy ikoula orange-business
    scaleway clever-cloud oodrive worldline docaposte aws-esc microsoft-sovereign google-sovereign oracle-eusc delos stackit
    ionos t-systems exoscale infomaniak thales capgemini health-data-hub cloud-national-strategique`.split(/\s+/);
  for (const id of ids) {
    const subject = record.subject(id);
    expect(subject, id).not.toBeNull();
    expect(subject?.summary.fr.length, id).toBeGreaterThan(20);
    expect(record.tracked.find((name) => name.subject === id)?.names.length, id).toBeGreaterThan(0);
    expect(
      record.offers(id, { asOf: '2026-11-22', knownOn: null, recordedOn: null }).offers.length,
      id,
    ).toBeGreaterThan(0);
  }
});

test('where only the size of a share is disputed the owner stands, with what the sides name', () => {
  expect(ask('numergy', '2014-12-31').owners).toContainEqual(
    expect.objectContaining({ name: 'SFR', share: { min: 46, max: 47 } }),
  );
  expect(ask('s3ns', '2026-11-22').owners.map((owner) => [owner.name, owner.share])).toEqual([
    ['Google', null],
    ['Thales', { min: 50.1, max: 100 }],
  ]);
});

test('the clouds of 2012 and the Google partnership ended, each in its way', () => {
  expect(ask('cloudwatt', '2018-01-01')).toMatchObject({
    commercial: { status: 'generally_available' },
    company: { state: 'merged' },
  });
  expect(ask('cloudwatt', '2026-11-22').commercial).toMatchObject({
    status: 'discontinued',
    since: { from: '2020-02-01' },
  });
  expect(ask('numergy', '2026-11-22')).toMatchObject({
    commercial: { status: 'discontinued' },
    company: { state: 'merged' },
  });
  expect(ask('ovhcloud/google-anthos', '2022-11-12').commercial.status).toBe('announced');
  expect(ask('ovhcloud/google-anthos', '2022-11-13').commercial.status).toBe('abandoned');
});

test('the three qualified offers of OVHcloud have their own decisions and ends', () => {
  const until = (id: string) => scheme(ask(`ovhcloud/${id}`, '2026-11-22'))?.until;
  expect([until('hosted-private-cloud'), until('bare-metal-pod'), until('snc-cloud-platform')]).toEqual([
    '2026-12-29',
    '2028-03-24',
    '2029-07-31',
  ]);
  expect(scheme(ask('ovhcloud/snc-cloud-platform', '2026-11-22'))).toMatchObject({
    decided: '2026-07-31',
    announced: '2026-09-01',
  });
  expect(scheme(ask('ovhcloud/hosted-private-cloud', '2026-12-30'))?.state).toBe('ended_on_paper');
});

test('nothing was recorded before its release', () => {
  const before = record.offers('bleu', { asOf: '2026-11-22', knownOn: null, recordedOn: '2026-11-20' });
  expect(before.offers[0]).toMatchObject({ commercial: { status: 'unknown' }, promises: [], facts: [], footnotes: [] });
  expect(record.latest >= '2026-11-21').toBe(true);
});

test('a false qualification is the first thing told among what is also claimed', () => {
  const [first] = ask('bleu', '2026-11-22').footnotes;
  expect(first).toMatchObject({ false: true });
  expect(first?.text.en).toContain('SecNumCloud 3.2 in 2025');
  expect(ask('orange-business', '2026-11-22').footnotes[0]).toMatchObject({ false: true });
});

test('a decision is known soon after it is taken, not only from the catalogue that was read last', () => {
  const pod = (knownOn: string) => scheme(ask('ovhcloud/bare-metal-pod', '2026-01-15', knownOn));
  expect(pod('2026-01-15')).toMatchObject({ state: 'qualified', decided: '2025-03-24', until: '2028-03-24' });
  expect(pod('2025-03-23')?.state ?? 'none').toBe('none');
  const platform = record.offers('ovhcloud', { asOf: '2026-01-15', knownOn: '2026-01-15', recordedOn: null });
  expect(platform.offers.map((offer) => offer.id)).not.toContain('ovhcloud/snc-cloud-platform');
  expect(scheme(ask('cegedim', '2025-01-15', '2025-01-15'))).toMatchObject({ state: 'qualified', decision: '1951' });
});

test('a service that a catalogue only names is qualified, and nothing is said of since when', () => {
  expect(scheme(ask('whaller', '2026-11-22'))).toMatchObject({
    state: 'qualified',
    since: null,
    decided: null,
    until: null,
    checked: '2026-09-15',
  });
  expect(scheme(ask('s3ns/premi3ns', '2026-11-22'))?.since).not.toBeNull();
});

test('what this record itself warns of is a dated fact of its own, not a weak claim', () => {
  for (const [id, day] of [
    ['outscale', '30 November 2026'],
    ['ovhcloud/hosted-private-cloud', '29 December 2026'],
  ] as const) {
    const offer = ask(id, '2026-11-22');
    const warning = offer.facts.find((fact) => fact.text.en.startsWith('To watch:') && fact.text.en.includes(day));
    expect(
      warning?.sources.map((source) => source.publisher),
      id,
    ).toEqual(['vigie']);
    expect(offer.footnotes.some((note) => note.text.en.includes('no renewal'))).toBe(false);
  }
});

test('those who stand behind the offers, and the European rules, answer with their dated facts', () => {
  for (const id of ['dassault-systemes', 'sfr', 'cigref', 'iliad', 'anssi', 'commission-europeenne']) {
    expect(record.subject(id)?.kind, id).toBe('organisation');
    expect(ask(id, '2026-11-22').facts.length, id).toBeGreaterThan(0);
    expect(
      record.tracked.some((name) => name.subject === id),
      id,
    ).toBe(false);
  }
  for (const id of ['eucs', 'csa2', 'cada', 'csf-eu', 'data-act', 'circulaire-lecornu', 'gaia-x', 'fisa-702']) {
    expect(record.subject(id)?.kind, id).toBe('regulation');
    expect(ask(id, '2026-11-22').facts.length, id).toBeGreaterThan(0);
  }
  expect(ask('cada', '2026-11-22').promises[0]).toMatchObject({ outcome: 'late', days: 64 });
});

test('a provider answers with what has come furthest first and with what has ended last', () => {
  const ids = (id: string, asOf: string) =>
    record.offers(id, { asOf, knownOn: null, recordedOn: null }).offers.map((offer) => offer.id);
  expect(ids('s3ns', '2026-11-22')).toEqual(['s3ns/premi3ns', 's3ns/crypt3ns']);
  expect(ids('s3ns', '2024-12-31')).toEqual(['s3ns/crypt3ns', 's3ns/premi3ns']);
  expect(ids('ovhcloud', '2026-11-22').at(-1)).toBe('ovhcloud/google-anthos');
});
