type Say = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** What this platform needs of a log. */
export type Log = { readonly debug: Say; readonly info: Say; readonly warn: Say; readonly error: Say };
