/** A count as printf's %d, or awk's and difffolded's floats print it. */
const COUNT = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A stack, outermost frame first, and its count. */
export interface FoldedLine {
  /** `a;b;c`, outermost first. */
  readonly stack: string;
  readonly count: number;
}

/**
 * Splits a line at its last blank, since the names of functions hold blanks; `null` when no count stands there.
 *
 *     `nginx;entry_SYSCALL_64_after_hwframe;do_syscall_64;aa_file_perm_[k] 34`
 *     `cc1plus;main;operator new(unsigned long) 1.5`
 */
export function parseFoldedLine(text: string): FoldedLine | null {
  const line = text.trimEnd();
  const blank = line.lastIndexOf(' ');
  const stack = line.slice(0, Math.max(0, blank)).trim();
  const cell = line.slice(blank + 1);
  if (stack === '' || !COUNT.test(cell) || !Number.isFinite(Number(cell))) return null;
  return { stack, count: Number(cell) };
}

const EVENT = 'Filtering for events of type: ';

/**
 * The event that a stackcollapse names on standard error, which `2>&1` puts before the stacks:
 *
 *     `Filtering for events of type: cycles`                                            (stackcollapse-perf.pl)
 *     `[... INFO  inferno::collapse::perf] Filtering for events of type: cpu-clock`     (inferno)
 */
export function namedEvent(text: string): string | null {
  const at = text.indexOf(EVENT);
  const name = at < 0 ? '' : text.slice(at + EVENT.length).trim();
  return name === '' ? null : name;
}
