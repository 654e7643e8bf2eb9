import { rect, ruleX } from '@observablehq/plot';
import type { ContentionField, ContentionMap } from '../../../model/contention-map.js';
import type { PageData } from '../page-data.js';
import { drawAtWidth, plotElement } from './plot-element.js';

const ROW_HEIGHT = 18;
const SMALLEST_HEIGHT = 120;

/** Draws the share of label get/put by CPU and time; the darker, the more. */
export function drawContentionMap(
  container: HTMLElement,
  map: ContentionMap,
  shares: PageData['window'],
): void {
  const sliceS = map.sliceNs / 1e9;
  const share = ({ labelPeriod, busyPeriod }: ContentionField): number => (100 * labelPeriod) / busyPeriod;
  // Times since the recording began are short enough to read.
  const startS = ({ slice }: ContentionField): number => slice * sliceS;
  const most = map.fields.reduce((sum, field) => Math.max(sum, share(field)), 0);
  const cpuName = (row: number): string => String(map.cpus[row] ?? '');
  const rowHeight = Math.max(2, Math.min(ROW_HEIGHT, 640 / map.cpus.length));
  const ticks = map.cpus.map((_, row) => row).filter((row) => row % Math.ceil(map.cpus.length / 32) === 0);
  drawAtWidth(container, (width) => {
    const chart = plotElement(
      {
        width,
        height: Math.max(SMALLEST_HEIGHT, 60 + rowHeight * map.cpus.length),
        marginLeft: 46,
        marginBottom: 36,
        x: {
          label: 'seconds since the first sample',
          labelArrow: 'none',
          domain: [0, map.slices * sliceS],
          nice: false,
        },
        y: {
          label: 'CPU',
          labelArrow: 'none',
          domain: [-0.5, map.cpus.length - 0.5],
          reverse: true,
          ticks: ticks,
          tickFormat: (row: number) => cpuName(row),
          tickSize: 0,
        },
        opacity: { domain: [0, most === 0 ? 1 : most], range: [0, 1] },
        marks: [
          rect(map.fields, {
            x1: startS,
            x2: (field) => startS(field) + sliceS,
            y1: above,
            y2: below,
            fill: 'var(--busy)',
          }),
          rect(map.fields, {
            x1: startS,
            x2: (field) => startS(field) + sliceS,
            y1: above,
            y2: below,
            fill: 'var(--class-0)',
            fillOpacity: share,
            title: (field: ContentionField) =>
              `CPU ${cpuName(field.cpu)}, ${startS(field).toFixed(1)} s: ${share(field).toFixed(2)} % of busy time`,
          }),
          ...(shares === null
            ? []
            : [
                ruleX([shares.fromS - map.fromS, shares.toS - map.fromS], {
                  stroke: 'currentColor',
                  strokeDasharray: '3,3',
                }),
              ]),
        ],
      },
      `Label contention by CPU and time, at most ${most.toFixed(2)} % of a slice`,
    );
    return most === 0 ? [chart] : [chart, scale(most)];
  });
}

function above({ cpu }: ContentionField): number {
  return cpu - 0.46;
}

function below({ cpu }: ContentionField): number {
  return cpu + 0.46;
}

/** Colours from nothing to the most there is; fields without busy samples stay empty. */
function scale(most: number): HTMLElement {
  const legend = document.createElement('p');
  legend.className = 'scale';
  const bar = document.createElement('span');
  bar.className = 'ramp';
  legend.append('0 %', bar, `${most.toFixed(2)} % of a slice`);
  return legend;
}
