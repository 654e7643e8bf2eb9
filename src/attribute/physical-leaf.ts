import { FrameFlag, NO_STACK, type Profile } from '../model/profile.js';

/** perf charges self time to the function that was compiled, not to those inlined into it. */
export function physicalLeaf(profile: Profile, stack: number): number {
  let at = stack;
  while (at !== NO_STACK) {
    const frame = profile.stackFrame(at);
    const parent = profile.stackParent(at);
    if (parent === NO_STACK || (profile.frameFlags(frame) & FrameFlag.inlined) === 0) break;
    if (profile.frameAddress(profile.stackFrame(parent)) !== profile.frameAddress(frame)) break;
    at = parent;
  }
  return at;
}
