import type { Messages } from '../en/index.ts';

export const discord: Messages['discord'] = {
  correct: 'Corriger',
  tooLarge: 'trop volumineux pour être joint ici',
};
