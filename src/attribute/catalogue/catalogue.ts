import { groupBy } from '../../model/group-by.js';
import { isInRange, type KernelRelease } from '../../model/kernel-release.js';
import type { HelperRule, SiteRule } from '../../model/site.js';
import { isAppArmorFunction, NO_REFERENCE_FUNCTIONS } from './apparmor-functions.js';
import { LABEL_HELPERS } from './label-helpers.js';
import { LABEL_SITES } from './label-sites.js';

/** What the catalogue knows of a function. */
export type Classification =
  /** Takes or drops references; where `rule.rmws` is 0 only off its common path. */
  | { readonly kind: 'site'; readonly rule: SiteRule }
  /** Does so for its caller, to whom its samples go. */
  | { readonly kind: 'helper'; readonly rule: HelperRule }
  /** AppArmor's, and touches no label's count in this release. */
  | { readonly kind: 'no-reference' }
  /** AppArmor's, and nothing more is known: its samples are unattributed. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-apparmor' };

const SITES: ReadonlyMap<string, readonly SiteRule[]> = groupByFunction(LABEL_SITES);
const HELPERS: ReadonlyMap<string, HelperRule> = new Map(LABEL_HELPERS.map((rule) => [rule.function, rule]));
const NO_REFERENCE: ReadonlySet<string> = new Set(NO_REFERENCE_FUNCTIONS);

/**
 * The row for a function (a base name) in a kernel, or `null`. For an unknown kernel (`null`) the newest row that
 * takes references on its common path, so that none is overlooked; the newest row where no row does. A distribution
 * may have taken a change into an older release: what instructions say goes before this table.
 */
export function siteRuleFor(name: string, kernel: KernelRelease | null): SiteRule | null {
  // Rows of a function stand in order of their releases.
  const rules = SITES.get(name) ?? [];
  const rule =
    kernel === null
      ? (rules.findLast((candidate) => candidate.rmws > 0) ?? rules.at(-1))
      : rules.find((candidate) => isInRange(kernel, candidate.kernels));
  return rule ?? null;
}

/** The helper of that base name, or `null`. */
export function helperRuleFor(name: string): HelperRule | null {
  return HELPERS.get(name) ?? null;
}

/** What a function (a base name) does to label counts in a kernel; `null` is an unknown kernel. */
export function classifyFunction(name: string, kernel: KernelRelease | null): Classification {
  const site = siteRuleFor(name, kernel);
  if (site !== null) {
    return { kind: 'site', rule: site };
  }
  const helper = helperRuleFor(name);
  if (helper !== null) {
    return { kind: 'helper', rule: helper };
  }
  // A function with rows for other releases only is known not to count in this one.
  if (NO_REFERENCE.has(name) || SITES.has(name)) {
    return { kind: 'no-reference' };
  }
  return { kind: isAppArmorFunction(name) ? 'unknown' : 'not-apparmor' };
}

/** Rows by function, in their order. */
export function groupByFunction(rules: readonly SiteRule[]): ReadonlyMap<string, readonly SiteRule[]> {
  return groupBy(rules, (rule) => rule.function);
}
