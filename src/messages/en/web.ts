/** Words of the web port: feeds of changes, calendars, the description of the API. */
export const web = {
  title: 'web',
};
