import { type LineTopology, topologyCpus } from '../../model/line-topology.js';
import type { CpuTopology } from '../../model/topology.js';
import { TOPOLOGIES } from './presets.js';

/** A topology and where it is from, or why there is none. */
export type FoundTopology =
  | { readonly topology: LineTopology; readonly why: string }
  | { readonly topology: null; readonly why: string };

/** Model names as lscpu and the perf header print them, and the preset whose transfer times they have. */
const MODEL_PRESETS: readonly (readonly [RegExp, string])[] = [
  [/EPYC 9\d\d4/, 'zen4-server'],
  [/EPYC 7\w\d3/, 'zen3-server'],
  [/EPYC 7\w\d2/, 'zen2-server'],
  [/Ryzen \d 7\d\d\d/, 'zen4-desktop'],
  [/Ryzen \d 5\d\d\d/, 'zen3-desktop'],
  [/Threadripper (PRO )?39\d\d/, 'zen2-desktop'],
  [/Xeon\(R\) (Platinum|Gold|Silver) 8?[2-6]?2\d\d|Cascade ?Lake/i, 'cascade-lake'],
  [/Xeon\(R\) (Platinum|Gold|Silver) \d3\d\d|Ice ?Lake/i, 'ice-lake'],
  [/Xeon\(R\) (Platinum|Gold|Silver) \d4\d\d|Sapphire ?Rapids/i, 'sapphire-rapids'],
  [/Neoverse-N1/, 'graviton2'],
  [/Neoverse-V1/, 'graviton3'],
  [/Altra/, 'ampere-altra'],
];

/**
 * The machine that was recorded: its own counts of sockets, complexes, cores and threads, with the transfer times of
 * the preset that its model names. Nothing is guessed: without counts or a known model there is none.
 */
export function recordedTopology(recorded: CpuTopology | null, cpuModel: string | null): FoundTopology {
  const model = recorded?.model ?? cpuModel;
  if (model === null) return none('the inputs name no CPU model');
  if (/QEMU|Virtual CPU|TCG/i.test(model)) return none(`"${model}" names an emulated CPU`);
  const id = MODEL_PRESETS.find(([pattern]) => pattern.test(model))?.[1];
  const preset = TOPOLOGIES.find((topology) => topology.id === id);
  if (preset === undefined) return none(`no preset has the transfer times of "${model}"`);
  const { sockets, coresPerSocket, threadsPerCore, hypervisor } = recorded ?? {};
  if (sockets == null || coresPerSocket == null || threadsPerCore == null) {
    return { topology: preset, why: `"${model}" is like the preset ${preset.id}, whose shape is taken` };
  }
  const complexes = Math.max(1, Math.round((recorded?.cacheDomains ?? sockets) / sockets));
  const topology: LineTopology = {
    ...preset,
    id: 'recorded',
    name: model,
    sockets,
    complexesPerSocket: complexes,
    coresPerComplex: Math.max(1, Math.ceil(coresPerSocket / complexes)),
    threadsPerCore,
  };
  const virtual = hypervisor == null ? '' : `; under ${hypervisor}, which may hide who shares what`;
  return {
    topology,
    why: `${topologyCpus(topology)} CPUs as recorded, transfer times of the preset ${preset.id}${virtual}`,
  };
}

function none(why: string): FoundTopology {
  return { topology: null, why: `${why}: give --topology` };
}
