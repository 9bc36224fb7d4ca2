import { Resvg } from '@resvg/resvg-js';
import { Parser } from 'htmlparser2';
import type { Lane, Mark, Stretch, TimelinePicture } from '../../src/domain/picture.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { loadRuler } from '../../src/pictures/font.ts';
import type { Box } from '../../src/pictures/shapes.ts';

/** Reads pictures back: what stands in an SVG and where, and the dots of a PNG. */

export const ruler = await loadRuler();

export const words = messagesOf('fr').picture;

export function picture(lanes: readonly Lane[], more: Partial<TimelinePicture> = {}): TimelinePicture {
  return {
    kind: 'timeline',
    title: 'Bleu, chronologie',
    shown: { from: '2021-05-01', to: '2026-12-31' },
    day: { at: '2026-11-22', label: 'au 22 novembre 2026' },
    lanes,
    footer: 'Vigie · au 22 novembre 2026',
    words,
    ...more,
  };
}

export function stretch(from: string, to: string | null, label: string, more: Partial<Stretch> = {}): Stretch {
  return { from, to, label, tone: 'neutral', height: 0.5, ...more };
}

export function mark(from: string, to: string, label: string, more: Partial<Mark> = {}): Mark {
  return { at: { from, to }, label, tone: 'neutral', shape: 'event', ...more };
}

export type Text = Box & { readonly text: string };

/** All texts of an SVG with the boxes they take, by the font's own widths. */
export function textsOf(svg: string): Text[] {
  const texts: Text[] = [];
  let open: Record<string, string> | null = null;
  let text = '';
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (name === 'text') [open, text] = [attributes, ''];
      },
      ontext: (data) => {
        text += data;
      },
      onclosetag: (name) => {
        if (name === 'text' && open !== null) texts.push({ text, ...boxOf(open, text) });
        if (name === 'text') open = null;
      },
    },
    { xmlMode: true },
  );
  parser.end(svg);
  return texts;
}

function boxOf(attributes: Record<string, string>, text: string): Box {
  const [, dx = '0', dy = '0'] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes['transform'] ?? '') ?? [];
  const size = Number(/font-size:([\d.]+)px/.exec(attributes['style'] ?? '')?.[1]);
  const width = ruler.width(text, size, (attributes['style'] ?? '').includes('font-weight:bold'));
  const x = Number(dx) + Number(attributes['x'] ?? 0);
  const y = Number(dy) + Number(attributes['y'] ?? 0);
  const left = { start: x, middle: x - width / 2, end: x - width }[attributes['text-anchor'] ?? 'start'] ?? Number.NaN;
  return { left, right: left + width, top: y - size * 0.55, bottom: y + size * 0.55 };
}

/** The names of all elements and attributes, in order of appearance. */
export function namesOf(svg: string): { elements: Set<string>; attributes: Set<string> } {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const parser = new Parser(
    {
      onopentag: (name, found) => {
        elements.add(name);
        for (const attribute of Object.keys(found)) attributes.add(attribute);
      },
    },
    { xmlMode: true },
  );
  parser.end(svg);
  return { elements, attributes };
}

export type Dots = { readonly width: number; readonly height: number; readonly rgba: Buffer };

/** The dots of a PNG, read by a renderer that has never seen how it was made. */
export function dotsOf(png: Uint8Array): Dots {
  const header = Buffer.from(png);
  const [width, height] = [header.readUInt32BE(16), header.readUInt32BE(20)];
  const image = `<image width="${width}" height="${height}" href="data:image/png;base64,${header.toString('base64')}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`;
  return { width, height, rgba: new Resvg(svg, { font: { loadSystemFonts: false } }).render().pixels };
}

/** How many dots of a box (px of the picture, which has `scale` dots each) are far from white. */
export function inkIn(dots: Dots, box: Box, scale = 2): number {
  let ink = 0;
  for (let y = Math.floor(box.top * scale); y < Math.ceil(box.bottom * scale); y++)
    for (let x = Math.floor(box.left * scale); x < Math.ceil(box.right * scale); x++)
      if ((dots.rgba[(y * dots.width + x) * 4 + 1] ?? 255) < 110) ink++;
  return ink;
}
