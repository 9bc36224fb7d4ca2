import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it, vi } from 'vitest';
import { createDrawer } from '../../src/pictures/drawer.ts';
import { FAMILY, fontFiles } from '../../src/pictures/font.ts';
import { createPainter } from '../../src/pictures/painter.ts';
import { dotsOf, inkIn, mark, picture, ruler, stretch, textsOf } from './reading.ts';

const charts = vi.hoisted(() => ({ given: 0, back: 0, broken: false }));

vi.mock('echarts/core', async (original) => {
  const core = await original<typeof import('echarts/core')>();
  return {
    ...core,
    init: (...args: Parameters<typeof core.init>) => {
      const chart = core.init(...args);
      const dispose = chart.dispose.bind(chart);
      charts.given++;
      chart.dispose = () => {
        charts.back++;
        dispose();
      };
      if (charts.broken)
        chart.setOption = () => {
          throw new Error('no drawing today');
        };
      return chart;
    },
  };
});

const sample = picture([
  {
    label: 'Qualification',
    stretches: [stretch('2025-04-17', '2025-11-16', 'J0'), stretch('2025-11-17', null, 'J1', { height: 0.7 })],
    marks: [
      mark('2026-01-01', '2026-06-30', 'qualifié au premier semestre', {
        shape: 'missed',
        tone: 'bad',
        since: '2025-04-17',
      }),
    ],
  },
]);

describe('the painter', () => {
  it('draws letters without any font of the machine: the title is there as ink', async () => {
    const painter = createPainter();
    const title = textsOf(await painter.svg(sample, 'light')).find((text) => text.text === 'Bleu, chronologie');
    if (title === undefined) throw new Error('no title');
    const ink = inkIn(dotsOf(await painter.png(sample, 'light')), title);
    const blank = inkIn(dotsOf(await painter.png({ ...sample, title: '' }, 'light')), {
      ...title,
      bottom: title.top + 10,
    });
    expect(blank).toBe(0);
    // Bold letters cover about a quarter of their box.
    const area = (title.right - title.left) * (title.bottom - title.top) * 4;
    expect(ink / area).toBeGreaterThan(0.1);
  });

  it('makes a PNG of 2400 dots, opaque, well under the size that chats take', async () => {
    const painter = createPainter();
    const svg = await painter.svg(sample, 'light');
    for (const theme of ['light', 'dark'] as const) {
      const png = await painter.png(sample, theme);
      expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
      const dots = dotsOf(png);
      expect(dots.width).toBe(2400);
      expect(dots.height).toBe(2 * Number(/height="(\d+)"/.exec(svg)?.[1]));
      expect(dots.rgba.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
      expect(png.length).toBeLessThan(400_000);
    }
  });

  it('draws the same bytes for the same picture, whatever it drew between', async () => {
    const painter = createPainter();
    const first = [await painter.svg(sample, 'dark'), await painter.png(sample, 'dark')] as const;
    await painter.svg(picture([]), 'light');
    expect(await painter.svg(sample, 'dark')).toBe(first[0]);
    expect(Buffer.compare(await createPainter().png(sample, 'dark'), first[1])).toBe(0);
    expect(await painter.svg(sample, 'light')).not.toBe(first[0]);
  });

  it('takes fewer dots per px where a picture is very tall', async () => {
    const marks = Array.from({ length: 120 }, (_, i) =>
      mark('2026-06-01', '2026-06-01', `un fait parmi d’autres, le ${i}`),
    );
    const dots = dotsOf(await createPainter().png(picture([{ label: 'Faits', stretches: [], marks }]), 'light'));
    expect(dots.width).toBeLessThan(2400);
    expect(dots.width * dots.height).toBeLessThan(12_100_000);
  });

  it('gives every chart back, also when drawing fails', async () => {
    const painter = createDrawer();
    await painter.svg(sample, 'light');
    charts.broken = true;
    await expect(painter.svg(sample, 'light')).rejects.toThrow('no drawing today');
    charts.broken = false;
    expect(await painter.svg(sample, 'light')).toContain('Bleu');
    expect(charts.given).toBeGreaterThan(2);
    expect(charts.back).toBe(charts.given);
  });

  it('loads the drawing libraries in its thread, with the first picture, and keeps no process alive', async () => {
    const script = `
      const { registerHooks } = await import('node:module');
      const seen = [];
      registerHooks({ resolve: (name, context, next) => { seen.push(name); return next(name, context); } });
      const { createPainter } = await import('./src/pictures/painter.ts');
      const painter = createPainter();
      const heavy = () => seen.filter((name) => /^(echarts|zrender|@resvg)/.test(name)).length > 0;
      const before = heavy();
      await painter.svg(${JSON.stringify(sample)}, 'light');
      console.log(before, heavy());
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout.trim()).toBe('false false');
  });
});

describe('the ruler', () => {
  const drawn = (text: string, weight: string): number => {
    const letters = `<text x="0" y="100" style="font-size:40px;font-family:${FAMILY};font-weight:${weight}">${text}</text>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="200">${letters}</svg>`;
    return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: fontFiles() } }).getBBox()?.width ?? 0;
  };

  it.each(['normal', 'bold'])('measures %s text as the renderer draws it', (weight) => {
    for (const text of ['Première qualification SecNumCloud', 'œuvre de l’État', 'WWWWmmmm', 'iiiillll', 'n° 1884']) {
      const [seen, reckoned] = [drawn(text, weight), ruler.width(text, 40, weight === 'bold')];
      // The box of the ink lacks the white before the first and after the last letter; kerning pulls some letters closer.
      expect(seen, text).toBeLessThanOrEqual(reckoned + 1);
      expect(seen, text).toBeGreaterThan(reckoned * 0.93 - 4);
    }
  });

  it('has every letter that French needs, and says what it lacks', () => {
    for (const letter of 'àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ’«»–—…€°·•\u00a0\u202f\u2011') {
      expect(ruler.has(letter.codePointAt(0) ?? 0), letter).toBe(true);
    }
    expect(ruler.has('中'.codePointAt(0) ?? 0)).toBe(false);
    expect(ruler.has(0x1f680)).toBe(false);
  });
});
