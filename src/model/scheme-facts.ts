/** What is known of a scheme apart from any recording: printed beside its projection. */
export interface SchemeFacts {
  readonly id: string;
  readonly idea: string;
  readonly proposer: string;
  readonly sources: readonly string[];
  /** Lifetimes of the references it covers, or the lock. */
  readonly covers: string;
  readonly costLeft: string;
  /** Extra memory over kref in words. */
  readonly memory: string;
  readonly objections: readonly { readonly by: string; readonly why: string; readonly source: string }[];
}
