import type { Instruction } from '../../model/instruction.js';
import type { FlowGraph } from './flow-graph.js';

/** Instructions from one half of a pair to the other. */
const NEAR = 12;

/** The exclusive load and store of one word, arm64's ldxr and stxr, by their indices; `index` is one of them. */
export function exclusivePair(graph: FlowGraph, index: number): { load: number; store: number } | null {
  const store = nearest(graph, index, 1, ({ operand }) => operand !== null);
  const load = store === null ? null : nearest(graph, store, -1, ({ operand }) => operand === null);
  return store === null || load === null ? null : { load, store };
}

/** The nearest half of an exclusive pair of the same word from `index` on, itself included, that `isWanted`. */
function nearest(
  graph: FlowGraph,
  index: number,
  step: 1 | -1,
  isWanted: (instruction: Instruction) => boolean,
): number | null {
  const base = graph.instruction(index).memory?.base;
  for (
    let at = index;
    at >= 0 && at < graph.code.instructions.length && Math.abs(at - index) <= NEAR;
    at += step
  ) {
    const instruction = graph.instruction(at);
    if (instruction.rmw === 'exclusive' && instruction.memory?.base === base && isWanted(instruction))
      return at;
  }
  return null;
}
