import type { Bounds, Scaling } from '../model/scaling.js';

const FIGURES = ['capacity', 'efficiencyPct', 'gain'] as const;

/** The curves as CSV: one row a scheme and CPU count; empty cells are unknown. */
export function scalingCsv({ curves }: Scaling): string {
  const header = [
    'scheme',
    'cpus',
    ...FIGURES.flatMap((name) => [`${name}Low`, name, `${name}High`]),
    'memoryBytes',
  ];
  const rows = curves.flatMap(({ scheme, memoryBytes, points }) =>
    points.map((point) => [
      scheme,
      point.cpus,
      ...FIGURES.flatMap((name) => cells(point[name])),
      memoryBytes ?? '',
    ]),
  );
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

function cells(bounds: Bounds | null): (number | string)[] {
  return bounds === null ? ['', '', ''] : [bounds.low, bounds.mid ?? '', bounds.high];
}
