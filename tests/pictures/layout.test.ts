import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/period.ts';
import type { Lane } from '../../src/domain/picture.ts';
import { createPainter } from '../../src/pictures/painter.ts';
import { barFill, contrast, inkOn, PALETTES } from '../../src/pictures/palette.ts';
import { fc } from '../property.ts';
import { mark, picture, stretch, type Text, textsOf, words } from './reading.ts';

const painter = createPainter();
const textsIn = async (...of: Parameters<typeof picture>) => textsOf(await painter.svg(picture(...of), 'light'));

const tone = fc.constantFrom('neutral', 'good', 'warn', 'bad', 'rumour' as const);
const shape = fc.constantFrom('event', 'due', 'kept', 'missed', 'end', 'weak' as const);
const label = fc.oneof(
  fc.constantFrom(
    'J0',
    'qualifié',
    'service ouvert en 2024',
    'coentreprise autorisée par la Commission européenne',
    '',
  ),
  fc.lorem({ maxCount: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
const day = fc.integer({ min: 0, max: 365 * 16 }).map((n) => addDays('2011-06-01', n));
const days = fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
const stretches = fc.record({
  days,
  label,
  tone,
  height: fc.double({ min: 0, max: 1, noNaN: true }),
  open: fc.boolean(),
});
const marks = fc.record({ days, wide: fc.boolean(), label, tone, shape, since: fc.option(day, { nil: null }) });
const lane = fc
  .record({ label, stretches: fc.array(stretches, { maxLength: 5 }), marks: fc.array(marks, { maxLength: 8 }) })
  .map(
    (made): Lane => ({
      label: made.label,
      stretches: made.stretches.map((s) =>
        stretch(s.days.from, s.open ? null : s.days.to, s.label, { tone: s.tone, height: s.height }),
      ),
      marks: made.marks.map((m) =>
        mark(m.days.from, m.wide ? m.days.to : m.days.from, m.label, {
          ...{ tone: m.tone, shape: m.shape },
          ...(m.since === null ? {} : { since: m.since }),
        }),
      ),
    }),
  );
const shown = fc.oneof(
  days,
  day.map((from) => ({ from, to: from })),
  fc.tuple(day, fc.integer({ min: 1, max: 400 })).map(([from, n]) => ({ from, to: addDays(from, n) })),
);
const pictures = fc.record({ lanes: fc.array(lane, { maxLength: 5 }), shown, title: label, footer: label, at: day });

function overlapping(texts: readonly Text[]): string[] {
  const found: string[] = [];
  texts.forEach((a, i) => {
    for (const b of texts.slice(i + 1))
      if (a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5)
        found.push(`${a.text} | ${b.text}`);
  });
  return found;
}

describe('where things stand', () => {
  it('no text lies over another or beyond the edge, whatever is drawn', async () => {
    await fc.assert(
      fc.asyncProperty(pictures, async ({ lanes, at, ...more }) => {
        const svg = await painter.svg(picture(lanes, { ...more, day: { at, label: 'au jour dit' } }), 'dark');
        const texts = textsOf(svg);
        const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        expect(overlapping(texts)).toEqual([]);
        for (const text of texts) {
          expect(text.left, text.text).toBeGreaterThan(20);
          expect(text.right, text.text).toBeLessThan(1180);
          expect(text.top, text.text).toBeGreaterThan(5);
          expect(text.bottom, text.text).toBeLessThan(height - 5);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('shows every label of a crowded year whole', async () => {
    const labels = Array.from({ length: 25 }, (_, i) => `fait ${i + 1} de l’année, raconté en peu de mots`);
    const of = (lane: number): Lane => ({
      label: `Offre ${lane}`,
      stretches: [],
      marks: labels
        .filter((_, i) => i % 6 === lane)
        .map((text, i) => mark(`2026-0${1 + i}-1${lane}`, `2026-0${1 + i}-1${lane}`, text)),
    });
    const texts = await textsIn([0, 1, 2, 3, 4, 5].map(of), { shown: { from: '2026-01-01', to: '2026-12-31' } });
    const all = texts.map((text) => text.text);
    for (const text of labels) expect(all).toContain(text);
  });

  it('shortens with an ellipsis what no room holds, and wraps before it shortens', async () => {
    const long = 'une étape dont le nom ne finit pas '.repeat(20);
    const texts = await textsIn([{ label: long, stretches: [stretch('2022-01-01', '2022-02-01', long)], marks: [] }]);
    const parts = texts.filter((text) => /étape|finit|ellipsis|nom/.test(text.text)).map((text) => text.text);
    expect(parts.length).toBeGreaterThanOrEqual(6);
    expect(parts.filter((text) => text.endsWith('…'))).toHaveLength(2);
  });

  it('writes into a bar where the label fits and beside it where not', async () => {
    const texts = await textsIn([
      {
        label: 'Offre',
        stretches: [
          stretch('2021-06-01', '2024-01-14', 'annoncé'),
          stretch('2024-01-15', '2024-03-31', 'commercialisé'),
        ],
        marks: [],
      },
    ]);
    const x = (wanted: string) => texts.find((text) => text.text === wanted)?.left ?? Number.NaN;
    const [y2022, y2024] = [x('2022'), x('2024')];
    expect(x('annoncé')).toBeLessThan(y2022);
    // The short bar ends in March 2024, a quarter into the year.
    expect(x('commercialisé')).toBeGreaterThan(y2024 - 60);
  });
});

describe('the axis', () => {
  const axisOf = async (from: string, to: string) => {
    const texts = await textsIn([], { shown: { from, to } });
    return texts.map((text) => text.text);
  };

  it('names years, quarters, months or days, by the room there is', async () => {
    expect(await axisOf('2011-09-01', '2026-11-22')).toEqual(expect.arrayContaining(['2012', '2019', '2026']));
    expect(await axisOf('2021-05-01', '2026-12-31')).toEqual(expect.arrayContaining(['2022', 'T1', 'T4']));
    expect(await axisOf('2026-01-01', '2026-12-31')).toEqual(expect.arrayContaining(['2026', 'janv.', 'août', 'déc.']));
    expect(await axisOf('2026-10-10', '2026-11-24')).toEqual(expect.arrayContaining(['nov. 2026', '15', '22']));
    expect(await axisOf('2026-11-22', '2026-11-22')).toEqual(expect.arrayContaining(['nov. 2026', '22']));
  });

  it('always names some year, however long or short the time is', async () => {
    await fc.assert(
      fc.asyncProperty(shown, async ({ from, to }) => {
        expect((await axisOf(from, to)).some((text) => /\b20\d\d$/.test(text) && !text.startsWith('au '))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what a picture says of itself', () => {
  it('says that nothing is known, for the whole and for one lane', async () => {
    expect((await textsIn([])).map((text) => text.text)).toContain(words.nothing);
    const half = await textsIn([
      { label: 'Offre', stretches: [], marks: [] },
      { label: 'SecNumCloud', stretches: [stretch('2024-01-01', null, 'en cours')], marks: [] },
    ]);
    expect(half.filter((text) => text.text === words.nothing)).toHaveLength(1);
  });

  it('explains the signs it uses and no others', async () => {
    const texts = await textsIn([
      {
        label: 'Promesses',
        stretches: [stretch('2024-01-01', null, 'lancé')],
        marks: [
          mark('2025-01-01', '2025-12-31', 'un', { shape: 'due' }),
          mark('2025-03-01', '2025-03-01', 'deux', { shape: 'kept' }),
        ],
      },
    ]);
    const all = texts.map((text) => text.text.replaceAll('\u00a0', ' '));
    const plain = (text: string) => text.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');
    const seen = all.map(plain);
    for (const word of [words.signs.due, words.signs.kept, words.open, words.wide]) expect(seen).toContain(plain(word));
    for (const word of [words.signs.missed, words.signs.weak, words.signs.end, words.claimed])
      expect(seen).not.toContain(plain(word));
  });
});

describe('the colours', () => {
  const themes = ['light', 'dark'] as const;
  const tones = ['neutral', 'good', 'warn', 'bad', 'rumour'] as const;

  it('reckons contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(themes)('every text of the %s theme reads on what it stands on', (theme) => {
    const p = PALETTES[theme];
    for (const ground of [p.paper, p.band])
      for (const ink of [p.ink, p.muted]) expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
    for (const name of tones)
      for (let height = 0; height <= 1; height += 0.01) {
        const fill = barFill(p, name, height);
        expect(contrast(inkOn(fill), fill), `${name} ${height}`).toBeGreaterThanOrEqual(4.5);
      }
  });

  it.each(themes)('every sign and outline of the %s theme stands out', (theme) => {
    const p = PALETTES[theme];
    for (const name of tones)
      for (const ground of [p.paper, p.band]) expect(contrast(p.tones[name].line, ground)).toBeGreaterThanOrEqual(3);
  });

  it.each(themes)('a higher step stands out more in the %s theme', (theme) => {
    const p = PALETTES[theme];
    for (const name of ['neutral', 'good', 'warn', 'bad'] as const) {
      const seen = [0, 0.25, 0.5, 0.75, 1].map((height) => contrast(barFill(p, name, height), p.paper));
      expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    }
  });
});
