import { expect, test } from 'vitest';
import { createReader } from '../../src/reading/read.ts';
import { PUBLISHERS, TRACKED } from '../fixtures/reading/names.ts';

const read = createReader({ tracked: TRACKED, publishers: PUBLISHERS });
const reading = (title: string, summary = '') =>
  read({ id: title, title, summary, published: '2024-03-15T09:00:00.000Z' });

/** headline | event that must be told, the main one | stance */
const TABLE = `
S3NS obtient la qualification SecNumCloud 3.2 | qualification_granted | confirmed
Outscale certified HDS for its cloud | qualification_granted | confirmed
STACKIT erhält C5-Testat | qualification_granted | confirmed
Scaleway franchit le jalon J0 du SecNumCloud | qualification_milestone | confirmed
NumSpot vise SecNumCloud en 2025 | qualification_milestone | planned
Scaleway aims for SecNumCloud qualification | qualification_milestone | planned
Scaleway enters SecNumCloud qualification process | qualification_milestone | confirmed
Le lancement de l'offre de S3NS est repoussé à fin 2025 | delay | confirmed
NumSpot delays its sovereign cloud launch to 2025 | delay | confirmed
Delos Cloud verschiebt den Start | delay | confirmed
Docaposte et Dassault créent la coentreprise NumSpot | company_creation | confirmed
Thales and Google set up a joint venture, S3NS | company_creation | confirmed
OVHcloud ouvre une nouvelle région à Toronto | commercial_launch | confirmed
Exoscale opens a new data center in Zagreb | commercial_launch | confirmed
L'offre de S3NS est désormais en disponibilité générale | general_availability | confirmed
AWS European Sovereign Cloud is now generally available | general_availability | confirmed
OVHcloud lève 500 millions d'euros | funding | confirmed
IONOS übernimmt einen Cloud-Anbieter | funding | confirmed
Clever Cloud noue un partenariat avec Cegedim | partnership | confirmed
Oodrive and Outscale team up | partnership | confirmed
La MAIF choisit OVHcloud | customer_win | confirmed
Swiss hospital chooses Exoscale | customer_win | confirmed
Appel d'offres : l'UGAP retient Cloud Temple | contract_or_tender | confirmed
Panne mondiale chez OVHcloud | incident_or_outage | confirmed
OVHcloud sued over the Strasbourg fire | incident_or_outage | confirmed
Oodrive victime d'une fuite de données | security | confirmed
Cloudwatt ferme ses services de stockage | discontinuation | confirmed
Scaleway shuts down its bare metal service | discontinuation | confirmed
OVHcloud augmente ses tarifs de cloud public | pricing | confirmed
Scaleway price increase hits cloud customers | pricing | confirmed
OVHcloud préparerait le rachat de Gridscale | rumour | rumour
Selon des sources proches, Outscale négocie avec NumSpot | rumour | rumour
Scaleway in talks to buy Clever Cloud, sources say | rumour | rumour
OVHcloud aurait choisi une nouvelle région | rumour | rumour
NumSpot va ouvrir une région cloud en 2025 | announcement | planned
Microsoft will launch sovereign cloud in Germany | announcement | planned
Le Sénat adopte la loi SREN sur le cloud | regulation | confirmed
EU Commission delays EUCS cloud certification scheme | regulation | confirmed
Pourquoi S3NS et Bleu divisent les DSI, le cloud en débat ? | opinion_or_analysis | n/a
OVHcloud nomme un nouveau directeur général | other | confirmed
`;

const rows = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((c) => c.trim()));

test.each(rows)('%s', (title = '', event, stance) => {
  const r = reading(title);
  expect([r.events[0], r.stance]).toEqual([event, stance]);
});

test.each(['OVHcloud dément vouloir racheter Gridscale', 'Outscale denies report of a merger with NumSpot'])(
  '%s is denied',
  (title) => {
    expect(reading(title).stance).toBe('denied');
  },
);

test('a refusal to comment leaves a rumour a rumour', () => {
  const r = reading("OVHcloud préparerait le rachat d'Ikoula", "L'hébergeur refuse de commenter.");
  expect(r.stance).toBe('rumour');
  expect(reading("OVHcloud préparerait le rachat d'Ikoula", "L'hébergeur n'a ni démenti ni confirmé.").stance).toBe(
    'rumour',
  );
});

test('an item may carry several events', () => {
  const r = reading('Scaleway lève 100 millions et ouvre une région à Milan');
  expect(r.events).toEqual(expect.arrayContaining(['funding', 'commercial_launch']));
});

test.each([
  ["Selon le JDN, OVHcloud serait à l'achat", 'jdn'],
  ['OVHcloud to be sold, according to Reuters', 'reuters'],
  ['OVHcloud serait à vendre, révèle La Tribune', 'la-tribune'],
  ['OVHcloud laut Handelsblatt vor Verkauf', 'handelsblatt'],
  ['La Tribune du cloud chez OVHcloud', null],
])('%s quotes %s', (title, origin) => {
  expect(reading(title).origin).toBe(origin);
});

test('an item does not quote its own publisher', () => {
  const r = read({ id: '1', title: 'Selon le JDN, OVHcloud recrute', summary: '', published: null, publisher: 'jdn' });
  expect(r.origin).toBe(null);
});

test.each([
  ['La DINUM publie un appel d’offres pour un cloud souverain', true],
  ['SecNumCloud : l’Anssi publie une nouvelle version du référentiel', true],
  ['Cloud Act : la Commission européenne propose de nouvelles règles', true],
  ['OVHcloud ouvre une région à Milan', true],
  ['Comment installer Nextcloud chez OVHcloud', false],
  ['OVHcloud recrute un ingénieur réseau H/F', false],
  ['Le cours de l’action OVHcloud bondit', false],
  ['Noms de domaine : promotion chez Infomaniak', false],
  ['Le festival de la ville ouvre ses portes', false],
  ['Google Cloud lance une nouvelle base de données', false],
])('%s, relevant: %s', (title, relevant) => {
  expect(reading(title).relevant).toBe(relevant);
});

test('a name in passing is recognised but not relevant', () => {
  const r = reading(
    'Une start-up du vin lance son application',
    'Elle emploie dix personnes à Bordeaux. Le site, dessiné par une agence locale, se veut simple. Les commandes se font en ligne, les livraisons partent chaque jour de la semaine, et le service client répond par téléphone ou par courrier. Le tout est hébergé chez OVHcloud.',
  );
  expect(r.providers.map((p) => p.id)).toEqual(['ovhcloud']);
  expect(r.relevant).toBe(false);
  expect(r.reasons).toContain('passing mention');
});

test.each([
  ['OVHcloud lance une région à Milan', 'fr'],
  ['Scaleway raises prices in Paris', 'en'],
  ['STACKIT baut Rechenzentrum in Lübbenau', 'de'],
])('%s is %s', (title, lang) => {
  expect(reading(title).lang).toBe(lang);
});

test('the feed’s own declaration of its language comes first', () => {
  expect(read({ id: '1', title: 'OVHcloud Summit', summary: '', published: null, lang: 'it-IT' }).lang).toBe('it');
});

test.each([
  'La DINUM lance un appel d’offres pour un cloud souverain',
  'Le gouvernement lance une consultation sur le cloud de confiance SecNumCloud',
  'EU launches public consultation on its sovereign cloud framework EUCS',
])('calling for something is no launch of an offer: %s', (title) => {
  expect(reading(title).events).not.toContain('commercial_launch');
});
