/**
 * Schemes that would suit any reference count, not AppArmor's labels alone: what they keep follows from how long a
 * reference lives. The others lean on what a label is (current's cred, stale labels, the label tree, the buffers).
 */
export const ANY_REFCOUNT_SCHEMES: ReadonlySet<string> = new Set([
  'kref',
  'percpu-ref',
  'dynamic-percpu',
  'hazard-pointer',
]);
