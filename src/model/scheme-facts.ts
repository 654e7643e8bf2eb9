import type { Bytes } from './units.js';

/** A number of a scheme that can be set with --set SCHEME.NAME=VALUE. */
export interface SchemeParameter {
  readonly name: string;
  /** "ms", "labels", "0 or 1". */
  readonly unit: string;
  /** `null`: what `nullMeans` says. */
  readonly value: number | null;
  readonly default: number | null;
  readonly nullMeans: string | null;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly meaning: string;
  /** Where the default is from; "assumed" where nobody published one. */
  readonly source: string;
}

/** A cost beyond throughput, worked out for a number of labels and CPUs. */
export interface SchemeCost {
  readonly name: string;
  /** `null` with the reason in `why`. */
  readonly value: number | null;
  /** "bytes", "ms", "%". */
  readonly unit: string;
  readonly why: string | null;
}

/** How far a scheme is from a kernel one can run: the earlier here, the cheaper to have. */
export const MATURITY_STAGES = ['mainline', 'rfc', 'prototype', 'idea'] as const;

export interface Maturity {
  /** `mainline`: the pattern is, or was, in released kernels, if not at every site. */
  readonly stage: (typeof MATURITY_STAGES)[number];
  /** Since when, or where it was posted. */
  readonly note: string;
}

/** What is known of a scheme apart from any recording: printed beside its projection. */
export interface SchemeFacts {
  readonly id: string;
  readonly idea: string;
  readonly proposer: string;
  readonly maturity: Maturity;
  readonly sources: readonly string[];
  /** Lifetimes of the references it covers, or the lock. */
  readonly covers: string;
  readonly costLeft: string;
  /** Extra memory over kref in words. */
  readonly memory: string;
  /** What it does while policy is being replaced and labels are stale. */
  readonly underReplacement: string;
  readonly objections: readonly { readonly by: string; readonly why: string; readonly source: string }[];
  readonly parameters: readonly SchemeParameter[];
}

/** A scheme with its costs for some labels and CPUs: what `refscope schemes` prints. */
export interface SchemeSheet extends SchemeFacts {
  readonly memoryBytes: Bytes | null;
  readonly costs: readonly SchemeCost[];
  readonly assumptions: readonly string[];
}

/** Raised when a field of `SchemeSheets` changes its meaning or goes. */
export const SCHEMES_SCHEMA_VERSION = 1;

export interface SchemeSheets {
  readonly schemaVersion: number;
  readonly labels: number | null;
  readonly possibleCpus: number | null;
  readonly schemes: readonly SchemeSheet[];
}

/** One --set: the parameter `name` of the scheme `scheme`. Checked against the scheme by `tunedSchemes`. */
export interface SchemeSetting {
  readonly scheme: string;
  readonly name: string;
  readonly value: number;
}
