import type { CasLoops } from './cas-loops.js';
import type { FlowGraph } from './flow-graph.js';
import { culprits, type Skid } from './skid.js';

/** Samples of one function by index of instruction, before skid is taken back and after. */
export interface CorrectedSamples {
  readonly before: readonly number[];
  /** Where one instruction only can have taken the time. */
  readonly after: readonly number[];
  /** Where several can: counted at each of them. `unclear` counts each sample once. */
  readonly perhaps: readonly number[];
  readonly moved: number;
  readonly movedToAtomics: number;
  /** Moved to an instruction of another function. */
  readonly outside: number;
  readonly unclear: number;
}

/** Takes skid back. `samples` are by index; `after`, `outside` and `unclear` add up to their sum. */
export function correctedSamples(
  graph: FlowGraph,
  samples: ReadonlyMap<number, number>,
  skid: Skid,
  loops: CasLoops,
): CorrectedSamples {
  const none = (): number[] => graph.code.instructions.map(() => 0);
  const rows = { before: none(), after: none(), perhaps: none() };
  const sums = { moved: 0, movedToAtomics: 0, outside: 0, unclear: 0 };
  const add = (row: number[], index: number, count: number): void => {
    row[index] = (row[index] ?? 0) + count;
  };
  for (const [index, count] of samples) {
    add(rows.before, index, count);
    const suspects = [...new Set(culprits(graph, index, skid, loops))];
    const [only] = suspects;
    if (suspects.length !== 1 || only === undefined) {
      sums.unclear += count;
      for (const suspect of suspects) if (suspect !== null) add(rows.perhaps, suspect, count);
      continue;
    }
    if (only === null) sums.outside += count;
    else add(rows.after, only, count);
    if (only !== index) sums.moved += count;
    if (only !== null && only !== index && loops.isAtomic(only)) sums.movedToAtomics += count;
  }
  return { ...rows, ...sums };
}
