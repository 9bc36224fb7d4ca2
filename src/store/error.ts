/**
 * What can go wrong with the store. Words for people are chosen from the code; `detail` is for logs.
 *
 * - `store_locked`: another process holds the folder (SQLite serves one process).
 * - `store_full`, `store_read_only`, `store_corrupt`, `store_bad_folder`: the disk or the file.
 * - `store_not_folder`: a file stands where the folder should be, or on the way to it.
 * - `store_newer`: the database was written by a newer version of the program.
 * - `store_unreachable`, `store_refused`: PostgreSQL does not answer, or does not let us in.
 * - `store_contended`: others hold what is needed; trying again helps.
 * - `store_nested`: the root store was used inside a transaction.
 * - `store_closed`, `store_misuse`: the program's own mistakes.
 * - `append_only`: a statement was to be changed or removed.
 * - `conflict`: the row exists already, or moved on since it was read.
 * - `broken_reference`: a row names another that does not exist.
 * - `not_found`: the row to change does not exist.
 * - `store_failed`: anything else the database said.
 */
export const STORE_CODES = [
  'store_locked',
  'store_full',
  'store_read_only',
  'store_corrupt',
  'store_bad_folder',
  'store_not_folder',
  'store_newer',
  'store_unreachable',
  'store_refused',
  'store_contended',
  'store_nested',
  'store_closed',
  'store_misuse',
  'append_only',
  'conflict',
  'broken_reference',
  'not_found',
  'store_failed',
] as const;
export type StoreCode = (typeof STORE_CODES)[number];

/** Every error the store throws. */
export class StoreError extends Error {
  readonly code: StoreCode;
  /** What the machine said, for logs. */
  readonly detail: string;

  constructor(code: StoreCode, detail: string, cause?: unknown) {
    super(`${code}: ${detail}`, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.code = code;
    this.detail = detail;
  }
}

/** True for a `StoreError` with this code. */
export function isStoreError(error: unknown, code: StoreCode): error is StoreError {
  return error instanceof StoreError && error.code === code;
}
