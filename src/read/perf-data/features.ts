import type { Machine } from '../../model/machine.js';
import { SMALLEST_ATTR } from './attr.js';
import type { Bytes } from './bytes.js';

/** Name and ids of one event, from the EVENT_DESC feature. */
export interface EventDescription {
  readonly name: string;
  readonly ids: readonly number[];
}

/** What a feature section says goes here. */
export interface FeatureSink {
  readonly machine: Machine;
  readonly descriptions: EventDescription[];
}

type FeatureReader = (bytes: Bytes, at: number, end: number, sink: FeatureSink) => void;

/** A length-prefixed, NUL-padded string: tools/perf/util/header.c do_write_string(). */
function readString(bytes: Bytes, at: number, end: number): { text: string; next: number } {
  if (at + 4 > end) throw new RangeError('string length beyond its section');
  const next = at + 4 + bytes.u32(at);
  if (next > end) throw new RangeError('string beyond its section');
  return { text: bytes.text(at + 4, next), next };
}

/** Header features by bit number: tools/perf/util/header.h enum; the ones not listed are not needed. */
export const FEATURE_READERS: Readonly<Record<number, FeatureReader>> = {
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
    const words: string[] = [];
    let next = at + 4;
    for (let left = bytes.u32(at); left > 0; left--) {
      const word = readString(bytes, next, end);
      words.push(word.text);
      next = word.next;
    }
    sink.machine.recordCommand = words.join(' ');
  },
  12: readEventDescriptions,
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
