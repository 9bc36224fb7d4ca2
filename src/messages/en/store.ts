import type { StoreTrouble } from '../../domain/trouble.ts';

/** The place in brackets, where it may be named. */
const at = (where: string): string => (where === '' ? '' : ` (${where})`);

/** The schema's version, of which the machine said more. */
const versionIn = (detail: string): string => /\d+/.exec(detail)?.[0] ?? '?';

/** What is wrong with the store, and what to do; `where` is its folder or address, `detail` what the machine said. */
export const store: Record<
  StoreTrouble,
  (where: string, detail: string) => { readonly what: string; readonly todo: string }
> = {
  store_locked: (where) => ({
    what: `Another Vigie is running on this data folder${at(where)}.`,
    todo: 'Stop it first, or set VIGIE_DATA to another folder.',
  }),
  store_full: (where) => ({
    what: `The disk is full: nothing more can be stored${at(where)}. What was stored stays.`,
    todo: 'Make room on that disk; Vigie goes on by itself.',
  }),
  store_read_only: (where) => ({
    what: `The store cannot be used${at(where)}: the disk or the folder is read-only for this user.`,
    todo: 'Give the user who runs Vigie the right to write there, or name another place in VIGIE_DATA or DATABASE_URL.',
  }),
  store_corrupt: (where, detail) => ({
    what: `The store cannot be used${at(where)}: the database is damaged, or is none of Vigie’s (${detail}).`,
    todo: 'Restore the latest backup: npm run -s vigie -- restore FILE.',
  }),
  store_newer: (where, detail) => ({
    what: `The store cannot be used${at(where)}: its schema is version ${versionIn(detail)}, ahead of this program.`,
    todo: 'A newer Vigie wrote it: install that version or a newer one. Nothing was changed.',
  }),
  store_not_folder: (where) => ({
    what: `The store cannot be used${at(where)}: VIGIE_DATA must name a folder, and a file stands there or on the way to it.`,
    todo: 'Name a folder in VIGIE_DATA, or move that file away.',
  }),
  store_bad_folder: (where, detail) => ({
    what: `The store cannot be used${at(where)}: ${detail}.`,
    todo: 'See that vigie.db and vigie.lock there are files, or name another folder in VIGIE_DATA.',
  }),
  store_unreachable: (where, detail) => ({
    what: `The store cannot be used${at(where)}: PostgreSQL does not answer (${detail}).`,
    todo: 'See that the server runs and that DATABASE_URL names the right host and port.',
  }),
  store_refused: (where, detail) => ({
    what: `The store cannot be used${at(where)}: PostgreSQL does not let Vigie in (${detail}).`,
    todo: 'See that DATABASE_URL names the right user, password and database.',
  }),
  store_contended: (where) => ({
    what: `The database is held by another program for the moment${at(where)}.`,
    todo: 'Try again in a moment; end a backup or a viewer that keeps it open.',
  }),
};
