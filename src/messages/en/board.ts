/** Words of the board of promises and the ends of qualifications. */
export const board = {
  title: 'board',
};
