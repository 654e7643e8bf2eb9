import type { KernelRange, SourceReference } from '../../model/site.js';

/**
 * Whole trees of security/apparmor that were read: upstream stable as Debian packages it (linux-source-X.Y),
 * with Debian's few patches. The tree of 6.1 is the one the recordings' kernel was built from.
 */
const TREES = { '5.10': 'v5.10.223', '6.1': 'v6.1.192', '6.12': 'v6.12.117', '7.2': 'v7.2.13' } as const;

export type Release = keyof typeof TREES;

/** Single commits of torvalds/linux: all were read, but the one of 6.11, whose patch is what is known of it. */
export const COMMITS = {
  /** Optimize retrieving current task secid: apparmor_current_getsecid_subj takes no reference. v6.7. */
  getsecidWithoutReference: '2516fde1fa00',
  /** Pass cred through to audit info: ptrace checks hold the other task's cred, not its label. v6.7. */
  credsToAudit: '90c436a64a6e',
  /** Try to avoid refing the label in apparmor_file_open. v6.11. */
  condrefInFileOpen: 'f4fee216df7d',
  /** Add fine grained af_unix mediation. v6.17: AppArmor's pull request for 6.17-rc1 lists it. */
  afUnix: 'c05e705812d1',
  /** Make sure unix socket labeling is correctly updated. v6.17, as above. */
  socketLabels: '88fec3526e84',
  /**
   * Move task domain change info to task security: of the time between 4.15 and 4.17, when creds had a context
   * of their own and sockets no label.
   */
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
