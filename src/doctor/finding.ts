import type { ConfigFault } from '../config/faults.ts';

/** A fault of the feed catalogue, as its reader tells it: on which line, of what, by which code, and what would be right. */
export type CatalogueTrouble = {
  readonly line: number | null;
  readonly place: string;
  readonly code: string;
  readonly value: string | null;
  readonly allowed: readonly string[];
};

/** Every finding the doctor can make, with the facts its words need. Sizes in MiB, times in seconds. */
export type FindingData = {
  readonly config_ok: Record<string, never>;
  readonly config_fault: ConfigFault;
  readonly config_unread: ConfigFault;
  readonly process_zone: { readonly zone: string };
  readonly store_ok: { readonly engine: string; readonly where: string };
  readonly store_in_use: { readonly engine: string; readonly where: string };
  readonly store_failed: {
    readonly engine: string;
    readonly where: string;
    /** The store's own code for what is wrong, null when it has none. */
    readonly code: string | null;
    readonly detail: string;
  };
  readonly disk_ok: { readonly folder: string; readonly freeMb: number };
  readonly disk_low: { readonly folder: string; readonly freeMb: number; readonly wantedMb: number };
  readonly disk_unknown: { readonly folder: string; readonly detail: string };
  readonly proxy_ok: { readonly proxy: string };
  readonly proxy_unreachable: { readonly proxy: string; readonly detail: string };
  readonly proxy_password: { readonly proxy: string };
  readonly proxy_refuses: { readonly proxy: string; readonly target: string; readonly status: number };
  readonly platforms_none: Record<string, never>;
  readonly slack_ok: { readonly team: string; readonly user: string };
  readonly slack_refused: { readonly error: string };
  readonly slack_scopes: { readonly missing: readonly string[] };
  readonly slack_app_token: { readonly error: string };
  readonly slack_unreachable: { readonly detail: string };
  readonly discord_ok: { readonly name: string };
  readonly discord_refused: { readonly status: number };
  readonly discord_other_app: { readonly given: string; readonly actual: string };
  readonly discord_unreachable: { readonly detail: string };
  readonly operators_ok: { readonly count: number };
  readonly operators_none: Record<string, never>;
  readonly spaces_ok: { readonly count: number };
  readonly feeds_ok: { readonly count: number };
  readonly feeds_empty: { readonly where: string };
  readonly feeds_unreadable: { readonly where: string; readonly faults: readonly CatalogueTrouble[] };
  readonly port_ok: { readonly port: number };
  readonly port_taken: { readonly port: number };
  readonly port_forbidden: { readonly port: number };
  readonly clock_ok: { readonly by: string; readonly seconds: number };
  readonly clock_off: { readonly by: string; readonly seconds: number };
};

export type FindingCode = keyof FindingData;
export type FindingLevel = 'ok' | 'warn' | 'fault';

/** One thing looked at: how it stands, as a code and the facts for its words. */
export type Finding = {
  [K in FindingCode]: { readonly code: K; readonly level: FindingLevel; readonly data: FindingData[K] };
}[FindingCode];

/** Makes a finding; keeps code and data of one kind. */
export function finding<K extends FindingCode>(code: K, level: FindingLevel, data: FindingData[K]): Finding {
  // A generic member of a mapped union is not seen as one of its members by the compiler; K ties code and data.
  return { code, level, data } as unknown as Finding;
}

/** A finding in words: what is, and what to do about it (null when there is nothing to do). */
export type Told = { readonly what: string; readonly todo: string | null };

/** The words for every finding, in one language. */
export type FindingWords = { readonly [K in FindingCode]: (data: FindingData[K]) => Told };

/** A finding in the words of a language. */
export function tell<K extends FindingCode>(
  words: FindingWords,
  finding: { readonly code: K; readonly data: FindingData[K] },
): Told {
  return words[finding.code](finding.data);
}
