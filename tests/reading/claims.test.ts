import { expect, test } from 'vitest';
import { createReader } from '../../src/reading/read.ts';
import { PUBLISHERS, TRACKED } from '../fixtures/reading/names.ts';

const read = createReader({ tracked: TRACKED, publishers: PUBLISHERS });
const claims = (title: string, summary = ''): string[] =>
  read({ id: title, title, summary, published: '2024-03-15T09:00:00.000Z' }).claims.map(
    (c) => `${c.provider}.${c.field}: ${c.value}${c.date ? ` @${c.date}` : ''}`,
  );

test.each([
  ['S3NS obtient la qualification SecNumCloud le 14 mars 2024', 's3ns.qualification: SecNumCloud granted @2024-03-14'],
  ['Outscale renouvelle sa qualification SecNumCloud', 'outscale.qualification: SecNumCloud renewed'],
  ['Scaleway franchit le jalon J0 du SecNumCloud', 'scaleway.qualification: SecNumCloud J0'],
  ['Scaleway passes SecNumCloud J1', 'scaleway.qualification: SecNumCloud J1'],
  ['NumSpot vise la qualification SecNumCloud', 'numspot.qualification: SecNumCloud targeted'],
  ['Scaleway dépose son dossier SecNumCloud', 'scaleway.qualification: SecNumCloud in progress'],
  ['STACKIT erhält C5-Testat', 'stackit.qualification: C5 granted'],
  ['NumSpot lancera son offre au second semestre 2025', 'numspot.date_promised: launch: 2025-H2'],
  ['S3NS promises general availability by the end of 2025', 's3ns.date_promised: GA: 2025-Q4'],
  ['NumSpot, SecNumCloud attendu en septembre 2025', 'numspot.date_promised: SecNumCloud qualification: 2025-09'],
  ['NumSpot repousse son lancement : pas avant 2026', 'numspot.date_promised: launch: 2026'],
  ['NumSpot repousse son lancement : pas avant 2026', 'numspot.status: delayed'],
  ['OVHcloud rachète Gridscale', 'ovhcloud.status: acquired'],
  ['Scaleway lève 100 millions d’euros', 'scaleway.status: funded'],
  ['OVHcloud : un incendie détruit un datacenter', 'ovhcloud.status: outage'],
  ['OVHcloud sued over the Strasbourg fire', 'ovhcloud.status: sued'],
  ['Oodrive victime d’une fuite de données', 'oodrive.status: breached'],
  ['Cloudwatt ferme ses services de stockage', 'cloudwatt.status: discontinued'],
  ['OVHcloud préparerait le rachat de Gridscale', 'ovhcloud.status: rumoured'],
  ['La MAIF choisit OVHcloud', 'ovhcloud.customer: MAIF'],
  ['OVHcloud chosen by Airbus for its data', 'ovhcloud.customer: Airbus'],
  ['S3NS lance une offre fondée sur Google Cloud', 's3ns.technology: Google Cloud'],
  [
    'NumSpot, coentreprise de Docaposte et Dassault Systèmes, ouvre une région',
    'numspot.owner: Docaposte, Dassault Systèmes',
  ],
])('%s claims %s', (title, claim) => {
  expect(claims(title)).toContain(claim);
});

test.each([
  'Scaleway franchit le jalon J0 de la qualification SecNumCloud',
  'Scaleway passes J1 on its way to the SecNumCloud qualification',
  'NumSpot vise le visa de sécurité SecNumCloud',
  'NumSpot est en cours de qualification SecNumCloud',
  'NumSpot, candidat à la qualification SecNumCloud',
  'NumSpot espère obtenir la qualification SecNumCloud en 2025',
  'Clever Cloud devrait être qualifié SecNumCloud en 2025',
  'Clever Cloud sera qualifié SecNumCloud',
  'Scaleway expects to be SecNumCloud certified next year',
  'Scaleway is not yet SecNumCloud certified',
  'Exoscale n’a pas obtenu la qualification SecNumCloud',
  'NumSpot aurait obtenu la qualification SecNumCloud, selon nos informations',
  'Oodrive prépare sa qualification SecNumCloud',
  'La qualification SecNumCloud de NumSpot attendue cet été',
])('%s never becomes granted', (title) => {
  expect(claims(title).filter((c) => c.includes('granted') || c.includes('renewed'))).toEqual([]);
});

test('a denial claims nothing', () => {
  expect(claims('OVHcloud dément vouloir racheter Gridscale')).toEqual([]);
});

test('a promise carries its period', () => {
  const r = read({
    id: '1',
    title: 'NumSpot ouvrira sa région fin 2025',
    summary: '',
    published: '2024-03-15T09:00:00.000Z',
  });
  expect(r.claims.find((c) => c.field === 'date_promised')?.period).toEqual({
    from: '2025-10-01',
    to: '2025-12-31',
    precision: 'quarter',
  });
});
