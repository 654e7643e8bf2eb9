import {
  type Distance,
  type Fill,
  type LineTopology,
  TOPOLOGY_VERSION,
  type TransferBasis,
  type TransferTime,
} from '../../model/line-topology.js';
import { constant, nullable, record, type Schema, text, word } from './json-schema.js';

/** No machine that Linux runs on has more of anything; keeps hostile files small. */
const MOST = 1024;

function countOf(description: string): Schema<number> {
  return { type: 'integer', minimum: 1, maximum: MOST, description };
}

function nanoseconds(description: string): Schema<number> {
  return { type: 'number', exclusiveMinimum: 0, maximum: 1e6, description };
}

function shortText(description: string): Schema<string> {
  return { ...text(description), maxLength: 1000 };
}

const transferTime = record<TransferTime>('Time of a transfer; low <= mid <= high.', {
  low: nanoseconds('ns.'),
  mid: nanoseconds('ns.'),
  high: nanoseconds('ns.'),
  basis: word<TransferBasis>('What it rests on.', {
    published: 'printed by its source for this processor',
    measured: 'on the machine itself',
    inferred: 'from processors like it: low .. high is the bracket',
  }),
  source: shortText('Where it is from.'),
});

export const lineTopology = record<LineTopology>('A machine as contended cache lines see it.', {
  topologyVersion: constant(TOPOLOGY_VERSION, 'Version of this format.'),
  id: { ...shortText('A short name.'), pattern: '^[A-Za-z0-9._-]{1,64}$' },
  name: shortText('What it is.'),
  sockets: countOf('Sockets.'),
  complexesPerSocket: countOf('Last-level caches of a socket.'),
  coresPerComplex: countOf('Cores that share a last-level cache.'),
  threadsPerCore: countOf('Hardware threads of a core.'),
  fill: word<Fill>('Which CPUs a load keeps busy when it keeps only some.', {
    compact: 'one cache complex after the other, cores before their siblings',
    spread: 'all complexes alike',
  }),
  transferNs: record<Record<Distance, TransferTime | null>>(
    'Time of a transfer from the CPU that wrote the line last, by what the two share; null: no such pair, or unknown.',
    {
      sameCore: nullable(transferTime),
      sameComplex: nullable(transferTime),
      sameSocket: nullable(transferTime),
      otherSocket: nullable(transferTime),
    },
  ),
  scope: shortText('What the times hold for.'),
});

/** JSON Schema (draft 2020-12) of --topology FILE.json. */
export const TOPOLOGY_SCHEMA: Schema<LineTopology> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope topology',
  ...lineTopology,
};
