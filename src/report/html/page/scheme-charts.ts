import { areaY, dot, lineY, link, ruleX, ruleY, text } from '@observablehq/plot';
import type { CurvePoint, MemoryPoint } from '../page-data.js';
import { drawAtWidth, plotElement } from './plot-element.js';

const CHART_WIDTH = 300;
const CHART_HEIGHT = 190;
/** A gain that is 1 to this many digits everywhere is no gain. */
const NOTHING = 1e-6;

/** One small chart a scheme, all on the same scales. */
export function drawScaling(
  container: HTMLElement,
  points: readonly CurvePoint[],
  recorded: number | null,
): void {
  const schemes = [...new Set(points.map(({ scheme }) => scheme))].filter((scheme) =>
    points.some((point) => point.scheme === scheme && Math.max(point.high - 1, 1 - point.low) > NOTHING),
  );
  if (schemes.length === 0) {
    container.textContent = 'No scheme changes anything that was seen in this recording.';
    return;
  }
  const shown = points.filter(({ scheme }) => schemes.includes(scheme));
  const low = Math.min(1, ...shown.map((point) => point.low));
  const high = Math.max(1, ...shown.map((point) => point.high));
  const cpus = [...new Set(shown.map((point) => point.cpus))].sort((a, b) => a - b);
  drawAtWidth(container, (width) =>
    schemes.map((scheme) => {
      const curve = shown.filter((point) => point.scheme === scheme);
      const middle = curve.filter(({ mid }) => mid !== null);
      const chart = plotElement(
        {
          width: Math.min(CHART_WIDTH, width),
          height: CHART_HEIGHT,
          marginLeft: 48,
          x: {
            type: 'log',
            base: 2,
            domain: [cpus[0] ?? 1, Math.max(cpus.at(-1) ?? 2, (cpus[0] ?? 1) * 2)],
            ticks: cpus.filter((count) => Number.isInteger(Math.log2(count))),
            tickFormat: String,
            label: 'busy CPUs',
            labelArrow: 'none',
          },
          y: { domain: [low, high], nice: true, label: null, grid: true, ticks: 5 },
          marks: [
            ruleY([1], { stroke: 'currentColor', strokeOpacity: 0.5 }),
            ...(recorded === null
              ? []
              : [ruleX([recorded], { stroke: 'currentColor', strokeDasharray: '2,3' })]),
            areaY(curve, { x: 'cpus', y1: 'low', y2: 'high', fill: 'var(--band)', fillOpacity: 0.3 }),
            lineY(middle, { x: 'cpus', y: 'mid', stroke: 'var(--band)', strokeWidth: 2 }),
            dot(middle, { x: 'cpus', y: 'mid', r: 2.5, fill: 'var(--band)', title: pointText }),
            dot(
              curve.filter(({ mid }) => mid === null),
              {
                x: 'cpus',
                y: 'high',
                r: 2.5,
                stroke: 'var(--band)',
                title: pointText,
              },
            ),
          ],
        },
        `${scheme}: capacity after / before over busy CPUs`,
      );
      const figure = document.createElement('figure');
      const caption = document.createElement('figcaption');
      caption.textContent = scheme;
      figure.append(caption, chart);
      return figure;
    }),
  );
}

/** "8 CPUs: 1.012 (1.003 to 1.020)". */
function pointText({ cpus, low, mid, high }: CurvePoint): string {
  return `${Number(cpus.toFixed(1))} CPUs: ${mid === null ? '?' : mid.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

/** Gain over memory, the range of the gain as a line. */
export function drawMemory(container: HTMLElement, points: readonly MemoryPoint[]): void {
  drawAtWidth(container, (width) => {
    const inner = width - 56 - (width > 600 ? 130 : 90);
    const placed = spread(points, inner);
    return [
      plotElement(
        {
          width,
          height: 350,
          marginLeft: 56,
          marginRight: width - 56 - inner,
          marginTop: 28,
          marginBottom: 40,
          insetBottom: 60,
          x: {
            type: 'symlog',
            constant: 1024,
            label: 'extra memory over kref',
            labelArrow: 'none',
            tickFormat: bytes,
            ticks: memoryTicks(points, inner),
          },
          y: { label: 'capacity after / before', labelArrow: 'none', grid: true, nice: true },
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
              title: ({ scheme, memoryBytes, low, mid, high }: MemoryPoint) =>
                `${scheme}: ${mid.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}) for ${bytes(memoryBytes)}`,
            }),
            ...placed.map(({ point, dy }) =>
              text([point], {
                x: 'memoryBytes',
                y: 'mid',
                text: 'scheme',
                textAnchor: 'start',
                dx: 8,
                dy,
                fill: 'currentColor',
              }),
            ),
          ],
        },
        'Gain of each scheme over the memory it takes',
      ),
    ];
  });
}

const LINE = 12;
const CHARACTER = 6.5;
const TICK_WIDTH = 48;
/** Of the memory chart, where points lie. */
const PLOT_HEIGHT = 200;

function position(memoryBytes: number, points: readonly MemoryPoint[], width: number): number {
  const most = Math.max(...points.map((point) => point.memoryBytes), 1024);
  return (width * Math.log1p(memoryBytes / 1024)) / Math.log1p(most / 1024);
}

/** Names that would lie on one another are put one below the other. */
function spread(points: readonly MemoryPoint[], width: number): { point: MemoryPoint; dy: number }[] {
  const high = Math.max(...points.map((point) => point.high), 1);
  const low = Math.min(...points.map((point) => point.low), 1);
  const range = high - low || 1;
  const used: { x: number; y: number; end: number }[] = [];
  return [...points]
    .sort((a, b) => b.mid - a.mid)
    .map((point) => {
      const x = position(point.memoryBytes, points, width);
      const end = x + CHARACTER * point.scheme.length + 10;
      const at = ((high - point.mid) / range) * PLOT_HEIGHT;
      let y = at;
      while (used.some((each) => each.x < end && x < each.end && Math.abs(each.y - y) < LINE)) y += LINE / 2;
      used.push({ x, y, end });
      return { point, dy: y - at };
    });
}

/** Powers of two that have room for their names. */
function memoryTicks(points: readonly MemoryPoint[], width: number): number[] {
  const most = Math.max(...points.map(({ memoryBytes }) => memoryBytes), 1024);
  const ticks: number[] = [];
  for (let tick = 0; tick <= most * 1.01; tick = tick === 0 ? 1024 : tick * 4) {
    const last = ticks.at(-1);
    const room =
      last === undefined ? TICK_WIDTH : position(tick, points, width) - position(last, points, width);
    if (room >= TICK_WIDTH) ticks.push(tick);
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
