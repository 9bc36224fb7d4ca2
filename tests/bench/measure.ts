/** Something whose speed is measured: `run` does one batch and tells how many operations were in it. */
export type Side = { readonly name: string; readonly run: () => Promise<number> };

/** One line of the table: ours against one baseline, measured in the same rounds. */
export type Row = {
  readonly name: string;
  /** What one operation is: `item`, `feed`, `intake`. */
  readonly per: string;
  /** Milliseconds per operation, median of the rounds. */
  readonly ours: number;
  readonly baseline: string;
  /** Milliseconds per operation, median of the rounds. */
  readonly base: number;
  /** Time of ours over time of the baseline, median of the rounds' own ratios: under 1 is faster. */
  readonly ratio: number;
  /** Half the distance between the quartiles of the rounds' ratios, as a share of the median. */
  readonly spread: number;
  readonly rounds: number;
  readonly timer: Timer;
};

/**
 * What a side is timed with: the processor time of this process where it does all the work, so that other programs on
 * the machine hardly count; the clock on the wall where disks, other threads or other processes have a part.
 */
export type Timer = 'cpu' | 'wall';

const TIMERS: Readonly<Record<Timer, () => number>> = {
  cpu: () => {
    // Not that of the thread alone: Linux brings it up to date every few milliseconds only.
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  wall: () => performance.now(),
};

/** Milliseconds on a timer, from a point of its own. */
export const readTimer = (timer: Timer): number => TIMERS[timer]();

export type Pace = {
  readonly timer: Timer;
  /** As many rounds as fit into `capMs`, but at least three, and no more than this. */
  readonly rounds: number;
  readonly capMs: number;
  /** How long one side runs at a stretch within a round, in ms; at least one batch. */
  readonly sliceMs: number;
  /** How long each side runs before the first round; 0 where it has run already. */
  readonly warmMs: number;
};

export const PACE: Pace = { timer: 'cpu', rounds: 11, capMs: 1_000, sliceMs: 20, warmMs: 100 };

const LEAST_ROUNDS = 3;

/**
 * Measures sides against each other. Every side is warmed up, then in each round every side runs for a slice, in an
 * order that changes from round to round, so that what else the machine does strikes all alike; ratios are taken
 * inside a round. The first side is ours, every other one a baseline with a row of its own.
 */
export async function race(
  what: { readonly name: string; readonly per: string },
  [ours, ...baselines]: readonly [Side, ...Side[]],
  pace: Partial<Pace> = {},
): Promise<Row[]> {
  const { timer, rounds, capMs, sliceMs, warmMs } = { ...PACE, ...pace };
  const sides = [ours, ...baselines];
  if (warmMs > 0) for (const side of sides) await slice(side, warmMs, timer);
  const times = sides.map((): number[] => []);
  const from = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (round >= LEAST_ROUNDS && performance.now() - from > capMs) break;
    for (let nth = 0; nth < sides.length; nth++) {
      const at = (nth + round) % sides.length;
      const side = sides[at];
      if (side) times[at]?.push(await slice(side, sliceMs, timer));
    }
  }
  const own = times[0] ?? [];
  return baselines.map((baseline, index) => rowOf({ ...what, timer }, own, baseline.name, times[index + 1] ?? []));
}

/** A row from times of the same rounds, in ms per operation. */
export function rowOf(
  what: Pick<Row, 'name' | 'per' | 'timer'>,
  own: readonly number[],
  baseline: string,
  base: readonly number[],
): Row {
  const ratios = own.map((ms, round) => ms / (base[round] ?? Number.NaN));
  const ratio = quantile(ratios, 0.5);
  return {
    ...what,
    ours: quantile(own, 0.5),
    baseline,
    base: quantile(base, 0.5),
    ratio,
    spread: (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / 2 / ratio,
    rounds: own.length,
  };
}

/** Runs batches for `ms`, at least one; the milliseconds an operation took. */
async function slice(side: Side, ms: number, timer: Timer): Promise<number> {
  const began = performance.now();
  const from = readTimer(timer);
  let operations = 0;
  do {
    operations += await side.run();
  } while (performance.now() - began < ms);
  return (readTimer(timer) - from) / operations;
}

/** The value below which a share `q` of the values lies; between two values, in proportion. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

let sink = 0;

/** Takes a result in, so that no engine can leave out the work that made it. */
export function keep(value: number): void {
  sink = (sink + value) % 1_000_003;
}

/** What `keep` took in; printed nowhere, but it might be. */
export const kept = (): number => sink;
