import { crc32, deflateSync, inflateSync } from 'node:zlib';

/**
 * A picture of text made small for the documentation: Chromium writes truecolour, while a chat has few colours. Keeps
 * the 256 that matter most (a hue counts for more than one grey among many) and draws every other in the nearest of them. Takes 8-bit RGB or RGBA without interlacing,
 * as Chromium writes it, and throws on anything else.
 */
export function inPalette(png: Buffer): Buffer {
  const { width, height, depth, pixels } = decoded(png);
  const colours = palette(pixels, depth);
  const rows = Buffer.alloc(height * (width + 1));
  const known = new Map(colours.map((colour, i) => [colour, i]));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt(pixels, (y * width + x) * depth);
      let index = known.get(colour);
      if (index === undefined) {
        index = nearest(colour, colours);
        known.set(colour, index);
      }
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.from(png.subarray(16, 29));
  header[9] = 3;
  const table = Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

type Picture = { readonly width: number; readonly height: number; readonly depth: number; readonly pixels: Buffer };

const colourAt = (pixels: Buffer, at: number): number => pixels.readUIntBE(at, 3);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function decoded(png: Buffer): Picture {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const kind = png[25];
  if (png[24] !== 8 || (kind !== 2 && kind !== 6) || png[28] !== 0)
    throw new Error('not a picture as Chromium writes it');
  const depth = kind === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return { width, height, depth, pixels: unfiltered(inflateSync(Buffer.concat(parts)), width * depth, height, depth) };
}

/** Undoes the five line filters of PNG. */
function unfiltered(raw: Buffer, stride: number, height: number, depth: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= depth ? (out[at - depth] ?? 0) : 0;
      const up = y > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = x >= depth && y > 0 ? (out[at - stride - depth] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function palette(pixels: Buffer, depth: number): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += depth) {
    const colour = colourAt(pixels, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const weighed = [...counts].map(([colour, count]) => [colour, count * (1 + chroma(colour))] as const);
  return weighed
    .sort((a, b) => b[1] - a[1])
    .slice(0, 256)
    .map(([colour]) => colour);
}

/** How far a colour is from grey. */
function chroma(colour: number): number {
  const parts = [16, 8, 0].map((shift) => (colour >> shift) & 255);
  return Math.max(...parts) - Math.min(...parts);
}

function nearest(colour: number, colours: readonly number[]): number {
  const apart = (other: number): number =>
    [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
  return colours.reduce((best, other, i) => (apart(other) < apart(colours[best] ?? 0) ? i : best), 0);
}
