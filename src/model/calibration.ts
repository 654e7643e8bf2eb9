import type { LineTopology } from './line-topology.js';
import type { Percent, Range } from './units.js';

/** Raised when a field changes its meaning or goes. */
export const CALIBRATION_SCHEMA_VERSION = 1;

/**
 * What the workers do. `private`: each adds to a line of its own; `shared-add`: all add to one (lock xadd on x86, as
 * kref_get and kref_put); `shared-cas`: all add to one by compare and swap, again until it succeeds (as
 * kref_get_unless_zero); `handover`: two pass a line back and forth.
 */
export type AtomicLoop = 'private' | 'shared-add' | 'shared-cas' | 'handover';

/** One loop on some number of workers. */
export interface LoopTime {
  readonly loop: AtomicLoop;
  readonly workers: number;
  /** Operations of each worker in one round. */
  readonly iterations: number;
  readonly rounds: number;
  /**
   * What an operation takes the worker that does it, waiting included; of a handover, the line's way there and back.
   * Each round's figure is the median of its batches: a thread that loses its CPU for a while spoils one batch. `mid` is
   * the median of the rounds, low .. high all rounds but the fastest and the slowest.
   */
  readonly perOperationNs: Range;
  /**
   * Part of a round in which the threads were running, all together; median of the rounds. Far below 100 where they
   * waited for CPUs or ran one after the other: then a shared line was not contended, and the time is too small.
   */
  readonly runningPct: Percent;
  /** Sum of the counters after all rounds, and workers x iterations x rounds: equal, or the loops are wrong. */
  readonly counted: number;
  readonly expected: number;
}

/** Which of the CPUs that this process may use share what; a list as the kernel prints it is the name of a domain. */
export interface CpuDomains {
  /** CPUs that the process may use. */
  readonly cpus: number;
  readonly model: string | null;
  /** Of each CPU: its core, last-level cache and socket; `null` where the system does not say. */
  readonly cores: readonly (string | null)[];
  readonly caches: readonly (string | null)[];
  readonly sockets: readonly (string | null)[];
  /** Whether a hypervisor runs this machine; `null` is unknown. */
  readonly virtual: boolean | null;
}

export interface Calibration {
  readonly schemaVersion: number;
  /** "v20.20.2": whose compiler made the loops. */
  readonly node: string;
  readonly domains: CpuDomains;
  /** What the times hold for: "same L3, virtual". */
  readonly scope: string;
  readonly loops: readonly LoopTime[];
  /** An entry for `--topology`; `null` with `topologyWhy`. */
  readonly topology: LineTopology | null;
  readonly topologyWhy: string | null;
}
