import type { CacheLineAccess } from '../../model/cache-line.js';
import type { Percent } from '../../model/units.js';
import { countOf, type Fields, isHex, percentOf, rowOf } from './cells.js';

/** What a cache line's heading counts; the percentages below it are of these. */
export interface AccessCounts {
  readonly localHitm: number | null;
  readonly remoteHitm: number | null;
  readonly localPeer: number | null;
  readonly remotePeer: number | null;
}

type CountField = keyof AccessCounts;
type AccessField = CountField | 'offset' | 'symbol' | 'dso' | 'records' | 'cpus';

const COUNT_FIELDS: Fields<CountField> = {
  remoteHitm: ['hitm rmt', 'hitm rmthitm'],
  localHitm: ['hitm lcl', 'hitm lclhitm'],
  remotePeer: ['peer snoop rmt', 'peer rmt'],
  localPeer: ['peer snoop lcl', 'peer lcl'],
};

/** Column names of "Shared Cache Line Distribution Pareto", of all versions; "Off" without `Num`. */
const ACCESS_FIELDS: Fields<AccessField> = {
  ...COUNT_FIELDS,
  offset: ['data address offset', 'cl off', 'off'],
  symbol: ['symbol'],
  dso: ['shared object'],
  records: ['total records'],
  cpus: ['cpu cnt'],
};

/** A heading `      0        4     2092        0        0        0      0x20ea08034080`. */
export interface LineHeading {
  readonly address: string;
  readonly counts: AccessCounts;
}

/**
 * Its counts follow the order of the percent columns, but it is not always below them: `Num` may have no column
 * of its own. `null` when `line` is no heading.
 */
export function readHeading(names: readonly string[], line: string): LineHeading | null {
  const words = line.trim().split(/ +/);
  const address = words.at(-1);
  const counts = words.slice(1, -1);
  if (words.length < 3 || !isHex(address) || !words.slice(0, -1).every((word) => /^\d+$/.test(word)))
    return null;
  const columns = names.slice(
    0,
    names.findIndex((name) => ACCESS_FIELDS.offset.includes(name)),
  );
  const counted = columns.filter((name) => name !== 'num');
  const row = counted.length === counts.length ? rowOf(COUNT_FIELDS, counted, counts) : {};
  return {
    address,
    counts: {
      localHitm: countOf(row.localHitm),
      remoteHitm: countOf(row.remoteHitm),
      localPeer: countOf(row.localPeer),
      remotePeer: countOf(row.remotePeer),
    },
  };
}

/** Whether `offset`'s cell says that this is a row, be it whole or not. */
export function hasOffset(names: readonly string[], cells: readonly string[]): boolean {
  return isHex(rowOf(ACCESS_FIELDS, names, cells).offset);
}

/**
 *     `           0.00%   45.58%    0.00%    0.00%                 0x0     0       1  0xffffffff8137071c         0      2877      3221     8969       191  [k] __mod_memcg_state           [kernel.kallsyms]  memcontrol.c:772        0  1  2  3`
 *
 * `null` when it is no such row. A symbol that is only an address is not known.
 */
export function readAccessRow(
  names: readonly string[],
  cells: readonly string[],
  counts: AccessCounts,
): CacheLineAccess | null {
  const row = rowOf(ACCESS_FIELDS, names, cells);
  const access: CacheLineAccess = {
    offset: isHex(row.offset) ? Number(row.offset) : Number.NaN,
    symbol: symbolOf(row.symbol),
    dso: row.dso === undefined || row.dso === '' || row.dso === '[unknown]' ? null : row.dso,
    remoteHitmPct: percentOf(row.remoteHitm),
    localHitmPct: percentOf(row.localHitm),
    peerPct: peerPctOf(percentOf(row.remotePeer), percentOf(row.localPeer), counts),
    records: countOf(row.records),
    cpus: countOf(row.cpus),
  };
  return Object.values(access).some(Number.isNaN) ? null : access;
}

/** Of one column each: perf prints shares of remote and of local peers; here both are one. */
function peerPctOf(remote: Percent | null, local: Percent | null, counts: AccessCounts): Percent | null {
  const { remotePeer, localPeer } = counts;
  if (remote === null || local === null || remotePeer === null || localPeer === null) return null;
  const all = remotePeer + localPeer;
  // Of nothing, perf says 0.00% as well.
  return all === 0 ? remote + local : (remote * remotePeer + local * localPeer) / all;
}

/** `[k] down_write`, `[.] 0x00000000000013e9` */
function symbolOf(cell: string | undefined): string | null {
  const name = (cell ?? '').replace(/^\[.\] +/, '');
  return name === '' || isHex(name) ? null : name;
}
