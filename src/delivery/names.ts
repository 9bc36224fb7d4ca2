import type { DatasetRecord } from '../queries.ts';

/** Where cards look names up. */
export type Names = Pick<DatasetRecord, 'subject' | 'publisher'> & {
  /** What the channel tracks for itself, by subject id. */
  readonly own?: ReadonlyMap<string, string>;
};

/** A subject's name, or its id where the record has none. */
export function nameOf(id: string, names: Names): string {
  return names.subject(id)?.name ?? names.own?.get(id) ?? id;
}

/** A publisher's name; feeds may name publishers that the record does not hold, and those are shown as they are. */
export function publisherName(id: string, names: Names): string {
  return names.publisher(id)?.name ?? id;
}
