import type { Machine } from '../../model/machine.js';
import { SMALLEST_ATTR } from './attr.js';
import { type BuildIds, readBuildIdTable } from './build-ids.js';
import type { Bytes } from './bytes.js';
import { readString, readStrings } from './feature-text.js';
import { readCaches, readCpuTopology, readNumaTopology, type TopologyFeatures } from './topology-features.js';

/** Name and ids of one event, from the EVENT_DESC feature. */
export interface EventDescription {
  readonly name: string;
  readonly ids: readonly number[];
}

/** What a feature section says goes here. */
interface FeatureSink {
  readonly machine: Machine;
  readonly buildIds: BuildIds;
  readonly descriptions: EventDescription[];
  readonly topology: TopologyFeatures;
}

type FeatureReader = (bytes: Bytes, at: number, end: number, sink: FeatureSink) => void;

/** Header features by bit number: tools/perf/util/header.h enum; the ones not listed are not needed. */
export const FEATURE_READERS: Readonly<Record<number, FeatureReader>> = {
  2: (bytes, at, end, sink) => readBuildIdTable(bytes, at, end, sink.buildIds),
  3: (bytes, at, end, sink) => {
    sink.machine.hostname = readString(bytes, at, end).text;
  },
  4: (bytes, at, end, sink) => {
    sink.machine.kernel = readString(bytes, at, end).text;
  },
  5: (bytes, at, end, sink) => {
    sink.machine.perfVersion = readString(bytes, at, end).text;
  },
  6: (bytes, at, end, sink) => {
    sink.machine.arch = readString(bytes, at, end).text;
  },
  7: (bytes, at, end, sink) => {
    if (at + 8 > end) throw new RangeError('NRCPUS shorter than 8 bytes');
    sink.machine.possibleCpus = bytes.u32(at);
    sink.machine.onlineCpus = bytes.u32(at + 4);
  },
  8: (bytes, at, end, sink) => {
    sink.machine.cpuModel = readString(bytes, at, end).text;
  },
  9: (bytes, at, end, sink) => {
    sink.machine.cpuId = readString(bytes, at, end).text;
  },
  11: (bytes, at, end, sink) => {
    sink.machine.recordCommand = readStrings(bytes, at, end).texts.join(' ');
  },
  12: readEventDescriptions,
  13: (bytes, at, end, sink) => readCpuTopology(bytes, at, end, sink.topology),
  14: (bytes, at, end, sink) => readNumaTopology(bytes, at, end, sink.topology),
  20: (bytes, at, end, sink) => readCaches(bytes, at, end, sink.topology),
};

function readEventDescriptions(bytes: Bytes, at: number, end: number, sink: FeatureSink): void {
  const attrSize = bytes.u32(at + 4);
  if (attrSize < SMALLEST_ATTR) throw new RangeError(`attr of ${attrSize} bytes`);
  let next = at + 8;
  for (let left = bytes.u32(at); left > 0; left--) {
    if (next + attrSize + 4 > end) throw new RangeError('EVENT_DESC beyond its section');
    const idCount = bytes.u32(next + attrSize);
    const name = readString(bytes, next + attrSize + 4, end);
    next = name.next + idCount * 8;
    if (next > end) throw new RangeError('event ids beyond their section');
    const ids = Array.from({ length: idCount }, (_, index) => bytes.u64(name.next + index * 8));
    sink.descriptions.push({ name: name.text, ids });
  }
}
