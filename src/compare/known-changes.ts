import type { Lifetime } from '../model/site.js';

/** What a scheme leaves of the line transfers of the sites it covers, as the back-test's column `kept` has it. */
export interface SchemeCoverage {
  readonly scheme: string;
  /** Lifetimes whose get/put leave the line; `all`: every one. */
  readonly removes: readonly Lifetime[] | 'all';
}

/** Schemes whose `kept` per site is known without a range: model.md, "The schemes". */
export const SCHEME_COVERAGE: readonly SchemeCoverage[] = [
  { scheme: 'kref', removes: [] },
  { scheme: 'percpu-ref', removes: 'all' },
  { scheme: 'crit-section', removes: ['transient-current'] },
  { scheme: 'cond-ref', removes: ['transient-object'] },
  { scheme: 'hazard-pointer', removes: ['transient-current', 'transient-object'] },
];

/** A scheme that went into mainline: kernels from `release` on have it. */
export interface MergedScheme {
  readonly scheme: string;
  readonly release: string;
  readonly commit: string;
}

/** model.md, "The schemes"; releases as `git tag --contains` has them. */
export const MERGED_SCHEMES: readonly MergedScheme[] = [
  { scheme: 'crit-section', release: '6.7', commit: '2516fde1fa00' },
  { scheme: 'cond-ref', release: '6.11', commit: 'f4fee216df7d' },
];
