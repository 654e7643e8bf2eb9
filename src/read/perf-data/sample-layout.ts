import { type Attr, SampleType } from './attr.js';
import type { Bytes } from './bytes.js';

/** Offsets of a sample's fixed fields from the start of its record; -1 where the field is not recorded. */
export interface SampleLayout {
  readonly id: number;
  readonly ip: number;
  readonly tid: number;
  readonly time: number;
  readonly cpu: number;
  readonly period: number;
  /** Where READ (if recorded) and then the callchain begin: the fixed part ends here. */
  readonly variable: number;
  readonly hasCallchain: boolean;
  /** `null`: no READ field. */
  readonly readFormat: number | null;
}

/** Offsets from the *end* of a non-sample record to the fields of its sample_id trailer; -1: not there. */
export interface TrailerLayout {
  readonly size: number;
  readonly tid: number;
  readonly time: number;
  readonly id: number;
}

const RECORD_HEADER = 8;

/** Order of a sample's fields: include/uapi/linux/perf_event.h, PERF_RECORD_SAMPLE. */
const SAMPLE_ORDER = [
  'identifier',
  'ip',
  'tid',
  'time',
  'addr',
  'id',
  'streamId',
  'cpu',
  'period',
] as const satisfies readonly (keyof typeof SampleType)[];

/** Order of the trailer's fields: the same file, struct sample_id. */
const TRAILER_ORDER = [
  'tid',
  'time',
  'id',
  'streamId',
  'cpu',
  'identifier',
] as const satisfies readonly (keyof typeof SampleType)[];

/** Where the fields of fixed size stand in a SAMPLE record, in bytes from its start; -1: not there. */
export function sampleLayout(attr: Attr): SampleLayout {
  const offsets = new Map<string, number>();
  let at = RECORD_HEADER;
  for (const field of SAMPLE_ORDER) {
    if ((attr.sampleType & SampleType[field]) === 0) continue;
    offsets.set(field, at);
    at += 8;
  }
  const offset = (field: (typeof SAMPLE_ORDER)[number]): number => offsets.get(field) ?? -1;
  return {
    id: offsets.get('identifier') ?? offset('id'),
    ip: offset('ip'),
    tid: offset('tid'),
    time: offset('time'),
    cpu: offset('cpu'),
    period: offset('period'),
    variable: at,
    hasCallchain: (attr.sampleType & SampleType.callchain) !== 0,
    readFormat: (attr.sampleType & SampleType.read) === 0 ? null : attr.readFormat,
  };
}

/** Where sample_id_all puts its fields, in bytes before the end of any other record; -1: not there. */
export function trailerLayout(attr: Attr): TrailerLayout {
  const present = TRAILER_ORDER.filter((field) => (attr.sampleType & SampleType[field]) !== 0);
  const fromEnd = (field: (typeof TRAILER_ORDER)[number]): number => {
    const index = present.indexOf(field);
    return index < 0 ? -1 : (present.length - index) * 8;
  };
  if (!attr.sampleIdAll) return { size: 0, tid: -1, time: -1, id: -1 };
  return {
    size: present.length * 8,
    tid: fromEnd('tid'),
    time: fromEnd('time'),
    id: present.includes('identifier') ? fromEnd('identifier') : fromEnd('id'),
  };
}

/** perf_event_attr.read_format bits. */
export const ReadFormat = { timeEnabled: 1, timeRunning: 2, id: 4, group: 8, lost: 16 } as const;

/** Bytes of the READ field at `at`; -1 when its own count would run past `end`. */
export function readFieldSize(bytes: Bytes, at: number, end: number, format: number): number {
  const has = (bit: number): number => ((format & bit) === 0 ? 0 : 1);
  const times = has(ReadFormat.timeEnabled) + has(ReadFormat.timeRunning);
  const perValue = 1 + has(ReadFormat.id) + has(ReadFormat.lost);
  if (has(ReadFormat.group) === 0) return (times + perValue) * 8;
  if (at + 8 > end) return -1;
  const size = (1 + times + bytes.u64(at) * perValue) * 8;
  return at + size <= end ? size : -1;
}
