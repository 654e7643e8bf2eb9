import type { Profile } from '../../model/profile.js';
import { ownCopy } from './characters.js';
import { parseFrame } from './frame-line.js';

/** Beyond it the cache starts anew: a trace's hot frames are few, its one-off addresses without end. */
const MAX_LINES = 1 << 16;

/** Frames by their own line of text: a line seen before costs one look-up, and nearly all were. */
export class FrameCache {
  readonly #profile: Profile;
  readonly #maxLines: number;
  readonly #frames = new Map<string, number>();

  constructor(profile: Profile, maxLines = MAX_LINES) {
    this.#profile = profile;
    this.#maxLines = maxLines;
  }

  /** Index of the frame that `line` gave before, or `undefined`. */
  known(line: string): number | undefined {
    return this.#frames.get(line);
  }

  /** Index of the frame on `line`, -1 when there is none. */
  intern(line: string): number {
    const known = this.#frames.get(line);
    if (known !== undefined) return known;
    const own = ownCopy(line);
    const spec = parseFrame(own);
    if (spec === null) return -1;
    const frame = this.#profile.internFrame(spec);
    if (this.#frames.size >= this.#maxLines) this.#frames.clear();
    this.#frames.set(own, frame);
    return frame;
  }
}
