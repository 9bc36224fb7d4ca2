import type { Instant } from '../domain/period.ts';

/** A feed of the demonstration: invented publishers, so that no real one is made to say what it did not. */
export type DemoFeed = {
  readonly id: string;
  readonly publisher: string;
  readonly title: string;
  readonly lang: 'fr' | 'en';
  readonly format: 'rss' | 'atom';
  readonly kind: 'press' | 'regulator' | 'vendor';
  /** While it answers with a server error. */
  readonly broken?: { readonly from: Instant; readonly to: Instant };
};

/** An article of the demonstration. The events are real (summer of 2026), the wordings were written for it. */
export type DemoArticle = {
  readonly feed: string;
  readonly id: string;
  readonly at: Instant;
  readonly title: string;
  readonly summary: string;
  /** From this instant on, the publisher shows another title. */
  readonly retitled?: { readonly at: Instant; readonly title: string };
  /** The day the publisher gives it, where that is not the day it appears: old news brought up again. */
  readonly dated?: Instant;
};

export const DEMO_FEEDS: readonly DemoFeed[] = [
  { id: 'fil-cloud', publisher: 'Le Fil Cloud', title: 'Le Fil Cloud', lang: 'fr', format: 'rss', kind: 'press' },
  {
    id: 'cloud-lookout',
    publisher: 'Cloud Lookout',
    title: 'Cloud Lookout',
    lang: 'en',
    format: 'atom',
    kind: 'press',
  },
  {
    id: 'journal-decideurs',
    publisher: 'Le Journal des Décideurs',
    title: 'Le Journal des Décideurs',
    lang: 'fr',
    format: 'rss',
    kind: 'press',
  },
  {
    id: 'registre-qualifications',
    publisher: 'Registre des qualifications',
    title: 'Registre des qualifications',
    lang: 'fr',
    format: 'atom',
    kind: 'regulator',
  },
  {
    id: 'gazette-dsi',
    publisher: 'La Gazette des DSI',
    title: 'La Gazette des DSI',
    lang: 'fr',
    format: 'rss',
    kind: 'press',
  },
  {
    id: 'infra-weekly',
    publisher: 'Infrastructure Weekly',
    title: 'Infrastructure Weekly',
    lang: 'en',
    format: 'rss',
    kind: 'press',
  },
  {
    id: 'marches-publics',
    publisher: 'Marchés publics numériques',
    title: 'Marchés publics numériques',
    lang: 'fr',
    format: 'atom',
    kind: 'press',
  },
  {
    id: 'echo-tech',
    publisher: 'L’Écho Tech',
    title: 'L’Écho Tech',
    lang: 'fr',
    format: 'rss',
    kind: 'press',
    broken: { from: '2026-08-28T00:00:00.000Z', to: '2026-09-03T00:00:00.000Z' },
  },
];

/** The instants at which something new stands in the feeds: the first is the silent one. */
export const DEMO_MOMENTS: readonly Instant[] = [
  '2026-08-25T07:00:00.000Z',
  '2026-08-27T13:00:00.000Z',
  '2026-08-28T13:00:00.000Z',
  '2026-09-01T13:00:00.000Z',
  '2026-09-02T13:00:00.000Z',
  '2026-09-03T13:00:00.000Z',
  '2026-09-04T13:00:00.000Z',
  '2026-09-07T07:00:00.000Z',
];

/** Between those instants the feeds are read at this pace, as a bot would that is always on. */
export const DEMO_PACE_MS = 6 * 3_600_000;

export const DEMO_ARTICLES: readonly DemoArticle[] = [
  // What stands in the feeds before the channel begins to watch.
  {
    feed: 'fil-cloud',
    id: 'fc-1',
    at: '2026-08-20T09:00:00.000Z',
    title: 'Bleu attend toujours sa qualification SecNumCloud',
    summary:
      'La coentreprise d’Orange et de Capgemini visait le premier semestre 2026. Elle en est à l’étape J1 et n’est pas qualifiée.',
  },
  {
    feed: 'cloud-lookout',
    id: 'cl-1',
    at: '2026-08-19T08:00:00.000Z',
    title: 'What customers of S3NS say eight months after its qualification',
    summary: 'An analysis of the first year of the trusted cloud of Thales and Google.',
  },
  {
    feed: 'journal-decideurs',
    id: 'jd-0',
    at: '2026-08-22T06:00:00.000Z',
    title: 'Les Bleus reprennent l’entraînement',
    summary: 'L’équipe de France a retrouvé les terrains sous un grand ciel bleu.',
  },
  {
    feed: 'echo-tech',
    id: 'et-0',
    at: '2026-08-21T06:00:00.000Z',
    title: 'Cinq idées pour ranger son bureau',
    summary: 'La rentrée approche : nos conseils.',
  },
  // 27 August: a rumour, and words that mean something else.
  {
    feed: 'fil-cloud',
    id: 'fc-2',
    at: '2026-08-27T08:10:00.000Z',
    title: 'NumSpot serait sur le point d’obtenir la qualification SecNumCloud',
    summary:
      'Selon des sources concordantes, l’ANSSI aurait déjà pris sa décision et l’annoncerait à la rentrée. NumSpot ne souhaite pas commenter.',
  },
  {
    feed: 'journal-decideurs',
    id: 'jd-1',
    at: '2026-08-27T07:00:00.000Z',
    title: 'France Bleu change de nom et de programmes',
    summary: 'La radio publique revoit sa grille ; ses animateurs voient l’avenir en bleu.',
  },
  {
    feed: 'journal-decideurs',
    id: 'jd-2',
    at: '2026-08-27T07:30:00.000Z',
    title: 'Un hôpital repeint ses couloirs en bleu et orange',
    summary: 'Le choix des couleurs a été soumis au vote du personnel.',
  },
  // 28 August: the rumour is retold, twice quoting the same paper; the market goes on.
  {
    feed: 'gazette-dsi',
    id: 'gd-1',
    at: '2026-08-28T08:00:00.000Z',
    title: 'NumSpot bientôt qualifié SecNumCloud, selon Le Fil Cloud',
    summary: 'Le Fil Cloud affirme que l’ANSSI aurait tranché en faveur de NumSpot. L’entreprise ne commente pas.',
  },
  {
    feed: 'cloud-lookout',
    id: 'cl-2',
    at: '2026-08-28T09:00:00.000Z',
    title: 'NumSpot said to be close to SecNumCloud qualification',
    summary:
      'According to Le Fil Cloud, the French provider could be qualified by ANSSI after the summer. The company declined to comment.',
  },
  {
    feed: 'journal-decideurs',
    id: 'jd-3',
    at: '2026-08-28T09:00:00.000Z',
    title: 'Tutoriel : sauvegarder un site sur un serveur OVHcloud en dix étapes',
    summary: 'Un guide pas à pas pour automatiser vos sauvegardes avec rsync.',
  },
  {
    feed: 'marches-publics',
    id: 'mp-1',
    at: '2026-08-28T10:00:00.000Z',
    title: 'Un ministère lance un appel d’offres pour un cloud souverain',
    summary:
      'Le marché de cloud de confiance exige une qualification SecNumCloud 3.2 ; les offres sont attendues en octobre.',
  },
  // 1 September: the official list, and the press after it.
  {
    feed: 'registre-qualifications',
    id: 'rq-1',
    at: '2026-09-01T08:00:00.000Z',
    title: 'NumSpot obtient la qualification SecNumCloud 3.2',
    summary: 'L’ANSSI a qualifié le 31 juillet 2026 les services de NumSpot selon le référentiel SecNumCloud 3.2.',
  },
  {
    feed: 'registre-qualifications',
    id: 'rq-2',
    at: '2026-09-01T08:05:00.000Z',
    title: 'OVHcloud : SNC Cloud Platform obtient la qualification SecNumCloud 3.2',
    summary:
      'L’ANSSI a qualifié le 31 juillet 2026 le service SNC Cloud Platform d’OVHcloud selon le référentiel SecNumCloud 3.2.',
  },
  {
    feed: 'fil-cloud',
    id: 'fc-4',
    at: '2026-09-01T10:20:00.000Z',
    title: 'NumSpot décroche enfin la qualification SecNumCloud',
    summary:
      'Le fournisseur français obtient la qualification SecNumCloud 3.2 de l’ANSSI, comme OVHcloud le même jour.',
    retitled: { at: '2026-09-02T09:00:00.000Z', title: 'NumSpot qualifié SecNumCloud 3.2 : ce que cela change' },
  },
  {
    feed: 'infra-weekly',
    id: 'iw-1',
    at: '2026-09-02T07:00:00.000Z',
    title: 'OVHcloud’s SNC Cloud Platform obtains SecNumCloud 3.2 qualification',
    summary: 'ANSSI has qualified SNC Cloud Platform, the public cloud platform of OVHcloud for sensitive data.',
  },
  // 3 September: a feed is back, with a hostile title; old news comes up again.
  {
    feed: 'echo-tech',
    id: 'et-1',
    at: '2026-09-03T08:00:00.000Z',
    title: '<!channel> **Outscale** @everyone [gagnez](http://example.invalid) : panne dans une région cloud',
    summary:
      'Outscale a subi ce matin une panne de deux heures dans une région de son cloud public ; le service est rétabli.',
  },
  {
    feed: 'echo-tech',
    id: 'et-2',
    at: '2026-09-03T08:30:00.000Z',
    dated: '2022-10-10T08:00:00.000Z',
    title: 'Atos et AWS prépareraient un cloud de confiance',
    summary: 'Selon nos informations, les deux groupes travailleraient ensemble depuis des mois.',
  },
  {
    feed: 'infra-weekly',
    id: 'iw-2',
    at: '2026-09-03T09:00:00.000Z',
    dated: '2025-12-18T08:00:00.000Z',
    title: 'S3NS obtains SecNumCloud 3.2 qualification for its trusted cloud',
    summary: 'ANSSI has qualified PREMI3NS, the trusted cloud that S3NS runs on Google Cloud technology.',
  },
  // 4 September: an expiry comes near.
  {
    feed: 'gazette-dsi',
    id: 'gd-2',
    at: '2026-09-04T07:00:00.000Z',
    title: 'Outscale : la qualification SecNumCloud prend fin le 30 novembre, quelles options pour ses clients ?',
    summary:
      'Notre analyse : aucun renouvellement n’a encore été annoncé ; les marchés en cours demandent des garanties.',
  },
  {
    feed: 'cloud-lookout',
    id: 'cl-4',
    at: '2026-09-04T08:30:00.000Z',
    title: 'Bleu or S3NS: what buyers should ask before signing',
    summary:
      'An analysis of the two trusted clouds, one qualified since December, the other still at step J1 of SecNumCloud.',
  },
];
