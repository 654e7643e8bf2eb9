import { dot, link, ruleY, text } from '@observablehq/plot';
import { select } from 'd3-selection';
import type { MemoryPoint } from '../page-data.js';
import { BESIDE, type PlacedLabel, placeLabels } from './place-labels.js';
import { drawAtWidth, plotElement } from './plot-element.js';

const HEIGHT = 360;
const MARGIN = { left: 56, top: 28, bottom: 40 } as const;
/** Room of names beside the last points. */
const MARGIN_RIGHT = { wide: 130, narrow: 96 } as const;
const WIDE = 600;
/** Above and below the points, where names go. */
const INSET = 36;
const TICK_WIDTH = 48;
/** Half of the memory axis is below about this. */
const KIB = 1024;

/** Gain over memory, the range of the gain as a line. */
export function drawMemory(container: HTMLElement, points: readonly MemoryPoint[]): void {
  drawAtWidth(container, (width) => {
    const right = width > WIDE ? MARGIN_RIGHT.wide : MARGIN_RIGHT.narrow;
    const inner = width - MARGIN.left - right;
    const most = Math.max(KIB, ...points.map(({ memoryBytes }) => memoryBytes));
    const low = Math.min(1, ...points.map((point) => point.low));
    const high = Math.max(1.01, ...points.map((point) => point.high));
    const top = MARGIN.top + INSET;
    const bottom = HEIGHT - MARGIN.bottom - INSET;
    const across = (memoryBytes: number): number =>
      MARGIN.left + (inner * Math.log1p(memoryBytes / KIB)) / Math.log1p(most / KIB);
    const labels = placeLabels(
      points.map((point) => ({
        name: point.scheme,
        x: across(point.memoryBytes),
        y: top + ((high - point.mid) / (high - low)) * (bottom - top),
      })),
      { top: MARGIN.top, bottom: HEIGHT - MARGIN.bottom, right: width },
    );
    const chart = plotElement(
      {
        width,
        height: HEIGHT,
        marginLeft: MARGIN.left,
        marginRight: right,
        marginTop: MARGIN.top,
        marginBottom: MARGIN.bottom,
        insetTop: INSET,
        insetBottom: INSET,
        x: {
          type: 'symlog',
          constant: KIB,
          domain: [0, most],
          label: 'extra memory over kref',
          labelArrow: 'none',
          tickFormat: bytes,
          ticks: memoryTicks(most, across),
        },
        y: {
          domain: [low, high],
          label: 'capacity after / before',
          labelArrow: 'none',
          grid: true,
          ticks: 6,
        },
        marks: [
          ruleY([1], { stroke: 'currentColor', strokeOpacity: 0.5 }),
          link(points, {
            x1: 'memoryBytes',
            x2: 'memoryBytes',
            y1: 'low',
            y2: 'high',
            stroke: 'var(--band)',
            strokeOpacity: 0.6,
          }),
          dot(points, {
            x: 'memoryBytes',
            y: 'mid',
            r: 4,
            fill: 'var(--band)',
            title: ({ scheme, memoryBytes, low: from, mid, high: to }: MemoryPoint) =>
              `${scheme}: ${mid.toFixed(3)} (${from.toFixed(3)} to ${to.toFixed(3)}) for ${bytes(memoryBytes)}`,
          }),
          ...labels.map(({ index, names, dx, dy, anchor }) =>
            text(points.slice(index, index + 1), {
              x: 'memoryBytes',
              y: 'mid',
              text: () => names,
              textAnchor: anchor,
              dx,
              dy,
              fill: 'currentColor',
              stroke: 'var(--page)',
              strokeWidth: 4,
            }),
          ),
        ],
      },
      'Gain of each scheme over the memory it takes',
    );
    lead(chart, labels);
    return [chart];
  });
}

/** Lines from points to names that do not stand beside them. */
function lead(chart: Element, labels: readonly PlacedLabel[]): void {
  const svg = chart.matches('svg') ? chart : chart.querySelector('svg');
  const lines = select(svg).append('g').attr('class', 'leads');
  for (const { x, y, dx, dy } of labels) {
    if (Math.abs(dx) === BESIDE) continue;
    lines
      .append('line')
      .attr('x1', x)
      .attr('y1', y)
      .attr('x2', x + dx - 2)
      .attr('y2', y + dy);
  }
}

/** Powers of two that have room for their names. */
function memoryTicks(most: number, across: (memoryBytes: number) => number): number[] {
  const ticks: number[] = [];
  for (let tick = 0; tick <= most * 1.01; tick = tick === 0 ? KIB : tick * 4) {
    const last = ticks.at(-1);
    if (last === undefined || across(tick) - across(last) >= TICK_WIDTH) ticks.push(tick);
  }
  return ticks;
}

function bytes(value: number): string {
  const units: readonly (readonly [number, string])[] = [
    [2 ** 30, 'GiB'],
    [2 ** 20, 'MiB'],
    [2 ** 10, 'KiB'],
  ];
  const [size, unit] = units.find(([limit]) => value >= limit) ?? [1, 'B'];
  return `${Number((value / size).toPrecision(3))} ${unit}`;
}
