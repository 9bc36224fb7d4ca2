/** Words of the comparison of offers. */
export const compare = {
  title: 'compare',
};
