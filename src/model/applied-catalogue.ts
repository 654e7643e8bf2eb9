import type { KernelRange, Operation, SourceReference } from './site.js';

/** A source as it is printed: every field is always there. */
export interface PrintedSource extends Omit<SourceReference, 'note'> {
  readonly note: string | null;
}

/** References as `--json` has them: without a note, `null`. */
export function printedSources(sources: readonly SourceReference[]): PrintedSource[] {
  return sources.map(({ file, revision, note }) => ({ file, revision, note: note ?? null }));
}

/** The row of the catalogue by which a call site was judged. */
export interface AppliedRow {
  readonly function: string;
  readonly operation: Operation;
  readonly rmws: number;
  /** Releases that the row is for; `null`: the function is no site itself, a helper in it counted. */
  readonly kernels: KernelRange | null;
  readonly sources: readonly PrintedSource[];
}

/** Which catalogue, for which kernel, an analysis rests on. */
export interface AppliedCatalogue {
  /** "label", "dentry-lockref". */
  readonly id: string;
  /** "label": output says "label get/put". */
  readonly subject: string;
  /** Release whose rows were taken: "6.1"; `null`: unknown, the newest rows that count on their common path. */
  readonly kernel: string | null;
  readonly kernelFrom: 'recorded' | 'inferred' | 'unknown';
  /** "6.1.192-labp", "apparmor_userns_create is there since 6.7". */
  readonly kernelWhy: string;
  /** Rows of the sites seen, in their order. */
  readonly rows: readonly AppliedRow[];
}
