import type { Bytes } from './bytes.js';

/** Records perf itself writes: tools/lib/perf/include/perf/event.h enum perf_user_event_type. */
export const UserRecord = {
  headerAttr: 64,
  tracingData: 66,
  buildId: 67,
  finishedRound: 68,
  auxtrace: 71,
  eventUpdate: 78,
  headerFeature: 80,
  compressed: 81,
  compressed2: 83,
} as const;

/** Kernel record types end here: PERF_RECORD_CALLCHAIN_DEFERRED in Linux 6.19's uapi/linux/perf_event.h. */
const LAST_KERNEL_RECORD = 22;
const FIRST_USER_RECORD = 64;
/** perf's own end here: PERF_RECORD_SCHEDSTAT_DOMAIN in the perf of Linux 6.19. */
const LAST_USER_RECORD = 86;

/** Bytes of struct perf_event_header. */
export const RECORD_HEADER = 8;
/** Bytes before the payload of a COMPRESSED2 record: the header and u64 data_size. */
const COMPRESSED2_HEADER = 16;
const LARGEST_RECORD = 0xffff;

/** Whether perf itself wrote the record (PERF_RECORD_USER_TYPE_START and above). */
export function isUserRecord(type: number): boolean {
  return type >= FIRST_USER_RECORD;
}

/** False for types of a kernel or perf newer than any we know: they are skipped by size and reported. */
export function isKnownRecord(type: number): boolean {
  return isUserRecord(type) ? type <= LAST_USER_RECORD : type > 0 && type <= LAST_KERNEL_RECORD;
}

/**
 * Size of the record at `at`; 0 when more than its header must be seen to tell.
 *
 * The perf of Linux 6.16 wrote COMPRESSED2 records whose padded size does not fit the header's u16: the size
 * wraps and the padding is missing (builtin-record.c record__pushfn()). data_size still tells the truth.
 */
export function recordSize(bytes: Bytes, at: number, limit: number): number {
  const declared = bytes.u16(at + 6);
  if (bytes.u32(at) !== UserRecord.compressed2) return declared;
  if (at + COMPRESSED2_HEADER > limit) return 0;
  const needed = COMPRESSED2_HEADER + bytes.u64(at + 8);
  const padded = Math.ceil(needed / 8) * 8;
  return padded > LARGEST_RECORD && padded % 65536 === declared ? Math.min(needed, LARGEST_RECORD) : declared;
}

/** Where the zstd bytes of the COMPRESSED or COMPRESSED2 record of `size` bytes at `at` lie. */
export function compressedPayload(bytes: Bytes, at: number, size: number): { at: number; size: number } {
  if (bytes.u32(at) === UserRecord.compressed) return { at: at + RECORD_HEADER, size: size - RECORD_HEADER };
  if (size < COMPRESSED2_HEADER) return { at: at + size, size: 0 };
  const room = size - COMPRESSED2_HEADER;
  const dataSize = bytes.u64(at + 8);
  // Less than 8 bytes are padding; a data_size that claims otherwise was never set (same perf, same function).
  const isSet = dataSize <= room && dataSize > room - 8;
  return { at: at + COMPRESSED2_HEADER, size: isSet ? dataSize : room };
}
