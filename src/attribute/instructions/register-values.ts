import type { FlowGraph } from './flow-graph.js';

/** Instructions looked at before one. */
const NEAR = 12;

/** The constant that is added: an immediate, or what its register was loaded with before; `null` when not known. */
export function addedValue(graph: FlowGraph, index: number): number | null {
  const { operand } = graph.instruction(index);
  if (operand === null) return null;
  return 'immediate' in operand ? operand.immediate : constantIn(graph, index, operand.register);
}

/** The constant in a register before `index`; `null` where it is none that is known. */
function constantIn(graph: FlowGraph, index: number, register: string): number | null {
  const writer = lastWriterAt(graph, index, register);
  const constant = writer === null ? null : graph.instruction(writer).constant;
  return constant?.register === register ? constant.value : null;
}

/** Index of the nearest instruction before that writes a register, in order of address; `null` across a call or a gap. */
export function lastWriterAt(graph: FlowGraph, index: number, register: string): number | null {
  for (let at = index - 1; at >= Math.max(0, index - NEAR); at--) {
    const instruction = graph.instruction(at);
    if (instruction.flow === 'jump' || instruction.flow === 'return' || instruction.flow === 'call')
      return null;
    if (instruction.constant?.register === register || instruction.writes?.includes(register)) return at;
    if (instruction.writes === null) return null;
  }
  return null;
}

/** What `add w1, w5, #0x1`, `sub w1, w5, #0x1` or `add w1, w5, w3` adds; `null` when not known. */
export function addedBy(graph: FlowGraph, index: number): number | null {
  const sum = /^(add|sub)\s+\w+, \w+, (?:#(\w+)|[wx](\d+))$/.exec(graph.instruction(index).text);
  if (sum === null) return null;
  const [, mnemonic, immediate, register] = sum;
  const value = immediate === undefined ? constantIn(graph, index, `x${register}`) : Number(immediate);
  return value === null ? null : mnemonic === 'sub' ? -value : value;
}
