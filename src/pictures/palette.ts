import type { Theme } from '../domain/picture.ts';
import type { Tone } from '../domain/view.ts';

/** Colours, and the arithmetic that keeps text readable on them (WCAG 2 contrast). All are opaque `#rrggbb`. */

export type Colour = string;

/** A bar of a tone runs from `low` (first step of its ladder) to `high` (last); `line` is its outline and its signs. */
type Ramp = { readonly low: Colour; readonly high: Colour; readonly line: Colour };

export type Palette = {
  readonly paper: Colour;
  /** Behind every other lane. */
  readonly band: Colour;
  readonly ink: Colour;
  readonly muted: Colour;
  /** Rules between lanes; lines of the years, and fainter ones within. */
  readonly rule: Colour;
  readonly year: Colour;
  readonly part: Colour;
  readonly tones: Readonly<Record<Tone, Ramp>>;
};

/** The hues stay apart for the colour-blind: blue, green-blue, orange, red-purple, grey. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    paper: '#ffffff',
    band: '#f6f8fb',
    ink: '#16202c',
    muted: '#566373',
    rule: '#cfd7e0',
    year: '#d3dae3',
    part: '#e9edf2',
    tones: {
      neutral: { low: '#dce8f7', high: '#1d4f91', line: '#2f68b3' },
      good: { low: '#d3f0e8', high: '#00624c', line: '#007d62' },
      warn: { low: '#fdebd0', high: '#9a4a00', line: '#b65a00' },
      bad: { low: '#fadde6', high: '#8f1540', line: '#b01e53' },
      rumour: { low: '#f3f5f7', high: '#f3f5f7', line: '#66727f' },
    },
  },
  dark: {
    paper: '#171b21',
    band: '#1d222a',
    ink: '#eef2f7',
    muted: '#a4b0bd',
    rule: '#3a434f',
    year: '#363f4a',
    part: '#272e37',
    tones: {
      neutral: { low: '#1f3350', high: '#8cbcf5', line: '#76abec' },
      good: { low: '#12392f', high: '#62d6b4', line: '#4cc5a2' },
      warn: { low: '#44300f', high: '#f5b35c', line: '#e8a146' },
      bad: { low: '#4a1a2d', high: '#f78fb0', line: '#ef7ea2' },
      rumour: { low: '#20262e', high: '#20262e', line: '#97a3b0' },
    },
  },
};

const channels = (colour: Colour): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** A colour between two: all of `a` at 0, all of `b` at 1. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  const from = channels(a);
  const to = channels(b);
  const part = Math.min(1, Math.max(0, share));
  return `#${from
    .map((value, i) =>
      Math.round(value + ((to[i] ?? value) - value) * part)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Relative luminance, 0 for black to 1 for white. */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours as WCAG 2 counts it, 1 to 21. */
export function contrast(a: Colour, b: Colour): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The colour of text on a filled shape: white or nearly black, whichever reads better. */
export function inkOn(fill: Colour): Colour {
  const dark = '#05080c';
  return contrast(fill, '#ffffff') >= contrast(fill, dark) ? '#ffffff' : dark;
}

/**
 * The fill of a bar: the higher the step (0 to 1), the more it stands out. The lower half are tints, the upper half full
 * shades; the muddy ones between, on which no text reads well, are left out.
 */
export function barFill(palette: Palette, tone: Tone, height: number): Colour {
  const { low, high } = palette.tones[tone];
  const step = Number.isFinite(height) ? Math.min(1, Math.max(0, height)) : 0;
  return mix(low, high, step < 0.5 ? step * 0.6 : 0.8 + (step - 0.5) * 0.4);
}
