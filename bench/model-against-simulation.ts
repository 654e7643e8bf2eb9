import { left, right, type Table } from '../src/report/table.js';
import {
  casLoops,
  type Deviation,
  knownDemands,
  type Load,
  projectedGain,
  TRANSFER_NS,
  VISITS,
} from '../test/simulator/model-grid.js';
import type { Spread } from '../test/simulator/workload.js';

const SPREADS: readonly Spread[] = ['exponential', 'fixed'];
const CPUS = [2, 8, 32, 96, 192];
const OPERATIONS = 40_000;

function load(cpus: number, think: number, service: Spread): Load {
  return { cpus, think, service, seed: 3, operations: OPERATIONS };
}

function percent(value: number): string {
  return `${value < 0 ? '-' : '+'}${(100 * Math.abs(value)).toFixed(1)} %`;
}

/** "worst +1.2 % (beyond chance 0.3 %)": the largest deviation, and the largest less 4 of its standard errors. */
function worst(cells: readonly Deviation[]): string {
  const [most] = [...cells].sort((a, b) => Math.abs(b.relative) - Math.abs(a.relative));
  const beyond = Math.max(
    0,
    ...cells.map(({ relative, standardError }) => Math.abs(relative) - 4 * standardError),
  );
  return `worst ${percent(most?.relative ?? 0)} (beyond chance ${(100 * beyond).toFixed(1)} %)`;
}

/** Throughput: exact MVA with known demands. */
export function throughputTables(): Table[] {
  const THINK = 1000;
  const ratios = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
  return [[1], [1, 0.7]].flatMap((stations) =>
    SPREADS.map((service) => {
      const rows = CPUS.map((cpus) =>
        ratios.map((ratio) =>
          knownDemands(
            load(cpus, THINK, service),
            stations.map((part) => part * ratio * THINK),
          ),
        ),
      );
      return {
        title: `throughput, model over simulation: ${stations.length} station(s), ${service} service; ${worst(rows.flat())}`,
        notes: [],
        columns: [right('CPUs'), ...ratios.map((ratio) => right(`D/Z ${ratio}`))],
        rows: rows.map((cells, at) => [String(CPUS[at]), ...cells.map(({ relative }) => percent(relative))]),
      };
    }),
  );
}

/** Gains of partial removals, fitted to the share alone. */
export function gainTables(): Table[] {
  const thinks = [600, 2000, 6000, 20_000];
  return SPREADS.map((service) => {
    const cells = CPUS.flatMap((cpus) =>
      thinks.flatMap((think) =>
        [3, 1].map((kept) => ({ cpus, think, kept, ...projectedGain(load(cpus, think, service), 5, kept) })),
      ),
    );
    return {
      title: `gain from the share alone, ${service} service, transfer ${TRANSFER_NS} ns; ${worst(cells)}`,
      notes: [],
      columns: [
        right('CPUs'),
        right('work between visits'),
        right('share'),
        left('kept'),
        right('projected'),
        right('simulated'),
        right('off'),
      ],
      rows: cells.map((cell) => [
        String(cell.cpus),
        `${cell.think} ns`,
        `${(100 * cell.share).toFixed(1)} %`,
        `${cell.kept} of ${VISITS}`,
        cell.projected.toFixed(3),
        cell.simulated.toFixed(3),
        percent(cell.relative),
      ]),
    };
  });
}

/** Compare-and-swap loops: a station that slows by one transfer a waiter, and one that does not. */
export function casTable(): Table {
  const cpus = [4, 16, 64];
  const thinks = [200, 1000, 5000];
  return {
    title: 'throughput of compare-and-swap loops, model over simulation (exponential service)',
    notes: [],
    columns: [right('CPUs'), right('work between'), right('slope 1 a waiter'), right('slope 0 (as an add)')],
    rows: cpus.flatMap((count) =>
      thinks.map((think) => [
        String(count),
        `${think} ns`,
        ...[1, 0].map((slope) =>
          percent(casLoops({ ...load(count, think, 'exponential'), operations: 8000 }, slope).relative),
        ),
      ]),
    ),
  };
}
