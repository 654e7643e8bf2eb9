import { areaY, dot, lineY, ruleX, ruleY } from '@observablehq/plot';
import type { CurvePoint } from '../page-data.js';
import { drawAtWidth, plotElement } from './plot-element.js';

const NARROWEST = 280;
const WIDEST = 420;
const CHART_HEIGHT = 200;
/** As page.css has it between the charts. */
const GAP = 18;
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
          width: chartWidth(width),
          height: CHART_HEIGHT,
          marginLeft: 40,
          marginTop: 26,
          marginBottom: 34,
          x: {
            type: 'log',
            base: 2,
            domain: [cpus[0] ?? 1, Math.max(cpus.at(-1) ?? 2, (cpus[0] ?? 1) * 2)],
            ticks: cpus.filter((count) => Number.isInteger(Math.log2(count))),
            tickFormat: String,
            label: 'busy CPUs',
            labelArrow: 'none',
          },
          y: {
            domain: [low, high],
            nice: true,
            label: 'capacity after / before',
            labelArrow: 'none',
            grid: true,
            ticks: 5,
          },
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

/** As many beside one another as are legible. */
function chartWidth(width: number): number {
  const columns = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
  return Math.min(WIDEST, Math.floor((width - GAP * (columns - 1)) / columns));
}

/** "8 CPUs: 1.012 (1.003 to 1.020)". */
function pointText({ cpus, low, mid, high }: CurvePoint): string {
  return `${Number(cpus.toFixed(1))} CPUs: ${mid === null ? '?' : mid.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
