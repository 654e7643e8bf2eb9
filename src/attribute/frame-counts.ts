import { FrameFlag, type Profile } from '../model/profile.js';

/** Distinct frames of a part of a profile, and how many of them have a name. */
export interface FrameCounts {
  readonly all: number;
  readonly named: number;
}

/** Of the kernel. Counts them once symbols are known. */
export function kernelFrames(profile: Profile): FrameCounts {
  return countFrames(profile, (frame) => (profile.frameFlags(frame) & FrameFlag.kernel) !== 0);
}

/** Those that `isCounted`. */
export function countFrames(profile: Profile, isCounted: (frame: number) => boolean): FrameCounts {
  let all = 0;
  let named = 0;
  for (let frame = 0; frame < profile.frameCount; frame++) {
    if (!isCounted(frame)) continue;
    all++;
    if (profile.frameSymbolIndex(frame) >= 0) named++;
  }
  return { all, named };
}
