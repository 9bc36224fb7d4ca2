import type { Messages } from '../en/index.ts';

export const terminal: Messages['terminal'] = {
  saved: (path) => `écrit dans ${path}`,
  notSaved: (path, detail) => `n’a pas pu être écrit dans ${path} (${detail})`,
  picture: (path) => `Image écrite dans ${path}`,
  noPicture: (path, detail) => `L’image n’a pas pu être écrite dans ${path} (${detail})`,
  saveWith: 'Pour avoir les fichiers\u00a0: npm run -s vigie -- ask "…" --save DOSSIER',
};
