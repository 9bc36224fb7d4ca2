import { CustomChart, type CustomSeriesOption } from 'echarts/charts';
import { GridComponent, type GridComponentOption } from 'echarts/components';
import { type ComposeOption, init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type AxisLabel, MAJOR_SIZE, MINOR_SIZE } from './axis.ts';
import { FAMILIES, type Ruler } from './font.ts';
import type { Scene } from './layout.ts';
import type { Shape } from './shapes.ts';

/** A scene as an SVG text, by ECharts: its axes carry the time, a custom series each what lies under and over them. */

type Option = ComposeOption<GridComponentOption | CustomSeriesOption>;
type Child = NonNullable<Exclude<ReturnType<NonNullable<CustomSeriesOption['renderItem']>>, undefined | null>>;

use([CustomChart, GridComponent, SVGRenderer]);

/** ECharts asks a browser for the width of a text; here the font answers. The last ruler given holds. */
export function measureWith(ruler: Ruler): void {
  setPlatformAPI({
    measureText: (text, font = '') => ({
      width: ruler.width(text ?? '', Number(/([\d.]+)px/.exec(font)?.[1] ?? 12), /bold/.test(font)),
    }),
  });
}

/** Apart, not as the one word `font`: the PNG renderer does not read the short form and would take its own size. */
const font = (size: number, bold: boolean) => ({
  fontSize: size,
  fontFamily: FAMILIES,
  fontWeight: bold ? ('bold' as const) : ('normal' as const),
});

function childOf(shape: Shape): Child {
  if (shape.kind === 'path')
    return {
      type: 'path',
      silent: true,
      shape: { pathData: shape.d },
      style: {
        fill: shape.fill ?? 'none',
        ...(shape.stroke === null ? {} : { stroke: shape.stroke, lineWidth: shape.line }),
        ...(shape.dash === null ? {} : { lineDash: [...shape.dash] }),
      },
    };
  const align = { start: 'left', middle: 'center', end: 'right' } as const;
  return {
    type: 'text',
    silent: true,
    x: shape.x,
    y: shape.y,
    style: {
      text: shape.text,
      fill: shape.fill,
      ...font(shape.size, shape.bold),
      align: align[shape.anchor],
      verticalAlign: 'middle',
    },
  };
}

function layer(shapes: readonly Shape[], z: number): CustomSeriesOption {
  return {
    type: 'custom',
    coordinateSystem: 'none',
    z,
    silent: true,
    animation: false,
    data: [0],
    renderItem: () => ({ type: 'group', children: shapes.map(childOf) }),
  };
}

function optionOf(scene: Scene): Option {
  const { scale, axis, palette, lanes } = scene;
  const labels = (marks: readonly AxisLabel[], margin: number, size: number, color: string, bold: boolean) => ({
    show: true,
    customValues: marks.map((mark) => mark.at),
    formatter: (_: number, i: number) => marks[i]?.text ?? '',
    ...font(size, bold),
    ...{ margin, color, showMinLabel: true, showMaxLabel: true, hideOverlap: false },
  });
  const base = { type: 'value', min: scale.from, max: scale.to, position: 'top', axisLine: { show: false } } as const;
  const lines = (at: readonly number[], color: string) => ({
    axisTick: { show: false, customValues: [...at] },
    splitLine: { show: at.length > 0, lineStyle: { color, width: 1 } },
  });
  const minor = axis.minor.length > 0;
  return {
    animation: false,
    backgroundColor: palette.paper,
    grid: {
      ...{ left: scale.left, top: lanes.top, width: scale.right - scale.left, height: lanes.bottom - lanes.top },
      outerBoundsMode: 'none',
    },
    xAxis: [
      {
        ...base,
        ...lines(axis.minorTicks, palette.part),
        axisLabel: labels(axis.minor, 8, MINOR_SIZE, palette.muted, false),
      },
      {
        ...base,
        ...lines(axis.majorTicks, palette.year),
        axisLabel: labels(axis.major, minor ? 29 : 8, MAJOR_SIZE, palette.ink, true),
      },
    ],
    yAxis: { type: 'value', show: false, min: 0, max: 1 },
    series: [layer(scene.under, -1), layer(scene.over, 3)],
  };
}

/** What its SVG painter can do and its types do not tell: leave out the styles for a mouse, whose ids count pictures. */
type Still = { renderToString: (options: { cssAnimation: boolean; cssEmphasis: boolean }) => string };

/** Draws a scene. Throws what ECharts throws; its instance is given back in any case. */
export function svgOf(scene: Scene): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: scene.width, height: scene.height });
  try {
    chart.setOption(optionOf(scene));
    return (chart.getZr().painter as unknown as Still).renderToString({ cssAnimation: false, cssEmphasis: false });
  } finally {
    chart.dispose();
  }
}
