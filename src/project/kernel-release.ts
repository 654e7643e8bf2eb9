import type { KernelRange } from '../model/site.js';

/** Whether a release such as "6.1.192-labp" lies in `range`; `null` when the release is unknown or unreadable. */
export function isKernelIn(range: KernelRange, kernel: string | null): boolean | null {
  const release = releaseNumber(kernel);
  if (release === null) return null;
  const from = releaseNumber(range.from) ?? Number.NEGATIVE_INFINITY;
  const before = releaseNumber(range.before) ?? Number.POSITIVE_INFINITY;
  return from <= release && release < before;
}

/** Major and minor as one ordered number: "6.11" after "6.7". */
function releaseNumber(release: string | null): number | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(release ?? '') ?? [];
  if (major === undefined || minor === undefined) return null;
  return Number(major) * 1000 + Number(minor);
}
