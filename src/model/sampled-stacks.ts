import type { SampleClass } from './sample-class.js';
import type { Nanoseconds } from './units.js';

/** A function as a viewer draws it: addresses are gone, what was compiled and what was inlined are told apart. */
export interface StackFrame {
  /** `null` where the address has no name. */
  readonly name: string | null;
  readonly dso: string | null;
  readonly kernel: boolean;
  readonly inlined: boolean;
}

/** A place in the call tree. Parents come before their children. */
export interface StackNode {
  /** Index of the caller's node; -1 at the root. */
  readonly parent: number;
  /** Index into `frames`. */
  readonly frame: number;
}

/** The samples of one stack, command and slice of time. */
export interface StackSamples {
  /** Index into `nodes`, the innermost function; -1 for samples without a stack. */
  readonly node: number;
  readonly class: SampleClass;
  readonly comm: string;
  /** Start of the slice on the recording's clock; `null` where samples have no time. */
  readonly timeNs: Nanoseconds | null;
  readonly samples: number;
  readonly period: number;
}

/** The busy samples of the selected commands in the window, as a call tree with what each was judged to be. */
export interface SampledStacks {
  readonly event: string;
  /** Of `period`: nanoseconds for clocks, else the event's own count. */
  readonly unit: 'nanoseconds' | 'count';
  /** False where the input gives shares only: `samples` then means nothing. */
  readonly counted: boolean;
  /** "AppArmor label": what the label classes are about. */
  readonly subject: string;
  readonly frames: readonly StackFrame[];
  readonly nodes: readonly StackNode[];
  readonly rows: readonly StackSamples[];
}
