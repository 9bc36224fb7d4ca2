import type { Messages } from '../en/index.ts';

const listFormat = new Intl.ListFormat('fr-FR', { type: 'conjunction' });
const autres = (n: number, one: string, many: string) => (n === 1 ? `1 autre ${one}` : `${n} autres ${many}`);

export const timeline: Messages['timeline'] = {
  title: (name) => `${name} · chronologie`,
  steps: {
    none: 'non qualifié',
    filed: 'dossier déposé',
    in_progress: 'en cours',
    J0: 'J0',
    J1: 'J1',
    J2: 'J2',
    qualified: 'qualifié',
    renewed: 'renouvelé',
    ended_on_paper: 'terminée sur le papier',
    expired: 'expirée',
    withdrawn: 'retirée',
  },
  fields: {
    commercial: '',
    company: '',
    qualification: '',
    check: 'vérification',
    promise: 'promesse',
    fulfilment: 'promesse accomplie',
    promise_dropped: 'promesse abandonnée',
    owner: 'actionnaire',
    technology: 'technologie',
    service: 'service',
    region: 'région',
    customer: 'client',
    event: '',
    note: '',
  },
  weights: { footnote: 'non confirmé', false: 'faux', contested: 'contesté' },
  events: 'Faits marquants',
  laneOf: (offer, lane) => `${offer} · ${lane}`,
  claimed: (what) => `affirmé : ${what}`,
  wrong: (what) => `faux : ${what}`,
  quarrelled: (what) => `contesté : ${what}`,
  paperEnd: (day) => `jusqu’au ${day}`,
  held: (what, from, to) => `${what} (${from} – ${to})`,
  holds: (what, since) => `${what} (${since})`,
  seen: (what, day) => `${what} (vu le ${day})`,
  nothingHeld: 'rien de connu',
  promised: (what, due, outcome) => `${what} (${due}) : ${outcome}`,
  also: (parts) => parts.join(' ; '),
  shows: (from, to) => (from === to ? `L’image montre ${from}.` : `L’image va de ${from} à ${to}.`),
  leftOffers: (names) => `Absents de l’image : ${names}.`,
  leftOthers: (promises, events) => {
    const parts = [
      ...(promises === 0 ? [] : [autres(promises, 'promesse', 'promesses')]),
      ...(events === 0 ? [] : [autres(events, 'événement', 'événements')]),
    ];
    return parts.length === 0 ? '' : `Seulement dans la liste : ${parts.join(' et ')}.`;
  },
  drawn: (by) => `Vigie · ${by}`,
  counted: (n, marked) => {
    const all = n === 1 ? 'Une entrée datée' : `${n} entrées datées`;
    return marked.length === 0 ? `${all}.` : `${all}, dont ${listFormat.format(marked)}.`;
  },
  milestones: 'Étapes',
  marked: (n, weight) => {
    if (weight === 'footnote') return n === 1 ? '1 non confirmée' : `${n} non confirmées`;
    if (weight === 'false') return n === 1 ? '1 reconnue fausse' : `${n} reconnues fausses`;
    return n === 1 ? '1 contestée' : `${n} contestées`;
  },
  sinceDay: (day) => `À partir du ${day}`,
  knownLater: (when) => `rendu public plus tard : ${when}`,
  dueMissed: 'échéance manquée',
  nothingSince: (day) => `Rien n’est daté à partir du ${day}.`,
  card: 'Fiche',
  sources: 'Toutes les sources',
  sinceYear: (year) => `Depuis ${year}`,
  whole: 'Depuis le début',
};
