import { printable } from '../model/printable.js';
import type { SampleClass } from '../model/sample-class.js';

const FIXED: Partial<Readonly<Record<SampleClass, string>>> = {
  atomic: 'other atomic',
  lock: 'lock',
  unattributed: 'unattributed',
  rest: 'rest',
};

/** What perf prints for an address without a name. */
export const UNKNOWN_FRAME = '[unknown]';

/** "label get", "other atomic": `subject` is what is counted, "label" or "dentry". */
export function classText(sampleClass: SampleClass, subject: string): string {
  return FIXED[sampleClass] ?? `${printable(subject)} ${sampleClass.slice('label-'.length)}`;
}
