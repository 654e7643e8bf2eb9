import { FrameFlag, type Profile } from '../model/profile.js';

/** Distinct kernel frames of a profile, and how many of them have a name. */
export interface KernelFrames {
  readonly all: number;
  readonly named: number;
}

/** Counts them once symbols are known. */
export function kernelFrames(profile: Profile): KernelFrames {
  let all = 0;
  let named = 0;
  for (let frame = 0; frame < profile.frameCount; frame++) {
    if ((profile.frameFlags(frame) & FrameFlag.kernel) === 0) continue;
    all++;
    if (profile.frameSymbolIndex(frame) >= 0) named++;
  }
  return { all, named };
}
