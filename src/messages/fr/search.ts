import type { Messages } from '../en/index.ts';

const affirmations = (n: number): string => `${n} ${n < 2 ? 'affirmation' : 'affirmations'}`;

export const search: Messages['search'] = {
  title: (text) => `Recherche : ${text}`,
  count: (n, shown) => (n > shown ? `${affirmations(n)} ; les ${shown} plus proches` : affirmations(n)),
  about: (name) => `à propos de ${name}`,
  any: 'Aucune affirmation ne contient tout cela ; celles qui en contiennent le plus viennent d’abord.',
  none: 'Aucune affirmation ne contient l’un de ces mots.',
  noneAbout: (name) => `Aucune affirmation à propos de ${name} ne contient l’un de ces mots.`,
  noneThen: 'Rien de tel n’était connu à cette date.',
  missing: (word) => `« ${word} » ne figure dans aucune affirmation.`,
  meant: (words) =>
    `Pensiez-vous à ${new Intl.ListFormat('fr-FR', { type: 'disjunction' }).format(words.map((word) => `« ${word} »`))} ?`,
  noWords: (given) => `« ${given} » ne contient aucun mot que l’on puisse chercher.`,
  marks: { unconfirmed: 'non confirmé', false: 'reconnu faux', contested: 'contesté' },
  others: (n) => (n === 1 ? 'et 1 autre source' : `et ${n} autres sources`),
  only: (name, n) => `Seulement ${name} (${n})`,
  everybody: 'À propos de tous',
  today: 'Avec tout ce qui est connu aujourd’hui',
  news: 'Chercher dans l’actualité',
  offer: (name) => `Où en est ${name}`,
};
