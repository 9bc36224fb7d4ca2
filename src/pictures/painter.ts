import { createMemory } from '../domain/memory.ts';
import { type Painter, type Picture, PictureError, pictureKey, type Theme } from '../domain/picture.ts';
import { createBench, type Rank, WorkError } from '../worker.ts';
import type { Drawn, DrawOrder } from './worker.ts';

/** A painter that stops; `later` draws for those whom nobody in chat waits for. */
export type Studio = Painter & {
  readonly later: Painter;
  readonly stop: () => Promise<void>;
};

export type StudioOptions = {
  /** For tests: another thread. */
  readonly file?: URL;
  /** How long one picture may take, in milliseconds. */
  readonly drawMs?: number;
  /** Pictures that may wait while one is drawn. */
  readonly waiting?: Readonly<Record<Rank, number>>;
};

/** Pictures kept: some hundred of them. */
const ROOM = { entries: 400, bytes: 24 * 1024 * 1024 };
const WAITING = { first: 24, later: 8 };
const DRAW_MS = 10_000;
/** Loading the libraries on a machine that is busy with other things. */
const START_MS = 30_000;
const MEMORY_MB = 256;

/**
 * Draws pictures in a thread of its own, one at a time, people in chat first; each once as long as it is remembered by
 * what it shows. Always the same bytes for the same picture. Rejects with `PictureError`: `busy` where too many wait.
 * The thread is started with the first picture, replaced where it hangs or dies, and keeps no process alive.
 */
export function createPainter(options: StudioOptions = {}): Studio {
  const bench = createBench<DrawOrder, Drawn>({
    file: options.file ?? new URL('./worker.ts', import.meta.url),
    orderMs: options.drawMs ?? DRAW_MS,
    startMs: START_MS,
    waiting: options.waiting ?? WAITING,
    memoryMb: MEMORY_MB,
  });
  const memory = createMemory<Drawn>(ROOM);
  const underWay = new Map<string, Promise<Drawn>>();

  const draw = async (order: DrawOrder, rank: Rank): Promise<Drawn> => {
    const key = `${order.as} ${pictureKey(order.picture, order.theme)}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    // What somebody in chat waits for is asked for again: it must not stand behind others.
    const same = `${rank} ${key}`;
    const begun = underWay.get(`first ${key}`) ?? underWay.get(same);
    if (begun !== undefined) return begun;
    const drawing = bench.run(order, rank).catch((error: unknown) => {
      throw new PictureError(error instanceof WorkError && error.code === 'busy' ? 'busy' : 'failed', error);
    });
    underWay.set(same, drawing);
    try {
      const drawn = await drawing;
      memory.set(key, drawn, drawn.length);
      return drawn;
    } finally {
      underWay.delete(same);
    }
  };

  const painter = (rank: Rank): Painter => ({
    svg: async (picture: Picture, theme: Theme) => String(await draw({ as: 'svg', picture, theme }, rank)),
    png: async (picture: Picture, theme: Theme) => {
      const drawn = await draw({ as: 'png', picture, theme }, rank);
      return typeof drawn === 'string' ? Buffer.from(drawn) : drawn;
    },
  });
  return { ...painter('first'), later: painter('later'), stop: () => bench.stop() };
}
