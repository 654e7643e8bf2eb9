/** Columns that every file of back-test cases has, in the order of model.md, "Back-test". */
export const REQUIRED_CASE_COLUMNS = [
  'case',
  'source',
  'cpus',
  'line',
  'site',
  'share_pct',
  'kept',
  'measured_gain',
] as const;

/** Columns that such a file may have, found by the name in its header. */
export const OPTIONAL_CASE_COLUMNS = [
  'machine',
  'kernel',
  'share_of',
  'idle_pct',
  'transfers',
  'rmws',
  'share_after_pct',
  'residual_ns',
  'measured_low',
  'measured_high',
] as const;
