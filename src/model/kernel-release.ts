import type { KernelRange } from './site.js';

/** An upstream release: 6.1 is `{ major: 6, minor: 1 }`. */
export interface KernelRelease {
  readonly major: number;
  readonly minor: number;
}

/** The release that `uname -r` ("6.1.192-labp", "5.15.0-91-generic", "6.12-rc3") begins with; `null` where there is none. */
export function parseKernelRelease(text: string | null): KernelRelease | null {
  const [, major, minor] = /^\s*v?(\d+)\.(\d+)/.exec(text ?? '') ?? [];
  return major === undefined || minor === undefined ? null : { major: Number(major), minor: Number(minor) };
}

/** Whether `release` lies in `range`: `from` inclusive, `before` exclusive, `null` open. */
export function isInRange(release: KernelRelease, range: KernelRange): boolean {
  return (
    (range.from === null || compareReleases(release, releaseOf(range.from)) >= 0) &&
    (range.before === null || compareReleases(release, releaseOf(range.before)) < 0)
  );
}

/** Whether a release such as "6.1.192-labp" lies in `range`; `null` when the release is unknown or unreadable. */
export function isKernelIn(range: KernelRange, kernel: string | null): boolean | null {
  const release = parseKernelRelease(kernel);
  return release === null ? null : isInRange(release, range);
}

/** Below 0: `a` is older. */
export function compareReleases(a: KernelRelease, b: KernelRelease): number {
  return a.major - b.major || a.minor - b.minor;
}

function releaseOf(text: string): KernelRelease {
  const release = parseKernelRelease(text);
  if (release === null) {
    throw new RangeError(`not a kernel release: ${text}`);
  }
  return release;
}
