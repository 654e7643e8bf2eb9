import type { Bytes } from './bytes.js';

/** perf_event_attr.sample_type bits, include/uapi/linux/perf_event.h. */
export const SampleType = {
  ip: 1 << 0,
  tid: 1 << 1,
  time: 1 << 2,
  addr: 1 << 3,
  read: 1 << 4,
  callchain: 1 << 5,
  id: 1 << 6,
  cpu: 1 << 7,
  period: 1 << 8,
  streamId: 1 << 9,
  identifier: 1 << 16,
} as const;

/** What refscope needs of a perf_event_attr. */
export interface Attr {
  readonly type: number;
  readonly config: number;
  /** The fixed period, or the frequency when `freq`. */
  readonly samplePeriod: number;
  readonly sampleType: number;
  readonly readFormat: number;
  readonly freq: boolean;
  /** Children of the recorded task are counted in instances of their own under the same id. */
  readonly inherit: boolean;
  readonly precise: number;
  readonly sampleIdAll: boolean;
  readonly excludeUser: boolean;
  readonly excludeKernel: boolean;
  readonly excludeHv: boolean;
  readonly excludeHost: boolean;
  readonly excludeGuest: boolean;
}

/** Bytes of the oldest attr (PERF_ATTR_SIZE_VER0). */
export const SMALLEST_ATTR = 64;

/**
 * Reads the perf_event_attr at `at`. Fields beyond the oldest layout are not needed, so that attrs longer than
 * any we know are read as well.
 */
export function readAttr(bytes: Bytes, at: number): Attr {
  const flag = (bit: number): boolean => {
    // A C bit-field: the first flag is the lowest bit on little-endian machines, the highest on others.
    const byte = bytes.u8(at + 40 + (bit >> 3));
    return ((byte >> (bytes.littleEndian ? bit & 7 : 7 - (bit & 7))) & 1) === 1;
  };
  return {
    type: bytes.u32(at),
    config: bytes.u64(at + 8),
    samplePeriod: bytes.u64(at + 16),
    sampleType: bytes.u64(at + 24),
    readFormat: bytes.u64(at + 32),
    freq: flag(10),
    inherit: flag(1),
    precise: bytes.littleEndian
      ? (flag(15) ? 1 : 0) + (flag(16) ? 2 : 0)
      : (flag(15) ? 2 : 0) + (flag(16) ? 1 : 0),
    sampleIdAll: flag(18),
    excludeUser: flag(4),
    excludeKernel: flag(5),
    excludeHv: flag(6),
    excludeHost: flag(19),
    excludeGuest: flag(20),
  };
}

/** Names by type and config, as perf prints them: tools/perf/util/evsel.c perf_evsel__hw_names, __sw_names. */
const EVENT_NAMES: Readonly<Record<number, readonly string[]>> = {
  0: [
    'cycles',
    'instructions',
    'cache-references',
    'cache-misses',
    'branches',
    'branch-misses',
    'bus-cycles',
    'stalled-cycles-frontend',
    'stalled-cycles-backend',
    'ref-cycles',
  ],
  1: [
    'cpu-clock',
    'task-clock',
    'page-faults',
    'context-switches',
    'cpu-migrations',
    'minor-faults',
    'major-faults',
    'alignment-faults',
    'emulation-faults',
    'dummy',
    'bpf-output',
    'cgroup-switches',
  ],
};

/** The name for a file that brings none (no EVENT_DESC feature). */
export function defaultEventName(attr: Attr): string {
  const base =
    EVENT_NAMES[attr.type]?.[attr.config] ?? `type ${attr.type} config 0x${attr.config.toString(16)}`;
  const modifiers =
    (attr.excludeUser && !attr.excludeKernel ? 'k' : '') +
    (attr.excludeKernel && !attr.excludeUser ? 'u' : '') +
    'p'.repeat(attr.precise);
  return modifiers === '' ? base : `${base}:${modifiers}`;
}
