/** Words of the timeline of an offer. */
export const timeline = {
  title: 'timeline',
};
