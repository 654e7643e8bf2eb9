/** What a sample's time went to, as charts and exported stacks name it. */
export type SampleClass =
  | 'label-get'
  | 'label-put'
  | 'label-get+put'
  | 'atomic'
  | 'lock'
  | 'unattributed'
  | 'rest';

/** In the order of legends. */
export const SAMPLE_CLASSES: readonly SampleClass[] = [
  'label-get',
  'label-put',
  'label-get+put',
  'atomic',
  'lock',
  'unattributed',
  'rest',
];

/** The classes that are the label share. */
export const LABEL_CLASSES: ReadonlySet<SampleClass> = new Set(['label-get', 'label-put', 'label-get+put']);
/** Contended counters: the label's and others. */
export const ATOMIC_CLASSES: ReadonlySet<SampleClass> = new Set([...LABEL_CLASSES, 'atomic']);
