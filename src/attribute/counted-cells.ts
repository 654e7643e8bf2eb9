import type { Cell } from '../model/cell-tables.js';
import type { Profile } from '../model/profile.js';
import type { WindowSlices } from './attribution.js';
import type { Selection } from './selection.js';

/** Which samples of a profile a share is taken over. */
export interface CountedSamples {
  readonly profile: Profile;
  /** Index of the event. */
  readonly event: number;
  /** `null`: all of the recording. */
  readonly window: WindowSlices | null;
  readonly selection: Selection;
}

/** The cells that a share is taken over: busy, of the selected commands, in the window and within `--time`. */
export function* countedCells({ profile, event, window, selection }: CountedSamples): Generator<Cell> {
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    if (cell.event !== event || !cell.inside) continue;
    if (window !== null && (cell.slice < window.from || cell.slice >= window.to)) continue;
    if (selection.classify(cell) === 'selected') yield cell;
  }
}
