import { countOf, type Fields, isHex, rowOf } from './cells.js';

/** The counts of one cache line. */
export interface LineCounts {
  readonly address: string;
  readonly records: number | null;
  readonly localHitm: number | null;
  readonly remoteHitm: number | null;
  readonly peer: number | null;
}

type LineField = 'address' | 'records' | 'localHitm' | 'remoteHitm' | 'peer';

/**
 * Column names of "Shared Data Cache Line Table": perf 4.10 to 5.10 (LLC Load Hitm), 5.11 on (Load Hitm), 6.0
 * on with `-d peer`, the default on Arm (Load Peer; HITM only beside the cache hits).
 */
const LINE_FIELDS: Fields<LineField> = {
  address: ['cacheline address', 'cacheline'],
  records: ['total records'],
  localHitm: ['load hitm lclhitm', 'llc load hitm lcl', 'llc load hitm lclhitm', 'llc load hit lclhitm'],
  remoteHitm: ['load hitm rmthitm', 'llc load hitm rmt', 'llc load hitm rmthitm', 'rmt load hit rmthitm'],
  peer: ['load peer total'],
};

/**
 *     `      0      0x55c8971f0080     0    1967   66.14%      252      252        0     6044     3550 ...`
 *
 * `null` when it is no such row.
 */
export function readLineRow(names: readonly string[], cells: readonly string[]): LineCounts | null {
  const row = rowOf(LINE_FIELDS, names, cells);
  const counts = {
    records: countOf(row.records),
    localHitm: countOf(row.localHitm),
    remoteHitm: countOf(row.remoteHitm),
    peer: countOf(row.peer),
  };
  if (!isHex(row.address) || Object.values(counts).some(Number.isNaN)) return null;
  return { address: row.address, ...counts };
}
