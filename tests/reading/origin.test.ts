import { expect, test } from 'vitest';
import { createReader } from '../../src/reading/read.ts';
import { PUBLISHERS, TRACKED } from '../fixtures/reading/names.ts';

const read = createReader({ tracked: TRACKED, publishers: PUBLISHERS });
const origin = (title: string, summary: string, publisher: string | null = null) =>
  read({ id: title, title, summary, published: '2024-03-15T09:00:00.000Z', publisher }).origin;

test.each([
  [
    'S3NS said to be close to SecNumCloud qualification',
    'According to Le Fil Cloud, the Thales subsidiary built on Google Cloud technology could be qualified.',
    'Le Fil Cloud',
  ],
  ['OVHcloud serait à vendre', 'D’après le quotidien Les Échos, un fonds serait intéressé.', 'les-echos'],
  ['OVHcloud serait à vendre', 'Selon le site spécialisé Nuages Hebdo, un fonds serait intéressé.', 'Nuages Hebdo'],
  ['Scaleway may be sold, according to Cloud Weekly', '', 'Cloud Weekly'],
  ['Scaleway préparerait une région cloud, révèle La Gazette du Nuage', '', 'La Gazette du Nuage'],
  ['STACKIT laut Süddeutsche Zeitung vor Verkauf der Cloud', '', 'Süddeutsche Zeitung'],
  ['Scaleway may be sold, reports the Financial Times', '', 'Financial Times'],
  ['S3NS : le cloud de confiance avance', 'Selon Thales, la qualification viendra cette année.', 'thales'],
  ['OVHcloud grandit', 'D’après OVHcloud, le cloud souverain progresse.', 'ovhcloud'],
  ['S3NS qualifié', 'Selon SecNumCloud 3.2, et selon Nuages Hebdo, le cloud est prêt.', 'Nuages Hebdo'],
  ['Le cloud grandit chez OVHcloud', 'Laut Der Standard wächst die Cloud.', 'Der Standard'],
])('%s %s quotes %s', (title, summary, expected) => {
  expect(origin(title, summary)).toBe(expected);
});

test.each([
  ['S3NS serait proche de la qualification', 'Selon des sources concordantes, la filiale de Thales attendrait.'],
  ['S3NS proche de la qualification', 'Selon la filiale de Thales, tout est prêt.'],
  ['OVHcloud ouvre une région cloud', 'Selon le Premier ministre, c’est une bonne nouvelle.'],
  ['OVHcloud opens a cloud region', 'According to Monday morning plans, it opens soon.'],
  ['STACKIT baut die Cloud aus', 'Laut Anbieter und den Partnern wird die Region im Mai eröffnet.'],
  ['OVHcloud said to have opened a cloud region', ''],
  ['L’Anssi qualifie l’offre S3NS', 'L’agence qualifie l’offre selon SecNumCloud 3.2, dit-elle.'],
  ['STACKIT is audited', 'The cloud is audited according to BSI C5 and hosted in Germany.'],
  ['OVHcloud certifié', 'Les sites sont certifiés selon ISO 27001 et HDS.'],
  ['OVHcloud certifié', 'Les sites sont certifiés selon la norme ISO/IEC 27001:2022.'],
  ['Scaleway et les données', 'Selon le RGPD, les données restent en Europe.'],
  ['Scaleway et les données', 'Selon la loi SREN, l’hébergeur doit être qualifié.'],
  ['Scaleway et les données', 'Selon la Loi SREN, l’hébergeur doit être qualifié.'],
  ['STACKIT und die Cloud', 'Laut DSGVO bleiben die Daten im Land.'],
  ['Scaleway et les données', 'D’après l’Article 28 du RGPD, le sous-traitant répond de la cloud.'],
  ['Scaleway et les données', 'According to the Data Act, customers may leave.'],
  ['Scaleway et les données', 'According to the Cloud Sovereignty Framework, it is SEAL-3.'],
  ['OVHcloud et NIS 2', 'Selon NIS 2, les hébergeurs déclarent leurs incidents.'],
  ['OVHcloud grandit', 'Selon Bruxelles, le cloud souverain progresse.'],
  ['OVHcloud grandit', 'According to Berlin, the sovereign cloud grows.'],
  ['OVHcloud grandit', 'Selon Microsoft 365, la part du cloud monte.'],
  ['OVHcloud grandit', 'Selon Novembre, le cloud progresse.'],
  ['STACKIT wächst', 'Laut IT-Sicherheitsgesetz sind Betreiber der Cloud in der Pflicht.'],
  ['STACKIT wächst', 'Laut IT-Sicherheitsgesetz 2.0 Pflicht für die Cloud.'],
  ['STACKIT wächst', 'Die Cloud ist laut SGB V zulässig.'],
  ['STACKIT wächst', 'Laut TKG sind Betreiber der Cloud in der Pflicht.'],
  ['STACKIT wächst', 'Die Cloud wird laut EVB-IT Cloud beschafft.'],
  ['OVHcloud grandit', 'Selon la LPM, le cloud est soumis à contrôle.'],
  ['OVHcloud grandit', 'According to CRA rules, the cloud is a product.'],
])('%s %s quotes nobody', (title, summary) => {
  expect(origin(title, summary)).toBe(null);
});

test('an unlisted publisher does not quote itself, however it writes its name', () => {
  expect(origin('OVHcloud à vendre', 'Selon Le Fil Cloud, un fonds serait là.', 'Le Fil Cloud')).toBe(null);
  expect(origin('OVHcloud à vendre', 'Selon le Fil Cloud, un fonds serait là.', 'Le Fil Cloud')).toBe(null);
});
