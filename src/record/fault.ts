/** What can be wrong in the dataset, as stable words. */
export const FAULT_CODES = [
  'unreadable_file',
  'bad_yaml',
  'bad_shape',
  'bad_entry',
  'id_not_file_name',
  'duplicate_id',
  'wrong_folder',
  'duplicate_name',
  'duplicate_statement',
  'unknown_publisher',
  'duplicate_host',
  'unknown_subject',
  'unused_source',
  'unused_offer',
  'bad_link',
  'foreign_link',
  'no_via',
  'impossible_dates',
  'contradiction',
  'lonely_dispute',
  'false_but_credible',
  'no_such_promise',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** Something wrong in the dataset: where it stands, what it is, what to do about it. Lines count from 1. */
export type Fault = {
  readonly code: FaultCode;
  /** Path inside the dataset folder: `providers/bleu.yaml`. */
  readonly file: string;
  readonly line: number;
  /** `statements[3].from`; empty for the whole file. */
  readonly place: string;
  readonly problem: string;
  readonly remedy: string;
};
