import type { Source } from './source.js';

/** What was seen on the way through a container: complete once its members were iterated. */
export interface Leftovers {
  /** Files beyond the most that are looked at. */
  tooMany: number;
  /** Entries that are no plain files: links, devices, sparse files. */
  readonly notFiles: string[];
  /** Folders of a run directory: runs of their own, not entered. */
  readonly folders: string[];
}

/** A named list of inputs that belong together: a run directory, or an archive of one. */
export interface Container {
  readonly file: string;
  /** Whether all members are of one run; else each of an archive's folders is a run. */
  readonly isOneRun: boolean;
  /**
   * The members in a fixed order, each pass the same. A member is cheapest to open while it is the current one;
   * later it can be opened still.
   */
  members(leftovers: Leftovers): AsyncIterable<Source>;
}

/** More files than a run directory has; a larger one is most likely not one. */
export const MAX_MEMBERS = 1000;

/** An empty list, for `members()` to fill. */
export function noLeftovers(): Leftovers {
  return { tooMany: 0, notFiles: [], folders: [] };
}
