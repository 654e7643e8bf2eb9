import type { KernelRange, SourceReference } from '../../model/site.js';

/**
 * Whole trees of security/apparmor that were read: upstream stable as Debian packages it (linux-source-X.Y),
 * with Debian's few patches. The tree of 6.1 is the one the recordings' kernel was built from.
 */
const TREES = { '5.10': 'v5.10.223', '6.1': 'v6.1.192', '6.12': 'v6.12.117', '7.2': 'v7.2.13' } as const;

export type Release = keyof typeof TREES;

/** Single commits of torvalds/linux that were read or whose facts shared/evidence.md holds. */
export const COMMITS = {
  /** Optimize retrieving current task secid: apparmor_current_getsecid_subj takes no reference. v6.7. */
  getsecidWithoutReference: '2516fde1fa00',
  /** Try to avoid refing the label in apparmor_file_open. v6.11. */
  condrefInFileOpen: 'f4fee216df7d',
  /** Add fine grained af_unix mediation: lsm.c and label.h were read at it. */
  afUnix: 'c05e705812d1',
  /** context.c of the time before cred and task contexts were taken apart (between 4.15 and 4.17). */
  credContext: '3b529a7600d8',
} as const;

/** All releases: the function does the same wherever it exists. */
export const ANY_RELEASE: KernelRange = { from: null, before: null };

/** Releases before `before`, which changed the function. */
export function until(before: string): KernelRange {
  return { from: null, before };
}

/** Releases from `from` on, which changed the function. */
export function since(from: string): KernelRange {
  return { from, before: null };
}

/** Where a row was read: `file` of security/apparmor in the trees of `releases`. */
export function read(file: string, releases: readonly Release[], note?: string): readonly SourceReference[] {
  return releases.map((release) => reference(file, TREES[release], note));
}

/** Where a row was read: `file` of security/apparmor at a commit. */
export function readAt(file: string, revision: string, note?: string): readonly SourceReference[] {
  return [reference(file, revision, note)];
}

function reference(file: string, revision: string, note: string | undefined): SourceReference {
  const path = `security/apparmor/${file}`;
  return note === undefined ? { file: path, revision } : { file: path, revision, note };
}
