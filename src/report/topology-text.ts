import { type Distance, type LineTopology, type TransferTime, topologyCpus } from '../model/line-topology.js';
import { countText } from './numbers.js';
import { code, left, right } from './table.js';
import { section } from './text.js';

/** Presets, one a line. */
export function renderTopologies(topologies: readonly LineTopology[], width: number): string {
  const table = {
    title: 'Topologies, transfer times in ns (~ inferred)',
    notes: ['refscope topology ID shows the sources; with --json it is a template for --topology FILE.json.'],
    columns: [
      code('id'),
      right('CPUs'),
      right('SMT'),
      right('complex'),
      right('socket'),
      right('across'),
      left('what'),
    ],
    rows: topologies.map((topology) => [
      topology.id,
      countText(topologyCpus(topology)),
      ...DISTANCES.map((distance) => timeText(topology.transferNs[distance])),
      topology.name,
    ]),
  };
  return section(table, width).slice(1).join('\n');
}

/** One topology with the sources of its times. */
export function renderTopology(topology: LineTopology, width: number): string {
  const { sockets, complexesPerSocket, coresPerComplex, threadsPerCore, transferNs, scope } = topology;
  const table = {
    title:
      `${topology.id}, ${topology.name}: ${sockets} x ${complexesPerSocket} complexes x ${coresPerComplex} cores x ` +
      `${threadsPerCore} threads`,
    notes: [`Times hold for: ${scope}. ${topology.fill} fill.`],
    columns: [left('distance'), right('ns'), left('basis'), left('source')],
    rows: DISTANCES.map((distance) => {
      const time = transferNs[distance];
      return [distance, timeText(time), time?.basis ?? '', time?.source ?? 'no such pair, or not known'];
    }),
  };
  return section(table, Math.max(width, 160)).slice(1).join('\n');
}

const DISTANCES: readonly Distance[] = ['sameCore', 'sameComplex', 'sameSocket', 'otherSocket'];

function timeText(time: TransferTime | null): string {
  if (time === null) return '-';
  const span = time.low === time.high ? '' : ` (${time.low}-${time.high})`;
  return `${time.basis === 'inferred' ? '~' : ''}${time.mid}${span}`;
}
