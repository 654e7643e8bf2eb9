import type { Machine } from './machine.js';

/** Times of one kind: all alike, or exponentially distributed about their mean. */
export type Spread = 'fixed' | 'exponential';

/** Frames of a sample taken in a step, leaf first: "apparmor_file_open+0x5e". */
export type Chain = readonly string[];

/** What a CPU does next, over and over; names of lines and locks are free. */
export type Step = Work | Add | CasLoop | Critical;

/** Touches nothing that another CPU writes. */
export interface Work {
  readonly kind: 'work';
  readonly ns: number;
  readonly chain: Chain;
}

/** One atomic add (get, put): the line comes over, then the CPU goes on with it alone. */
export interface Add {
  readonly kind: 'add';
  readonly line: string;
  /** On the CPU itself, whoever had the line. */
  readonly localNs: number;
  readonly chain: Chain;
}

/** Read the count, compute, compare and swap; again with the value found if another CPU wrote meanwhile. */
export interface CasLoop {
  readonly kind: 'cas';
  readonly line: string;
  /** Between reading and the attempt. */
  readonly gapNs: number;
  readonly localNs: number;
  readonly chain: Chain;
}

/** A spinlock, first come first served, held for a while. */
export interface Critical {
  readonly kind: 'lock';
  readonly lock: string;
  readonly holdNs: number;
  readonly waitChain: Chain;
  readonly chain: Chain;
}

export interface Workload {
  readonly machine: Machine;
  readonly cpus: number;
  readonly program: readonly Step[];
  /** Spread of work. */
  readonly think: Spread;
  /** Spread of transfers and of the time a lock is held. */
  readonly service: Spread;
  readonly seed: number;
}
