import type { Messages } from '../en/index.ts';

const monthFormat = new Intl.DateTimeFormat('fr-FR', { month: 'short', timeZone: 'UTC' });

export const picture: Messages['picture'] = {
  months: Array.from({ length: 12 }, (_, month) => monthFormat.format(new Date(Date.UTC(2024, month, 1)))),
  quarters: ['T1', 'T2', 'T3', 'T4'],
  nothing: 'Rien n’est connu pour cette période.',
  signs: {
    event: 'événement',
    due: 'promis pour cette date',
    kept: 'promesse tenue',
    missed: 'échéance non tenue',
    end: 'fin',
    weak: 'affirmation sans preuve suffisante',
  },
  open: 'se poursuit',
  wide: 'signe large : un jour de cette période',
  claimed: 'affirmé, sans preuve suffisante',
};
