import { expect, test } from 'vitest';
import { createReader } from '../../src/reading/read.ts';
import { PUBLISHERS, TRACKED } from '../fixtures/reading/names.ts';

const read = createReader({ tracked: TRACKED, publishers: PUBLISHERS });
const reading = (title: string, summary = '') =>
  read({ id: title, title, summary, published: '2024-03-15T09:00:00.000Z' });

const DONE = ['qualification_granted', 'general_availability', 'commercial_launch'];
const CLAIMED = /granted|renewed|commercial|^ga$/;

/** Headline | summary: what is denied or still to come in it is never told as done. */
const OPEN = `
NumSpot annonce une plateforme portable, installable chez ses clients | Elle n’est pas encore qualifiée SecNumCloud.
NumSpot n’est pas encore qualifié SecNumCloud |
NumSpot n’est toujours pas certifié HDS |
NumSpot bientôt qualifié SecNumCloud, selon nos informations |
Scaleway, prochainement certifié HDS |
Exoscale soon C5 certified, the firm says |
Clever Cloud attend toujours d’être qualifié SecNumCloud |
Clever Cloud doit encore être certifié HDS |
Il reste à Clever Cloud à être qualifié SecNumCloud |
NumSpot vise une offre qualifiée SecNumCloud |
Scaleway n’a jamais obtenu le label SecNumCloud |
Exoscale reste sans certification HDS obtenue en France |
Numergy n’obtient pas le label HDS |
L’offre de NumSpot n’est pas encore disponible |
L’offre de NumSpot devrait être disponible cet été |
NumSpot n’a pas encore lancé son cloud |
S3NS attend le lancement de son offre |
S3NS prévoit d’ouvrir une région et d’être qualifié SecNumCloud |
Scaleway is not yet SecNumCloud qualified |
Scaleway has yet to be C5 certified |
Exoscale awaits being C5 certified |
Exoscale fails to get its C5 certification |
Infomaniak's cloud is not generally available yet |
AWS European Sovereign Cloud will be generally available next year |
Scaleway has not launched its sovereign cloud |
Scaleway could soon be SecNumCloud certified |
Scaleway, SecNumCloud certified by the end of 2025 |
STACKIT ist noch nicht C5-zertifiziert |
STACKIT wartet noch auf das C5-Testat und ist nicht zertifiziert |
STACKIT erhält keine C5-Zertifizierung |
STACKIT erhält das C5-Testat vorerst nicht |
STACKIT soll C5-zertifiziert werden |
Delos Cloud ist noch nicht allgemein verfügbar |
Delos Cloud wird 2025 allgemein verfügbar |
`;

const rows = (table: string): [string, string][] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [title = '', summary = ''] = line.split('|').map((c) => c.trim());
      return [title, summary];
    });

test.each(rows(OPEN))('%s %s tells nothing done', (title, summary) => {
  const r = reading(title, summary);
  expect(r.events.filter((e) => DONE.includes(e))).toEqual([]);
  expect(r.claims.filter((c) => CLAIMED.test(c.value))).toEqual([]);
});

/** The same words where something else in the sentence is denied, hoped for or to come. */
test.each([
  ['S3NS, qui vise les ministères, obtient la qualification SecNumCloud', 'qualification_granted'],
  ['Outscale vise l’Europe et obtient la qualification SecNumCloud', 'qualification_granted'],
  ['NumSpot n’attend plus : il est qualifié SecNumCloud', 'qualification_granted'],
  ['Outscale is not only HDS but now SecNumCloud qualified', 'qualification_granted'],
  ['Non sans mal, Cloud Temple décroche la qualification SecNumCloud', 'qualification_granted'],
  ['STACKIT, nicht nur in Bayern gefragt, erhält C5-Testat', 'qualification_granted'],
  ['L’offre tant attendue de S3NS est désormais disponible', 'general_availability'],
  ['Long awaited, the AWS European Sovereign Cloud is now generally available', 'general_availability'],
])('%s is done', (title, event) => {
  const r = reading(title);
  expect([r.events[0], r.stance]).toEqual([event, 'confirmed']);
});

test('what is still to come of a label is a step on its way', () => {
  const r = reading('Clever Cloud attend toujours d’être qualifié SecNumCloud');
  expect([r.events[0], r.stance]).toEqual(['qualification_milestone', 'planned']);
});

test.each(['OVHcloud : la région de Milan n’ouvrira pas en 2026', 'NumSpot will not launch its cloud this year'])(
  '%s promises nothing',
  (title) => {
    expect(reading(title).claims).toEqual([]);
  },
);
