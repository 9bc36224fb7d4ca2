/** Words of packs of evidence and the search among statements. */
export const evidence = {
  title: 'evidence',
};
