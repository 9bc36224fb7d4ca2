import type { Painter, Picture, Theme } from '../domain/picture.ts';
import { FAMILY, fontFiles, loadRuler, type Ruler } from './font.ts';
import { layout } from './layout.ts';

/** A PNG has two dots per px up to this many dots, so that a very tall picture stays a small file. */
const MOST_DOTS = 12_000_000;

type Charts = Pick<typeof import('./chart.ts'), 'svgOf'> & { readonly ruler: Ruler };

/** ECharts and the font, loaded with the first picture: a question without one never pays for them. */
async function loadCharts(): Promise<Charts> {
  const [ruler, chart] = await Promise.all([loadRuler(), import('./chart.ts')]);
  chart.measureWith(ruler);
  return { ruler, svgOf: chart.svgOf };
}

/**
 * Draws pictures here and now, as SVG and PNG (2400 px wide; less where it is very tall), always the same bytes for the same picture.
 * Texts are drawn as text, whatever is in them. Rejects where the font or the renderer is missing.
 */
export function createDrawer(): Painter {
  let charts: Promise<Charts> | null = null;
  const ready = (): Promise<Charts> => {
    charts ??= loadCharts().catch((error: unknown) => {
      charts = null;
      throw error;
    });
    return charts;
  };

  const draw = async (picture: Picture, theme: Theme) => {
    const { ruler, svgOf } = await ready();
    const scene = layout(picture, theme, ruler);
    return { scene, svg: svgOf(scene) };
  };

  return {
    svg: async (picture, theme) => (await draw(picture, theme)).svg,
    png: async (picture, theme) => {
      const [{ scene, svg }, { Resvg }] = await Promise.all([draw(picture, theme), import('@resvg/resvg-js')]);
      const zoom = Math.min(2, Math.sqrt(MOST_DOTS / (scene.width * scene.height)));
      const image = new Resvg(svg, {
        font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FAMILY, sansSerifFamily: FAMILY },
        fitTo: { mode: 'width', value: Math.round(scene.width * zoom) },
        background: scene.palette.paper,
        logLevel: 'off',
      }).render();
      return image.asPng();
    },
  };
}
