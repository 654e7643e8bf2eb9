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
  /** Adds the hooks of sockets and their labels (v4.17); no secids yet. */
  socketMediation: '56974a6fcfef',
  /** Adds secids (v4.18); no hook asks for one yet. */
  secids: 'c092921219d2',
  /** A version of lsm.c with apparmor_task_getsecid and with contexts that are not yet the LSM core's: 4.19 or 4.20. */
  taskGetsecid: 'b3293788b984',
  /** LSM core manages the security of files (v5.1). */
  fileBlob: '33bf60cabcc7',
  /** A version of file.c from before the pool of buffers, as 4.19 and 5.4 have it. */
  fileWithoutReference: '0b77b9706662',
  /** Reduce rcu_read_lock scope for aa_file_perm: behind the pool of buffers, which 5.4 has not, and before 5.10. */
  fileReferenceAlways: 'bce4e7e9c45e',
  /** A version of label.c from before 5.10. */
  labelTreeBefore510: 'c08b240d5eaa',
} as const;

/**
 * Trees of others, read for the releases between: repository and commit of GitHub. The Makefile of the first says
 * 4.19.322, and its AppArmor has backports; the name of the second says 5.4 (with Ubuntu's patches to AppArmor); the
 * third is a merge with conflicts left in, one side 4.19, the other after 5.12 and before 6.1 by its hooks; the fourth
 * is openEuler's 6.6; the fifth is upstream's 6.17-rc4 by its Makefile ("the woke" stands for "the" in its comments;
 * af_unix.c, capability.c and net.c were read as of its commit 0291023e7330).
 * No tree of 4.15, 5.15, 6.8 or 6.18 itself could be reached: 3b529a7600d8 is the nearest to 4.15, the fifth to 6.18;
 * 5.15 and 6.8 lie between releases that were read.
 */
const MIRRORS = {
  '4.19': 'LineageOS/android_kernel_xiaomi_sm8250@d4d8446893fd',
  '5.4': 'Nonta72/android_kernel_msm-5.4_nothing_sm7325@8eaf36359015',
  '5.13': 'potatogeek/kernel-a34x-permissiver@080ecb64293f',
  '6.6': 'openeuler-mirror/kernel@260d40ce24cb',
  '6.17': 'Kingxukai/linux@9b44fff655e2',
} as const;

type Mirror = keyof typeof MIRRORS;

/** Which parts of lsm.c were read where. */
const LSM_PARTS = {
  /** Creds, tasks, ptrace, capabilities. */
  creds: ['4.19', '5.4'],
  /** Paths, open files, mounts, process attributes. */
  files: [COMMITS.fileBlob, '4.19', '5.4'],
  /** Getsecid, limits, signals. */
  tasks: [COMMITS.taskGetsecid, COMMITS.fileBlob, '4.19', '6.6'],
  sockets: [
    COMMITS.socketMediation,
    COMMITS.secids,
    COMMITS.taskGetsecid,
    COMMITS.fileBlob,
    '4.19',
    '5.13',
    '6.6',
  ],
} as const;

/** Where else a hook of that part of lsm.c was read and does the same. */
export function lsmPart(part: keyof typeof LSM_PARTS): readonly SourceReference[] {
  return LSM_PARTS[part].map((place) =>
    reference('lsm.c', place in MIRRORS ? MIRRORS[place as Mirror] : place, undefined),
  );
}

/** Where a row was read: `file` in the tree of somebody else. */
export function readInMirror(file: string, mirror: Mirror, note?: string): readonly SourceReference[] {
  return [reference(file, MIRRORS[mirror], note)];
}

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
