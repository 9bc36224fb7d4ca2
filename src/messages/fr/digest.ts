import type { Messages } from '../index.ts';

/** `1 histoire`, `2 histoires`; in French zero is singular. */
const some = (n: number, one: string, many: string): string => `${n} ${n < 2 ? one : many}`;

export const digest: Messages['digest'] = {
  weekdays: {
    monday: 'lundi',
    tuesday: 'mardi',
    wednesday: 'mercredi',
    thursday: 'jeudi',
    friday: 'vendredi',
    saturday: 'samedi',
    sunday: 'dimanche',
  },
  title: (week, from, until) => `Bilan de la semaine ${week} · du ${from} au ${until}`,
  previewTitle: (from) => `Le prochain bilan, à ce stade · depuis le ${from}`,
  stories: (n) => (n === 1 ? 'Une histoire' : `${n} histoires`),
  noStories: 'Aucune histoire cette semaine.',
  step: (from, to) => `de « ${from} » à « ${to} »`,
  more: (n) => (n === 1 ? 'et 1 autre' : `et ${n} autres`),
  promises: 'Promesses',
  due: (bound) => bound,
  overdue: (days) => (days === null ? 'en retard' : `en retard de ${some(days, 'jour', 'jours')}`),
  qualifications: 'Qualifications qui prennent fin',
  ends: (scheme, day, days) =>
    `${scheme}, le ${day} (${days === 0 ? 'aujourd’hui' : `dans ${some(days, 'jour', 'jours')}`})`,
  ended: (scheme, day) => `${scheme}, terminée sur le papier le ${day}, renouvellement non constaté`,
  inferred: 'date déduite',
  record: (n) => (n === 1 ? 'Un fait nouveau au registre' : `${n} faits nouveaux au registre`),
  honesty: (c) =>
    [
      some(c.read, 'article lu', 'articles lus'),
      some(c.kept, 'retenu', 'retenus'),
      some(c.stories, 'histoire', 'histoires'),
      `${c.held} à vérifier`,
      `${some(c.failing, 'flux', 'flux')} en panne`,
      some(c.lost, 'perdu', 'perdus'),
    ].join(' · '),
  details: {
    stories: 'Toutes les histoires',
    promises: 'Toutes les promesses',
    qualifications: 'Toutes les échéances',
    record: 'Tous les faits nouveaux',
  },
  buttons: {
    details: 'Tout le détail',
    settings: 'Réglages',
    now: 'Voir où il en est',
    monday: 'Chaque lundi à 9 h',
    off: 'Arrêter le bilan',
  },
  settings: {
    title: 'Bilan hebdomadaire',
    on: (weekday, at, zone) => `Chaque ${weekday} à ${at} (${zone}).`,
    next: (day, at) => `Le prochain arrive le ${day} à ${at}.`,
    only: 'Ce salon ne reçoit que le bilan : les histoires n’y sont pas postées une à une.',
    also: 'Il s’ajoute aux cartes.',
    waiting: (n) => `${some(n, 'histoire l’attend', 'histoires l’attendent')}.`,
    off: 'Ce salon ne reçoit pas de bilan.',
    done: 'Le bilan est réglé',
    stopped: 'Plus de bilan',
    wasOff: 'Ce salon ne recevait pas de bilan.',
    notWatching: 'Ce salon ne suit encore rien : il n’y a rien à raconter. Commencez par la commande suivre.',
    needed:
      'Ce salon ne reçoit que le bilan : sans lui, il ne recevrait rien. Choisissez d’abord le mode immédiat avec la commande suivre.',
    badHour: (given) => `« ${given} » n’est pas une heure. Écrivez 09:00, 9h ou 17:30.`,
    changingHour:
      'Entre 02:00 et 02:59, l’heure change : un dimanche cette heure n’existe pas, un autre elle vient deux fois. Choisissez une heure plus tôt ou plus tard.',
    badZone: (given) => `« ${given} » n’est pas un fuseau horaire. Écrivez-le comme Europe/Paris.`,
    noRun: (week) => `Ce salon n’a pas eu de bilan en semaine ${week}.`,
  },
};
