import type { FunctionCalls } from '../model/function-calls.js';
import { compareReleases, type KernelRelease, parseKernelRelease } from '../model/kernel-release.js';
import type { Profile } from '../model/profile.js';
import { KERNEL_MARKERS } from './catalogue/kernel-markers.js';
import { baseFunction } from './catalogue/symbol-name.js';

/** The release whose rows of the catalogue are taken, and what says so. */
export interface JudgedKernel {
  readonly release: KernelRelease | null;
  readonly from: 'recorded' | 'inferred' | 'unknown';
  readonly why: string;
}

/** The oldest release that the catalogue covers. */
const OLDEST: KernelRelease = { major: 4, minor: 15 };

/**
 * The recorded release, else one inferred from functions that only some releases have: the oldest of the range that
 * fits, which counts most, so that no site is overlooked.
 */
export function judgedKernel(recorded: string | null, functions: Iterable<string>): JudgedKernel {
  const release = parseKernelRelease(recorded);
  if (release !== null) return { release, from: 'recorded', why: recorded ?? '' };
  const seen = new Set(functions);
  const markers = KERNEL_MARKERS.filter((marker) => seen.has(marker.function));
  let oldest = OLDEST;
  let before: KernelRelease | null = null;
  for (const { kernels } of markers) {
    const from = parseKernelRelease(kernels.from);
    const end = parseKernelRelease(kernels.before);
    if (from !== null && compareReleases(from, oldest) > 0) oldest = from;
    if (end !== null && (before === null || compareReleases(end, before) < 0)) before = end;
  }
  if (markers.length === 0) {
    return { release: null, from: 'unknown', why: 'no input names the release, and no function shows it' };
  }
  const names = markers.map((marker) => marker.function).join(', ');
  if (before !== null && compareReleases(oldest, before) >= 0) {
    return { release: null, from: 'unknown', why: `no release has all of ${names}: backports?` };
  }
  const range =
    before === null ? `${text(oldest)} or later` : `${text(oldest)} or later, before ${text(before)}`;
  return {
    release: oldest,
    from: 'inferred',
    why: `${range}, by ${names}; rows of ${text(oldest)} are used`,
  };
}

/** Base names of all functions that the samples or a function profile show: what a release is inferred from. */
export function functionNames(profile: Profile, calls: readonly FunctionCalls[]): Set<string> {
  const names = new Set(calls.map(({ symbol }) => baseFunction(symbol)));
  for (let frame = 0; frame < profile.frameCount; frame++) {
    const symbol = profile.frameSymbol(frame);
    if (symbol !== null) names.add(baseFunction(symbol));
  }
  return names;
}

function text({ major, minor }: KernelRelease): string {
  return `${major}.${minor}`;
}
