/** Words of the terminal alone. */
export const terminal = {
  /** Behind a file. */
  saved: (path: string): string => `written to ${path}`,
  notSaved: (path: string, detail: string): string => `could not be written to ${path} (${detail})`,
  picture: (path: string): string => `Picture written to ${path}`,
  noPicture: (path: string, detail: string): string => `The picture could not be written to ${path} (${detail})`,
  /** Under files that were not written. */
  saveWith: 'To have the files: npm run -s vigie -- ask "…" --save FOLDER',
};
