import type { Painter, Picture } from '../../src/domain/picture.ts';

/** The smallest PNG there is: one grey pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGOoAgAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

export const PNG_MAGIC = PIXEL.subarray(0, 8);

/** A painter whose pictures are one pixel and tell apart: what it draws stands after the end of the PNG. */
export function pixelPainter(): Painter & { readonly drawn: Picture[] } {
  const drawn: Picture[] = [];
  return {
    drawn,
    svg: async () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
    png: async (picture) => {
      drawn.push(picture);
      return Buffer.concat([PIXEL, Buffer.from(picture.title)]);
    },
  };
}

/** A painter on a machine that cannot draw. */
export const brokenPainter: Painter = {
  svg: async () => {
    throw new Error('no fonts');
  },
  png: async () => {
    throw new Error('no fonts');
  },
};
