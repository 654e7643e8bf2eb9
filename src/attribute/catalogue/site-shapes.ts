import type { SiteRule } from '../../model/site.js';

type Shape = Pick<SiteRule, 'operation' | 'lifetime' | 'rmws' | 'transfers'>;

/**
 * What the rows of the catalogue have in common. `rmws` and `transfers` are those of the common path, label not
 * stale. A row of 0 has its atomics off that path (the stale label, the slow path its note names): a sample is
 * that row's only when the instruction itself was seen; by function alone it is other work.
 */
export const CURRENT: Shape = { operation: 'get+put', lifetime: 'transient-current', rmws: 2, transfers: 1 };
export const OBJECT: Shape = { operation: 'get+put', lifetime: 'transient-object', rmws: 2, transfers: 1 };
export const TAKEN: Shape = { operation: 'get', lifetime: 'held-taken', rmws: 1, transfers: 1 };
export const DROPPED: Shape = { operation: 'put', lifetime: 'held-dropped', rmws: 1, transfers: 1 };
/** One held reference exchanged for another: two labels, two lines. */
export const EXCHANGED: Shape = { operation: 'get+put', lifetime: 'held-taken', rmws: 2, transfers: 2 };
/** Drops what a helper or another site took just before: the line is still here. */
export const PUT_BACK: Shape = { operation: 'put', lifetime: 'transient-object', rmws: 1, transfers: 0 };
export const STALE: Shape = { operation: 'get+put', lifetime: 'stale', rmws: 0, transfers: 0 };
/** With RARE spread after it, a shape says what happens off the common path. */
export const RARE: Pick<SiteRule, 'rmws' | 'transfers'> = { rmws: 0, transfers: 0 };
