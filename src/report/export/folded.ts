import { printable } from '../../model/printable.js';
import type { SampledStacks, StackFrame } from '../../model/sampled-stacks.js';
import { UNKNOWN_FRAME } from '../class-text.js';
import { classFrame, framesOf } from './class-frame.js';

/**
 * Folded stacks as `stackcollapse-perf.pl --kernel --inline` writes them and flamegraph.pl reads them: command and
 * functions joined by ";", outermost first, what the samples were judged to be as innermost frame, then their number
 * (the period where the input gives shares only).
 */
export function renderFolded(stacks: SampledStacks): string {
  const frames = stacks.frames.map(frameText);
  const paths = new Map<number, string>();
  const counts = new Map<string, number>();
  for (const row of stacks.rows) {
    const path =
      paths.get(row.node) ??
      framesOf(stacks, row.node)
        .map((frame) => `;${frames[frame]}`)
        .join('');
    paths.set(row.node, path);
    const innermost = classFrame(row.class, stacks);
    const line = `${foldedName(row.comm)}${path}${innermost === null ? '' : `;${innermost}`}`;
    counts.set(line, (counts.get(line) ?? 0) + (stacks.counted ? row.samples : row.period));
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([line, count]) => `${line} ${count}\n`)
    .join('');
}

/** A frame without a name is its binary in brackets, as stackcollapse-perf.pl prints it. */
function frameText({ name, dso, kernel, inlined }: StackFrame): string {
  if (name === null) return dso === null ? UNKNOWN_FRAME : `[${foldedName(dso.replace(/^\[|\]$/g, ''))}]`;
  return `${foldedName(name)}${inlined ? '_[i]' : kernel ? '_[k]' : ''}`;
}

/** The format has no way to write a ";" in a name: stackcollapse-perf.pl makes it a ":" too. */
function foldedName(name: string): string {
  return printable(name).replaceAll(';', ':');
}
