import type { SourceReference } from '../../../model/site.js';

/** The tree the recorded kernel was built from; its vmlinux has the atomics at the offsets that the notes name. */
const TREE = 'v6.1.192';
/** torvalds/linux, the version of include/linux/file_ref.h that was read. */
export const FILE_REF_COMMIT = '5370b43e4bcf';

/** Where a row was read; `note` says which locked instruction of the recorded kernel it is. */
export function source(file: string, note?: string): readonly SourceReference[] {
  return [note === undefined ? { file, revision: TREE } : { file, revision: TREE, note }];
}
