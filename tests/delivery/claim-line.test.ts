import { expect, test } from 'vitest';
import { claimLine } from '../../src/delivery/claim-line.ts';
import type { Claim, ClaimField } from '../../src/domain/event.ts';
import { distinctClaims } from '../../src/domain/event.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { names } from '../pipeline/world.ts';

const claim = (field: ClaimField, value: string, date?: string): Claim => ({
  provider: 's3ns',
  field,
  value,
  reason: '',
  ...(date === undefined ? {} : { date }),
});

const said = (one: Claim, lang: 'fr' | 'en' = 'fr'): string =>
  claimLine(one, names, messagesOf(lang))
    .map((span) => (typeof span === 'string' ? span : span.text))
    .join('');

test.each([
  ['qualification', 'SecNumCloud granted', 'qualification SecNumCloud obtenue'],
  ['qualification', 'SecNumCloud J0', 'jalon J0 de la qualification SecNumCloud franchi'],
  ['qualification', 'SecNumCloud J1', 'jalon J1 de la qualification SecNumCloud franchi'],
  ['qualification', 'SecNumCloud in progress', 'qualification SecNumCloud en cours'],
  ['qualification', 'SecNumCloud targeted', 'qualification SecNumCloud visée'],
  ['qualification', 'ISO 27001 renewed', 'qualification ISO 27001 renouvelée'],
  ['qualification', 'SOC 2 refused', 'qualification SOC 2 refusée'],
  ['status', 'rumoured', 'en préparation, selon la rumeur'],
  ['status', 'announced', 'annoncé'],
  ['status', 'created', 'société créée'],
  ['status', 'commercial', 'en vente'],
  ['status', 'ga', 'disponible pour tous'],
  ['status', 'delayed', 'retardé'],
  ['status', 'discontinued', 'arrêté'],
  ['status', 'outage', 'en panne'],
  ['status', 'breached', 'atteinte à la sécurité'],
  ['status', 'funded', 'financement obtenu'],
  ['status', 'acquired', 'racheté'],
  ['status', 'partnered', 'partenariat conclu'],
  ['status', 'sued', 'poursuivi en justice'],
  ['date_promised', 'GA: 2026-H1', 'promesse : disponibilité générale, premier semestre 2026'],
  ['date_promised', 'SecNumCloud qualification: 2026', 'promesse : qualification SecNumCloud, 2026'],
  ['date_promised', 'end of service: 2026-03', 'promesse : fin de service, mars 2026'],
  [
    'date_promised',
    'region in Lille: 2027-Q2',
    `promesse : region in Lille, ${messagesOf('fr').common.calendar('2027-04-01', 'quarter')}`,
  ],
  ['owner', 'Thales, Google', 'actionnaire : Thales, Google'],
  ['technology', 'Google Cloud', 'technologie : Google Cloud'],
  ['customer', 'EDF', 'client : EDF'],
  // What is written otherwise than expected is shown as it is, never dropped.
  ['qualification', 'SecNumCloud soon', 'qualification : SecNumCloud soon'],
  ['date_promised', 'some day', 'échéance : some day'],
  ['status', 'dreamt of', 'état : dreamt of'],
] as const)('the claim %s “%s” reads as “%s”', (field, value, words) => {
  expect(said(claim(field, value))).toBe(`S3NS · ${words}`);
});

test('the same in English, with its day', () => {
  expect(said(claim('qualification', 'SecNumCloud granted', '2025-12-17'), 'en')).toBe(
    'S3NS · SecNumCloud qualification granted (17 December 2025)',
  );
  expect(said(claim('date_promised', 'GA: 2026-H1'), 'en')).toBe(
    'S3NS · promised: general availability, the first half of 2026',
  );
});

test('one claim with and without its date is one line, the one that is dated best', () => {
  const granted = (date?: string) => claim('qualification', 'SecNumCloud granted', date);
  expect(
    distinctClaims([granted(), claim('status', 'ga'), granted('2025-12-17'), granted('2025-12'), granted('2025-11')]),
  ).toEqual([granted('2025-12-17'), claim('status', 'ga'), granted('2025-11')]);
  expect(distinctClaims([granted('2025-12'), granted()])).toEqual([granted('2025-12')]);
});
