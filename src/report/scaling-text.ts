import { groupBy } from '../model/group-by.js';
import { printable } from '../model/printable.js';
import type { Bounds, Calibration, Scaling, ScalingCurve } from '../model/scaling.js';
import { bytesText, countText, cpusText, UNKNOWN } from './numbers.js';
import { plot } from './plot.js';
import { code, left, right, type Table } from './table.js';
import { facts, section } from './text.js';
import { wrapText } from './text-table.js';

export interface ScalingTextOptions {
  readonly width: number;
  /** Draw in ASCII only. */
  readonly plain: boolean;
}

const HEIGHT = 14;
/** Of the universal scalability law: as many rows it meets, whatever they are. */
const USL_PARAMETERS = 3;
const TODAY = 'o';
const MARKS = 'abcdefghijklmnpqrstuvwxyz';

/** Plots of capacity and efficiency, the table behind them, the calibration, what it all rests on. */
export function renderScalingText(scaling: Scaling, { width, plain }: ScalingTextOptions): string {
  const groups = alike(scaling.curves);
  const drawn = groups.map((group, at) => ({
    ...group,
    mark: group.schemes.includes('kref') ? TODAY : (MARKS[at] ?? '?'),
  }));
  return [
    ...facts(header(scaling), width),
    ...drawing('Efficiency, % of a CPU today at the fewest CPUs', 'efficiencyPct', drawn, width, plain),
    ...drawing('Capacity, today at the recorded CPUs = 1', 'capacity', drawn, width, plain),
    ...legend(drawn, width),
    ...section(curvesTable(drawn, scaling.recordedCpus), width),
    ...section(memoryTable(scaling), width),
    ...(scaling.calibration === null ? [] : section(calibrationTable(scaling.calibration), width)),
    ...(scaling.decidedBy === null
      ? []
      : ['', ...wrapText(`What would decide between the bounds: ${scaling.decidedBy}.`, width, 0)]),
    '',
    'This rests on:',
    ...scaling.assumptions.flatMap((sentence) => wrapText(`- ${printable(sentence)}`, width, 2)),
  ].join('\n');
}

function header(scaling: Scaling) {
  const { share, shareBound, recordedCpus, topologyWhy, topology, throughputWithheld } = scaling;
  const bound = shareBound === 'upper' ? ', an upper bound' : '';
  return [
    { label: 'from', text: `${cpusText(recordedCpus)} busy CPUs` },
    {
      label: 'label line',
      text: share === null ? 'share unknown' : `${rangeText(share, 100, 2)} % of busy time${bound}`,
    },
    {
      label: 'topology',
      text: printable(topology === null ? `none: ${topologyWhy}` : `${topology.id}, ${topologyWhy}`),
    },
    ...(throughputWithheld === null
      ? []
      : [{ label: 'throughput', text: `not projected, capacity is: ${printable(throughputWithheld)}` }]),
  ];
}

interface Group {
  readonly schemes: readonly string[];
  readonly curve: ScalingCurve;
}

/** Curves that coincide on the screen are drawn once. */
function alike(curves: readonly ScalingCurve[]): Group[] {
  const groups = new Map<string, { schemes: string[]; curve: ScalingCurve }>();
  for (const curve of curves) {
    const key = curve.points
      .map(({ capacity, gain }) => `${boundsText(capacity, 1, 2)} ${boundsText(gain, 1, 2)}`)
      .join(' ');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { schemes: [curve.scheme], curve });
    else known.schemes.push(curve.scheme);
  }
  return [...groups.values()];
}

type Drawn = Group & { readonly mark: string };

function drawing(
  title: string,
  figure: 'capacity' | 'efficiencyPct',
  groups: readonly Drawn[],
  width: number,
  plain: boolean,
): string[] {
  const curves = groups.map(({ mark, curve }) => ({
    mark,
    points: curve.points.flatMap((point) => {
      const bounds = point[figure];
      return bounds === null ? [] : [{ x: point.cpus, ...bounds }];
    }),
  }));
  // Today comes last, so that it is seen where curves meet.
  const ordered = [...curves].sort((a, b) => Number(a.mark === TODAY) - Number(b.mark === TODAY));
  const yText = (value: number) => (figure === 'capacity' ? value.toFixed(2) : value.toFixed(0));
  if (new Set(curves.flatMap(({ points }) => points.map(({ x }) => x))).size < 2) return [];
  const lines = plot(ordered, { width, height: HEIGHT, plain, yText });
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function legend(groups: readonly Drawn[], width: number): string[] {
  const text = groups
    .map(
      ({ mark, schemes }) =>
        `${mark} ${schemes.map((id) => (id === 'kref' ? 'today (kref)' : id)).join(' = ')}`,
    )
    .join('; ');
  const hasBounds = groups.some(({ curve }) => curve.points.some(({ capacity }) => capacity?.mid === null));
  return wrapText(
    `${text}.${hasBounds ? ' Two marks one above the other are bounds without a middle.' : ''}`,
    width,
    0,
  );
}

function curvesTable(groups: readonly Drawn[], recordedCpus: number | null): Table {
  return {
    title: 'Capacity (today at the recorded CPUs = 1), efficiency and gain, middle and 95 %',
    notes: [
      ...pointNotes(groups),
      ...(recordedCpus === null ? ['The number of busy CPUs is not known: give --recorded-cpus.'] : []),
    ],
    columns: [code('curve'), right('CPUs'), right('capacity'), right('efficiency %'), right('gain')],
    rows: groups.flatMap(({ mark, schemes, curve }) =>
      curve.points.map(({ cpus, capacity, efficiencyPct, gain }, at) => [
        at === 0 ? `${mark} ${schemes[0]}` : mark,
        cpusText(cpus),
        boundsText(capacity, 1, 2),
        boundsText(efficiencyPct, 1, 0),
        boundsText(gain, 1, 2),
      ]),
    ),
  };
}

/** Each remark once, with the points that it is of: "limited by the counter's line: o at 192, 384; c at 384". */
function pointNotes(groups: readonly Drawn[]): string[] {
  const remarks = groups.flatMap(({ mark, curve }) =>
    curve.points.flatMap(({ cpus, bottleneck, why }) => {
      const limit = bottleneck?.station ?? null;
      const texts = [...(why === null ? [] : [why]), ...(limit === null ? [] : [`limited by ${limit}`])];
      return texts.map((text) => ({ text, mark, cpus }));
    }),
  );
  return [...groupBy(remarks, ({ text }) => text)].map(([text, alike]) => {
    const points = [...groupBy(alike, ({ mark }) => mark)].map(
      ([mark, own]) => `${mark} at ${own.map(({ cpus }) => cpusText(cpus)).join(', ')}`,
    );
    return `${printable(text)}: ${points.join('; ')}.`;
  });
}

function memoryTable({ curves, labels, possibleCpus }: Scaling): Table {
  const known = (count: number | null, flag: string) => (count === null ? `? (${flag})` : countText(count));
  return {
    title: `Memory over kref, ${known(labels, '--labels')} labels and ${known(possibleCpus, '--possible-cpus')} possible CPUs`,
    notes: [],
    columns: [code('scheme'), left('memory')],
    rows: curves
      .filter(({ scheme }) => scheme !== 'kref')
      .map(({ scheme, memoryBytes }) => [scheme, bytesText(memoryBytes)]),
  };
}

function calibrationTable({
  kind,
  from,
  points,
  medianAbsLogError,
  uslMedianAbsLogError,
}: Calibration): Table {
  const isShare = kind === 'recordings';
  const figure = (value: number | null) =>
    value === null
      ? UNKNOWN
      : isShare
        ? `${(100 * value).toFixed(2)} %`
        : String(Number(value.toPrecision(5)));
  const error = (value: number | null) => (value === null ? UNKNOWN : `${(100 * value).toFixed(1)} %`);
  return {
    title: `Calibrated by ${printable(from)}`,
    notes: [
      `Median error of the fit: one line ${error(medianAbsLogError)}` +
        (isShare
          ? '.'
          : `, universal scalability law (Gunther; three parameters) ${error(uslMedianAbsLogError)}${points.length > USL_PARAMETERS ? '' : ', by construction of as many rows'}.`),
    ],
    columns: [
      right('CPUs'),
      right(isShare ? 'share' : 'throughput'),
      right('one line'),
      ...(isShare ? [] : [right('USL')]),
    ],
    rows: [...points]
      .sort((a, b) => a.cpus - b.cpus)
      .map(({ cpus, measured, fitted, usl }) => [
        cpusText(cpus),
        figure(measured),
        figure(fitted),
        ...(isShare ? [] : [figure(usl)]),
      ]),
  };
}

/** "1.21 (1.05 .. 1.40)", or "1.05 .. 1.40" without a middle. */
function boundsText(bounds: Bounds | null, factor: number, digits: number): string {
  return bounds === null ? UNKNOWN : rangeText(bounds, factor, digits);
}

function rangeText({ low, mid, high }: Bounds, factor: number, digits: number): string {
  const [from, to] = [low, high].map((value) => (value * factor).toFixed(digits));
  if (mid === null) return `${from} .. ${to}`;
  const middle = (mid * factor).toFixed(digits);
  return from === to ? middle : `${middle} (${from} .. ${to})`;
}
