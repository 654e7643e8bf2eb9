import { readText } from '../io/read-text.js';
import { InputError, UsageError } from '../model/errors.js';
import { type LineTopology, topologyCpus } from '../model/line-topology.js';
import { TOPOLOGIES } from '../project/topology/presets.js';
import type { FoundTopology } from '../project/topology/recorded-topology.js';
import { TOPOLOGY_SCHEMA } from '../report/schema/topology-schema.js';
import { checkSchema, parseJson } from './json-input.js';

const MAX_BYTES = 1 << 20;
/** CONFIG_NR_CPUS never exceeds it. */
const MAX_CPUS = 8192;

/**
 * The topology that --topology names: a preset, or a file in the format of `refscope schema topology`. What looks like
 * a path is one.
 * @throws UsageError listing the presets; InputError when the file is broken.
 */
export async function topologyOption(value: string): Promise<FoundTopology> {
  const preset = TOPOLOGIES.find(({ id }) => id === value);
  if (preset !== undefined) return { topology: preset, why: `the preset ${value}: ${preset.name}` };
  if (!/[./\\]/.test(value)) {
    const known = TOPOLOGIES.map(({ id }) => id).join(', ');
    throw new UsageError(`expected --topology to be a file or one of ${known}, found "${value}"`);
  }
  const { file, text } = await readText(value, MAX_BYTES);
  const json = parseJson(file, text, 'a topology');
  const topology = await checkSchema(file, json, TOPOLOGY_SCHEMA, 'the topology');
  checkMeaning(file, topology);
  return { topology, why: `from ${file}` };
}

/** What the schema cannot say: a machine of some size, and times in order. */
function checkMeaning(file: string, topology: LineTopology): void {
  const cpus = topologyCpus(topology);
  if (cpus < 2 || cpus > MAX_CPUS) {
    throw new InputError({ file }, `expected a topology of 2 to ${MAX_CPUS} CPUs, found ${cpus}`);
  }
  for (const [distance, time] of Object.entries(topology.transferNs)) {
    if (time === null || (time.low <= time.mid && time.mid <= time.high)) continue;
    throw new InputError({ file }, `expected transferNs.${distance} to have low <= mid <= high`);
  }
}
