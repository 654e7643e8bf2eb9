import { type Nanoseconds, NS_PER_SECOND } from './units.js';

/** Time slice of samples without a time. */
export const NO_SLICE = -(2 ** 31);
/** Width of a slice until there are too many: the block of model.md's bootstrap. */
export const NARROWEST_SLICE_NS: Nanoseconds = NS_PER_SECOND / 10;
/** Thirty hours: beyond it, cells are as many as distinct stacks and widening no longer helps. */
export const WIDEST_SLICE_NS: Nanoseconds = NARROWEST_SLICE_NS * 2 ** 20;

/** Slices of time, numbered from the first one asked for, so that the number fits 32 bits on any clock. */
export class TimeSlices {
  #ns: Nanoseconds = NARROWEST_SLICE_NS;
  /** Number of slice 0, counted from time 0 of the recording's clock; NaN before the first. */
  #origin = Number.NaN;

  get ns(): Nanoseconds {
    return this.#ns;
  }

  get canWiden(): boolean {
    return this.#ns < WIDEST_SLICE_NS;
  }

  /** NO_SLICE for a time that is not finite. */
  of(timeNs: Nanoseconds): number {
    if (!Number.isFinite(timeNs)) return NO_SLICE;
    const absolute = Math.floor(timeNs / this.#ns);
    if (Number.isNaN(this.#origin)) this.#origin = absolute;
    const slice = absolute - this.#origin;
    // Seven years apart: a corrupt time, not a slice.
    return slice > NO_SLICE && slice < -NO_SLICE ? slice : NO_SLICE;
  }

  /** On the recording's own clock; NaN for NO_SLICE. */
  startNs(slice: number): Nanoseconds {
    return slice === NO_SLICE ? Number.NaN : (this.#origin + slice) * this.#ns;
  }

  /** Doubles the width; returns what becomes of each old slice. */
  widen(): (slice: number) => number {
    const before = this.#origin;
    const origin = Math.floor(before / 2);
    this.#origin = origin;
    this.#ns *= 2;
    return (slice) => (slice === NO_SLICE ? NO_SLICE : Math.floor((before + slice) / 2) - origin);
  }
}
