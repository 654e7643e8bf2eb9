import type { Calibration, LoopTime } from '../model/calibration.js';
import { printable } from '../model/printable.js';
import type { Range } from '../model/units.js';
import { countText, UNKNOWN } from './numbers.js';
import { left, right, type Table } from './table.js';
import { textTable, wrapText } from './text-table.js';

/** Below, threads waited for CPUs so often that a shared line was not the limit. */
const CONTENDED_PCT = 80;

const METHOD =
  'Times in ns: what an operation takes the thread that does it, and the time between two operations on the line by any ' +
  'of them; the median of the rounds, and all of them but the fastest and the slowest. Threads are not pinned, and ' +
  'whatever else runs on these CPUs is measured with them, which "running" tells: a shared line is not contended while the other threads wait for a CPU.';

/** The calibration as lines of at most `width` characters; the topology entry is JSON, whatever its width. */
export function renderCalibrationText(calibration: Calibration, width: number): string {
  const { domains, scope, loops, topology, topologyWhy, node } = calibration;
  const model = domains.model === null ? 'unknown CPU' : printable(domains.model);
  return [
    `Atomics on ${domains.cpus} CPUs (${model}; ${scope}), Node ${node}`,
    ...wrapText(METHOD, width, 0),
    '',
    ...textTable(loopsTable(loops), width),
    '',
    ...(topology === null
      ? wrapText(`No topology entry: ${topologyWhy}`, width, 2)
      : ['Topology entry:', JSON.stringify(topology, null, 2)]),
  ].join('\n');
}

function loopsTable(loops: readonly LoopTime[]): Table {
  return {
    title: '',
    notes: [],
    columns: [
      left('loop'),
      right('workers'),
      right('an operation'),
      right('low .. high'),
      right('between two'),
      right('running'),
      right('counted'),
    ],
    rows: loops.map((row) => [
      row.loop,
      String(row.workers),
      tenths(row.perOperationNs.mid),
      ends(row.perOperationNs),
      betweenTwo(row),
      `${Math.round(row.runningPct)} %`,
      row.counted === row.expected
        ? countText(row.counted)
        : `${countText(row.counted)}, expected ${countText(row.expected)}`,
    ]),
  };
}

/** Between operations on one line; of a handover this does not need both threads to run all the time. */
function betweenTwo({ loop, workers, perOperationNs, runningPct }: LoopTime): string {
  if (loop === 'private') return '-';
  if (loop !== 'handover' && workers > 1 && runningPct < CONTENDED_PCT) return UNKNOWN;
  return tenths(perOperationNs.mid / workers);
}

function ends({ low, high }: Range): string {
  return `${tenths(low)} .. ${tenths(high)}`;
}

function tenths(value: number): string {
  return value.toFixed(1);
}
