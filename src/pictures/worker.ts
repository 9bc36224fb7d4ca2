import type { Picture, Theme } from '../domain/picture.ts';
import { serve } from '../worker.ts';
import { createDrawer } from './drawer.ts';

/** What the thread is asked for. */
export type DrawOrder = { readonly as: 'svg' | 'png'; readonly picture: Picture; readonly theme: Theme };
export type Drawn = string | Uint8Array<ArrayBuffer>;

const drawer = createDrawer();

serve(
  async ({ as, picture, theme }: DrawOrder): Promise<Drawn> =>
    // Bytes of their own: those of the renderer may lie in memory that is shared and cannot be handed over.
    as === 'svg' ? drawer.svg(picture, theme) : new Uint8Array(await drawer.png(picture, theme)),
  (drawn) => (typeof drawn === 'string' ? [] : [drawn.buffer]),
);
