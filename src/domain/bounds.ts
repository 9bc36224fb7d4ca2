/** How much one question may hold, counted in UTF-16 units: refused before any work is done, whichever way it came in. */
export const MOST = {
  /** A line as typed, or as a button carries it. */
  line: 1_000,
  /** Options in one question. */
  options: 25,
  /** The name of a command or option. */
  name: 80,
  /** A value, by the type of its option, where the option says nothing else. */
  text: 200,
  list: 500,
  day: 60,
  integer: 20,
  choice: 100,
  /** Names in one list, where the option says nothing else. */
  names: 20,
} as const;

/** Longest value of an option that takes an address or the link of an article: a line holds no longer one. */
export const MOST_ADDRESS = 900;
