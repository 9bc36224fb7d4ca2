import type { Messages } from '../en/index.ts';

const jours = (n: number): string => (n < 2 ? `${n} jour` : `${n} jours`);
const isDay = (when: string): boolean => /^\d{1,2}(er)? /.test(when);
const isPart = (when: string): boolean => /trimestre|semestre/.test(when);
const isSpan = (when: string): boolean => when.startsWith('du ');

/** « le 3 mai 2024 », « au premier semestre 2024 », « en mai 2024 ». */
const à = (when: string): string => (isDay(when) ? `le ${when}` : isPart(when) ? `au ${when}` : `en ${when}`);
/** « du 3 mai 2024 », « du premier semestre 2024 », « d’avril 2024 ». */
const de = (when: string): string =>
  isDay(when) || isPart(when) ? `du ${when}` : /^[ao]/.test(when) ? `d’${when}` : `de ${when}`;
const auMoins = (atLeast: boolean): string => (atLeast ? 'au moins ' : '');
const cibles = (n: number): string => (n < 2 ? `${n} objectif` : `${n} objectifs`);
const pluriel = (n: number, mot: string): string => `${n} ${mot}${n < 2 ? '' : 's'}`;

export const board: Messages['board'] = {
  title: 'Promesses',
  titleOf: (name) => `${name} · promesses`,
  continued: (heading) => `${heading} (suite)`,
  summary: (promises, targets) => `${pluriel(promises, 'promesse')} avec une date, sur ${cibles(targets)}`,
  counts: {
    kept: (n) => pluriel(n, 'tenue'),
    late: (n) => `${pluriel(n, 'tenue')} en retard`,
    overdue: (n) => pluriel(n, 'dépassée'),
    moved: (n) => pluriel(n, 'repoussée'),
    open: (n) => `${n} en attente`,
    dropped: (n) => pluriel(n, 'abandonnée'),
    unknown: (n) => `${n} d’issue inconnue`,
  },
  median: (n, atLeast, of) => `Glissement médian : ${auMoins(atLeast)}${jours(n)}, sur ${cibles(of)}.`,
  few: (of) =>
    of === 1 ? 'Un seul objectif ne dit pas grand-chose.' : 'Si peu d’objectifs ne disent pas grand-chose.',
  noMedian: 'Aucun glissement ne peut être jugé.',
  cell: (n, atLeast, of) => `${atLeast ? '≥ ' : ''}${jours(n)} (médiane de ${of})`,
  noCell: '–',
  fewMark: '*',
  columns: {
    name: 'Fournisseur',
    other: 'Qui',
    median: 'Glissement',
    promises: 'Promesses',
    outcomes: 'Ce qu’il en est advenu',
  },
  onTargets: (promises, targets) => `${promises} sur ${cibles(targets)}`,
  legend:
    'Glissement : jours entre le dernier jour de la première date promise et celui où c’est fait, ou jusqu’ici ; la médiane porte sur les objectifs que l’on peut juger, « ≥ » tant que certains courent encore ou ne sont datés qu’au mois.',
  fewLegend: '* Moins de trois objectifs : ne dit pas grand-chose.',
  overdue: 'Dépassées, la plus ancienne d’abord',
  next: 'Prochaines échéances',
  cut: 'Tout ne tient pas ici : demandez un fournisseur pour tout en voir.',
  nothingOverdue: 'Aucune promesse n’est dépassée.',
  groups: {
    overdue: 'Dépassé',
    open: 'À venir',
    late: 'Tenu en retard',
    kept: 'Tenu',
    moved: 'Repoussé',
    unknown: 'Issue inconnue',
    dropped: 'Abandonné',
    floor: 'Aucune date promise, seulement exclue',
  },
  due: {
    by: (when) => (isDay(when) ? `d’ici au ${when}` : `d’ici à la fin ${de(when)}`),
    in: (when) =>
      isSpan(when) ? `pour la période ${when}` : isDay(when) || isPart(when) ? `pour le ${when}` : `pour ${when}`,
    from: (when) => `à partir ${isSpan(when) ? when : de(when)}`,
    'not-before': (when) => (isDay(when) || isPart(when) ? `pas avant le ${when}` : `pas avant ${when}`),
  },
  steps: {
    filed: 'dossier déposé',
    in_progress: 'en cours',
    J0: 'jalon J0',
    J1: 'jalon J1',
    J2: 'jalon J2',
    qualified: 'qualifié',
    renewed: 'renouvelé',
    expired: 'expiré',
    withdrawn: 'retiré',
  },
  aside: (words) => ` ; ${words}`,
  promised: 'promis ',
  said: (when) => `dit ${à(when)}`,
  floor: (what) => `dit aussi : ${what}`,
  state: {
    left: (n) => (n === 0 ? 'en attente, échéance aujourd’hui' : `en attente, encore ${jours(n)}`),
    putOff: (n) => `repoussé de ${jours(n)} jusqu’ici`,
    overdue: (n) => `dépassé de ${jours(n)}`,
    sinceFirst: (n) => `${jours(n)} après la première date`,
    reached: (when) => `fait ${à(when)}`,
    reachedBy: (when) => `fait au plus tard ${à(when)}, comme le montre une étape suivante`,
    late: (n, atLeast) => `avec ${auMoins(atLeast)}${jours(n)} de retard`,
    afterFirst: (n, atLeast) => `${auMoins(atLeast)}${jours(n)} après la première date`,
    counted: (words) => `compté ${words}`,
    inTime: 'à temps',
    withinFirst: 'dans le délai de la première date',
    withinNewest: 'dans le délai de la dernière',
    afterNewest: (n, atLeast) => `${auMoins(atLeast)}${jours(n)} après la dernière`,
    dropped: (when) => `abandonné ${à(when)}`,
    droppedSometime: 'abandonné',
    moved: 'repoussé',
    unknown: 'aucune source ne dit si c’est fait',
    coarse: 'daté trop largement pour dire si c’est à temps',
    whenUnknown: (when) =>
      `fait au plus tard ${à(when)}, comme le montre une étape suivante ; aucune source ne dit quand`,
    notFound: (when) => `non constaté lors de la vérification ${de(when)}`,
    notChecked: 'aucune vérification ultérieure au registre',
    now: (outcome) => `aujourd’hui : ${outcome}`,
  },
  nowWords: {
    kept: 'tenu',
    late: 'tenu en retard',
    overdue: 'dépassé',
    moved: 'encore repoussé',
    open: 'en attente',
    dropped: 'abandonné',
    unknown: 'issue inconnue',
  },
  onlyOffer: (offer, provider) =>
    `Seulement ce qui a été promis pour ${offer}, et ce que ${provider} a promis pour tout ce qu’il vend.`,
  none: (name) => `${name} n’a rien promis que le registre connaisse.`,
  noneBy: (name, day) => `Au ${day}, ${name} n’avait rien promis que le registre connaisse.`,
  noneAtAll: (day) => `Au ${day}, le registre ne connaît encore aucune promesse.`,
  weaker: (n) =>
    n === 1
      ? '1 promesse prêtée est trop faiblement sourcée, ou fausse, pour compter ; elle figure en note sur sa fiche.'
      : `${n} promesses prêtées sont trop faiblement sourcées, ou fausses, pour compter ; elles figurent en note sur les fiches.`,
  card: 'Fiche',
  all: 'Toutes les promesses',
  allOf: (name) => `Tout ${name}`,
  today: 'Aujourd’hui',
  expiring: {
    title: 'Échéances des qualifications',
    count: (n, within) =>
      n < 2
        ? `${n} qualification s’achève dans les ${jours(within)}`
        : `${n} qualifications s’achèvent dans les ${jours(within)}`,
    none: (within) => `Aucune qualification du registre ne s’achève dans les ${jours(within)}.`,
    next: (name, day, left) => `La prochaine échéance est celle de ${name} : le ${day}, dans ${jours(left)}.`,
    after: (name, day, left) => `La suivante : ${name}, le ${day}, dans ${jours(left)}.`,
    cut: 'Tout ne tient pas ici : moins de jours, ou la fiche d’une offre, montrent le reste.',
    noNext: 'Aucune échéance plus lointaine n’est connue non plus.',
    nothing: 'Aucune qualification n’était connue à cette date.',
    headings: {
      ending: (within) => `S’achèvent dans les ${jours(within)}`,
      ended: 'Terminées, expirées ou retirées',
      renewed: 'Renouvellements vus',
      undated: 'Qualifiés, échéance non vue',
    },
    left: (n) => (n === 0 ? 'c’est le dernier jour' : n === 1 ? 'reste 1 jour' : `restent ${jours(n)}`),
    ago: (n) => (n === 0 ? 'aujourd’hui' : `il y a ${jours(n)}`),
    over: {
      ended_on_paper: (when, ago) => `terminée sur le papier le ${when} (${ago}), renouvellement non vu`,
      expired: (when, ago) => `expirée le ${when} (${ago})`,
      withdrawn: (when, ago) => `retirée le ${when} (${ago})`,
    },
    overSometime: {
      ended_on_paper: 'terminée sur le papier, renouvellement non vu',
      expired: 'expirée',
      withdrawn: 'retirée',
    },
    renewedOn: (when) => `renouvelée ${à(when)}`,
    renewedAtAll: 'renouvelée',
    now: (day) => `désormais jusqu’au ${day}`,
    nowUnknown: 'nouvelle échéance non vue',
    untilKinds: {
      stated: 'échéance indiquée par une source',
      inferred: 'échéance déduite : trois ans après la décision',
      unknown: 'origine de l’échéance inconnue',
    },
    decision: (number, day) =>
      number === null
        ? day === null
          ? ''
          : `décision du ${day}`
        : `décision ${number}${day === null ? '' : ` du ${day}`}`,
    checked: (day, ago) => `dernière vérification le ${day}${ago > 0 ? ` (${jours(ago)} plus tôt)` : ''}`,
    unchecked: 'jamais vérifiée',
    advice:
      'L’échéance est celle de la ligne du catalogue, à sa dernière lecture. Un renouvellement peut être décidé sans être encore publié : demandez au fournisseur la décision de renouvellement.',
    inferredNote: 'Une échéance déduite tombe trois ans après la décision ; aucune source ne la donne.',
    further: (within) => `${within} jours`,
    qualified: 'Tout ce qui est qualifié',
    today: 'Aujourd’hui',
  },
};
