import type { Lifetime } from '../model/site.js';

/** How long a reference lives, in words that the schema and documents share. */
export const LIFETIME_MEANINGS: Readonly<Record<Lifetime, string>> = {
  'transient-current': "within the call, on the label of the caller's own cred",
  'transient-object': 'within the call, on the label of another object',
  'held-taken': 'taken here and kept in a file, socket or cred',
  'held-dropped': 'dropped here after it was kept',
  stale: 'only because the label was replaced',
};
