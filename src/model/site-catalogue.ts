import type { RmwKind } from './instruction.js';
import type { HelperRule, SiteRule } from './site.js';

export const SITE_CATALOGUE_FORMAT = 'refscope-sites';
export const SITE_CATALOGUE_VERSION = 1;

/**
 * A catalogue of the functions that count references on one kind of object, as `--sites FILE` reads it and
 * `refscope sites ID --json` prints it. `refscope schema sites` is its JSON Schema.
 */
export interface SiteCatalogue {
  readonly format: typeof SITE_CATALOGUE_FORMAT;
  readonly version: typeof SITE_CATALOGUE_VERSION;
  /** "dentry-lockref": also the class that `--single-instance` takes. */
  readonly id: string;
  /** What the output calls it: "dentry" makes "dentry get/put" and "dentry reference count". */
  readonly subject: string;
  /** The counter itself: "d_lockref of struct dentry". */
  readonly counter: string;
  /** Binary or library of the functions, by file name ("libfoo.so.1"); `null` is the kernel. */
  readonly dso: string | null;
  /** Whether all sites hit one object, and why; if not, its share is shown and not projected. */
  readonly singleInstance: boolean;
  readonly singleInstanceWhy: string;
  /** Functions whose own code has the atomics. */
  readonly sites: readonly SiteRule[];
  /** Functions that count for their caller: samples go to the nearest caller that is none. */
  readonly helpers: readonly HelperRule[];
  /** How machine code shows the counter; left out, samples are attributed by function. */
  readonly code?: readonly CounterCodeRule[];
}

/** Atomics that are the counter's. What is left out does not matter; all that is given must hold. */
export interface CounterCodeRule {
  readonly operation: 'get' | 'put' | 'get-unless-zero';
  /**
   * Functions, inlined or not, whose atomics (of these `rmws` and `displacements`) are on this counter and do this.
   * Known with debug information; without it every function of `sites` and `helpers` is searched.
   */
  readonly functions?: readonly string[];
  readonly rmws?: readonly RmwKind[];
  /** Bytes from the base register of the operand to the counter. */
  readonly displacements?: readonly number[];
}
