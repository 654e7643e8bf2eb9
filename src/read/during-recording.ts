/**
 * Whether the load ran while perf recorded, as far as the name of its output tells:
 * `wrk-during-record.txt`, `wrk-noperf.txt`. No load generator prints it.
 */
export function duringRecording(file: string): boolean | null {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  if (name.includes('during')) return true;
  return ['noperf', 'without', 'baseline'].some((word) => name.includes(word)) ? false : null;
}
