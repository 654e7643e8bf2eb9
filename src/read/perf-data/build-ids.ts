import type { Bytes } from './bytes.js';
import { kernelDsoName, userDsoName } from './dso-name.js';
import { CpuMode } from './frames.js';
import { RECORD_HEADER } from './record-types.js';

/** Build ids by the name that frames carry as their DSO. */
export type BuildIds = Map<string, string>;

/** Bytes of a build id where the record does not tell: SHA-1. */
const DEFAULT_SIZE = 20;
/** struct perf_record_header_build_id: header, pid, 24 bytes of id, name. */
const PID_SIZE = 4;
const ID_SIZE = 24;
const MISC_BUILD_ID_SIZE = 1 << 15;
const MISC_MMAP_BUILD_ID = 1 << 14;
/** What is left of "[kernel.kallsyms]" when its first four bytes are taken for the end of the id. */
const CHOPPED_KERNEL = 'nel.kallsyms]';

/**
 * Reads the BUILD_ID feature: records of one build id each. Before perf learned about guests (commit a1645ce1)
 * they had no pid; like perf we recognise such a table by the kernel's name, which comes first.
 * @throws RangeError when a record runs past `end`
 */
export function readBuildIdTable(bytes: Bytes, at: number, end: number, buildIds: BuildIds): void {
  const nameAt = at + RECORD_HEADER + PID_SIZE + ID_SIZE;
  const idAt = nameAt < end && bytes.text(nameAt, end) === CHOPPED_KERNEL ? 0 : PID_SIZE;
  for (let record = at; record + RECORD_HEADER <= end; record += bytes.u16(record + 6)) {
    const size = bytes.u16(record + 6);
    if (size <= RECORD_HEADER + idAt + ID_SIZE || record + size > end) {
      throw new RangeError('a build id record that does not fit');
    }
    readBuildId(bytes, record, record + size, record + RECORD_HEADER + idAt, buildIds);
  }
}

/** Reads a BUILD_ID record of a pipe. @throws RangeError when it is too short */
export function readBuildIdRecord(bytes: Bytes, at: number, end: number, buildIds: BuildIds): void {
  const idAt = at + RECORD_HEADER + PID_SIZE;
  if (idAt + ID_SIZE >= end) throw new RangeError('a BUILD_ID record without a name');
  readBuildId(bytes, at, end, idAt, buildIds);
}

function readBuildId(bytes: Bytes, at: number, end: number, idAt: number, buildIds: BuildIds): void {
  const misc = bytes.u16(at + 4);
  const size = (misc & MISC_BUILD_ID_SIZE) === 0 ? DEFAULT_SIZE : bytes.u8(idAt + DEFAULT_SIZE);
  const file = bytes.text(idAt + ID_SIZE, end);
  const isKernel = (misc & CpuMode.mask) === CpuMode.kernel;
  addBuildId(buildIds, isKernel ? kernelDsoName(file) : userDsoName(file, 0, false), bytes, idAt, size);
}

/** Build id in an MMAP2 record of perf record --buildid-mmap, which has it in place of device and inode. */
export function addMmapBuildId(buildIds: BuildIds, dso: string, bytes: Bytes, at: number): void {
  if ((bytes.u16(at + 4) & MISC_MMAP_BUILD_ID) === 0) return;
  addBuildId(buildIds, dso, bytes, at + 44, bytes.u8(at + 40));
}

function addBuildId(buildIds: BuildIds, dso: string, bytes: Bytes, at: number, size: number): void {
  const length = Math.min(size, DEFAULT_SIZE);
  let hex = '';
  for (let index = 0; index < length; index++)
    hex += bytes
      .u8(at + index)
      .toString(16)
      .padStart(2, '0');
  if (hex !== '' && !buildIds.has(dso)) buildIds.set(dso, hex);
}
