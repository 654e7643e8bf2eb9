export type Operation = 'get' | 'put' | 'get+put';

/** How long the reference that a call site takes or drops lives; see model.md, "The sites". */
export type Lifetime = 'transient-current' | 'transient-object' | 'held-taken' | 'held-dropped' | 'stale';

/** What the attribution of a sample to an atomic rests on. */
export type Evidence = 'instruction+inline' | 'instruction' | 'function';

/** Kernel releases `from` (inclusive) to `before` (exclusive); `null` is open. "4.15", "6.11". */
export interface KernelRange {
  readonly from: string | null;
  readonly before: string | null;
}

/** Where a fact was read: a file of the kernel tree at a release tag or commit. */
export interface SourceReference {
  readonly file: string;
  /** "v6.1", or a commit. */
  readonly revision: string;
  readonly note?: string;
}

/** One AppArmor function that takes or drops references on a label's count. */
export interface SiteRule {
  /** Symbol without clone suffixes (`.isra.0`, `.part.0`, `.constprop.0`, `.cold`). */
  readonly function: string;
  readonly kernels: KernelRange;
  readonly operation: Operation;
  readonly lifetime: Lifetime;
  /** Atomic read-modify-writes on the label's line per call, label not stale. */
  readonly rmws: number;
  /** Times the line must come over from another CPU per call: a get followed at once by its put is one. */
  readonly transfers: number;
  /** Whose label: "current", "f_cred", "file context", "listener socket". */
  readonly owner: string;
  readonly sources: readonly SourceReference[];
}

/**
 * A function that is out of line in some builds and does work for its caller: its samples go to the nearest
 * caller that is not such a helper. `operation` says what it does to a label count.
 */
export interface HelperRule {
  readonly function: string;
  readonly operation: Operation;
  /** Lifetime when no caller is known. */
  readonly lifetime: Lifetime;
  readonly rmws: number;
  readonly sources: readonly SourceReference[];
}
