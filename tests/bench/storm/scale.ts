/** How large a storm is. Every number stands for what one installation might meet, all at once. */
export type Scale = {
  /** Feeds that were read before and fall due, evenly, over `windowMs`. */
  readonly feeds: number;
  readonly hosts: number;
  readonly windowMs: number;
  /** New items of one feed. */
  readonly burst: number;
  /** Items of 200 kB of another. */
  readonly heavy: number;
  /** Hosts that take a connection and never answer. */
  readonly silent: number;
  /** `/timeline` and other commands, as many of each, at one moment, half on either platform. */
  readonly commands: number;
  readonly clients: number;
  readonly clientsMs: number;
  /** How long is waited for what is not done when the window is over. */
  readonly patienceMs: number;
};

export const FULL: Scale = {
  feeds: 1_000,
  hosts: 200,
  windowMs: 300_000,
  burst: 6_000,
  heavy: 60,
  silent: 17,
  commands: 50,
  clients: 100,
  clientsMs: 120_000,
  patienceMs: 300_000,
};

/** About a minute, for the time in which something is built. */
export const SHORT: Scale = {
  ...FULL,
  feeds: 200,
  hosts: 40,
  windowMs: 30_000,
  burst: 1_500,
  heavy: 15,
  clientsMs: 25_000,
  patienceMs: 60_000,
};

/** One feed in this many has something new. */
export const NEWS_EVERY = 20;

/** Addresses of this machine that the parts of the storm have for themselves. */
export const HOSTS = {
  feed: (n: number): string => `127.0.1.${1 + n}`,
  burst: '127.0.2.1',
  heavy: '127.0.2.2',
  silent: (n: number): string => `127.0.3.${1 + n}`,
  client: (n: number): string => `127.0.5.${1 + n}`,
} as const;

export const BURST = 'burst';
export const HEAVY = 'heavy';
export const feedId = (n: number): string => `feed-${n}`;
export const silentId = (n: number): string => `silent-${n}`;

/** When the nth feed falls due, in ms after the storm begins. */
export function dueAfter(n: number, { feeds, windowMs }: Scale): number {
  return Math.round((n * windowMs) / feeds);
}
