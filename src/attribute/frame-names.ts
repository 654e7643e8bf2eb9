import type { Profile } from '../model/profile.js';
import { baseFunction } from './catalogue/symbol-name.js';

/** Functions of frames without what compilers append to clones; each distinct frame is looked up once. */
export class FrameNames {
  readonly #profile: Profile;
  readonly #names: (string | null | undefined)[] = [];

  /** The symbols of `profile` are those frames end up with: it has been symbolized. */
  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** The base name of `frame`, an index of the profile; `null` where it is unresolved. */
  of(frame: number): string | null {
    const known = this.#names[frame];
    if (known !== undefined) return known;
    const symbol = this.#profile.frameSymbol(frame);
    const name = symbol === null ? null : baseFunction(symbol);
    this.#names[frame] = name;
    return name;
  }
}
