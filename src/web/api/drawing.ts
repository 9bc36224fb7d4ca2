import PQueue, { TimeoutError } from 'p-queue';
import { type Painter, type Picture, pictureCode, type Theme } from '../../domain/picture.ts';
import { ApiFault } from './faults.ts';

/** Pictures that may wait while one is drawn. */
export const MOST_WAITING = 8;
/**
 * How long a picture may take, in milliseconds, before the next one has its turn. The painter has deadlines of its own;
 * this one leaves room for the pictures of chat, which go first, and for a thread that is only being started.
 */
const DRAWING_MS = 60_000;

export type Drawing = {
  /** Rejects with `ApiFault`: `busy` when too many wait, `cannot_draw` when this machine draws nothing. */
  readonly svg: (picture: Picture, theme: Theme) => Promise<string>;
  readonly png: (picture: Picture, theme: Theme) => Promise<Uint8Array>;
};

/** Draws one picture at a time for the whole port, so that its visitors leave the bot its processor. */
export function createDrawing(painter: Painter | null, waiting: number = MOST_WAITING): Drawing {
  const queue = new PQueue({ concurrency: 1, timeout: DRAWING_MS });
  const inTurn = async <T>(draw: (painter: Painter) => Promise<T>): Promise<T> => {
    if (painter === null) throw new ApiFault('cannot_draw');
    if (queue.pending > 0 && queue.size >= waiting) throw new ApiFault('busy');
    try {
      return await queue.add(() => draw(painter));
    } catch (cause) {
      // Also where chat's pictures, which go first, take all the time there is.
      if (pictureCode(cause) === 'busy' || cause instanceof TimeoutError) throw new ApiFault('busy');
      throw new ApiFault('cannot_draw', {}, cause);
    }
  };
  return {
    svg: (picture, theme) => inTurn((p) => p.svg(picture, theme)),
    png: (picture, theme) => inTurn((p) => p.png(picture, theme)),
  };
}
