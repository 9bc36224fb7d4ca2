/**
 * The host that a request to this address goes to: name and port, `www.` apart, without the dot of a full name. What is
 * no address is its own host.
 */
export function hostOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { hostname, port } = new URL(address);
  return `${hostname.replace(/^www\./, '').replace(/\.$/, '')}:${port}`;
}

/** So many at a time for each name. */
export type Turns = {
  /**
   * Waits until the name has a place, in the order of asking; what it resolves to gives the place back, once. Rejects
   * with the signal's reason.
   */
  readonly take: (name: string, signal?: AbortSignal) => Promise<() => void>;
  /** How many wait for a place of this name. */
  readonly waiting: (name: string) => number;
};

/** Builds turns that are all free: for each name `places` at a time. */
export function createTurns(places = 1): Turns {
  const names = new Map<string, { taken: number; readonly line: (() => void)[] }>();

  const give = (name: string): void => {
    const held = names.get(name);
    const next = held?.line.shift();
    if (next !== undefined) next();
    else if (held !== undefined && --held.taken === 0) names.delete(name);
  };

  const inLine = (line: (() => void)[], signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const mine = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        line.splice(line.indexOf(mine), 1);
        reject(signal?.reason);
      };
      line.push(mine);
      signal?.addEventListener('abort', leave, { once: true });
    });

  return {
    take: async (name, signal) => {
      signal?.throwIfAborted();
      const held = names.get(name) ?? { taken: 0, line: [] };
      names.set(name, held);
      if (held.taken < places) held.taken += 1;
      else await inLine(held.line, signal);
      let mine = true;
      return () => {
        if (mine) give(name);
        mine = false;
      };
    },
    waiting: (name) => names.get(name)?.line.length ?? 0,
  };
}
