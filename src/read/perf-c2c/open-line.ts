import type { CacheLine, CacheLineAccess } from '../../model/cache-line.js';
import type { AccessCounts, LineHeading } from './access-row.js';
import type { LineCounts } from './line-row.js';

/** perf prints percentages with two decimals. */
const ROUNDING = 0.005;

/** One cache line of a report, from its row in the first table and its part of the second. */
export class OpenLine {
  readonly accesses: CacheLineAccess[] = [];
  readonly #row: LineCounts | null;
  #counts: AccessCounts | null = null;
  readonly #address: string;

  constructor(address: string, row: LineCounts | null) {
    this.#address = address;
    this.#row = row;
  }

  addHeading(heading: LineHeading): void {
    this.#counts = heading.counts;
  }

  /** Whether its accesses are not all there: each share of something adds up to all of it. */
  get lacksAccesses(): boolean {
    return (
      this.#lacks(this.#counts?.remoteHitm, 'remoteHitmPct') ||
      this.#lacks(this.#counts?.localHitm, 'localHitmPct') ||
      this.#lacks(this.#peers, 'peerPct')
    );
  }

  get hasHeading(): boolean {
    return this.#counts !== null;
  }

  finish(file: string): CacheLine {
    return {
      address: this.#address,
      records: this.#row?.records ?? null,
      localHitm: this.#row?.localHitm ?? this.#counts?.localHitm ?? null,
      remoteHitm: this.#row?.remoteHitm ?? this.#counts?.remoteHitm ?? null,
      peer: this.#row?.peer ?? this.#peers,
      accesses: this.accesses,
      file,
    };
  }

  get #peers(): number | null {
    const { localPeer = null, remotePeer = null } = this.#counts ?? {};
    return localPeer === null || remotePeer === null ? null : localPeer + remotePeer;
  }

  #lacks(count: number | null | undefined, field: 'remoteHitmPct' | 'localHitmPct' | 'peerPct'): boolean {
    const sum = this.accesses.reduce((total, access) => total + (access[field] ?? 0), 0);
    return (count ?? 0) > 0 && sum < 100 - ROUNDING * (this.accesses.length + 1);
  }
}
