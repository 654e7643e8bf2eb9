import type { Operation } from '../../model/site.js';
import type { CounterCodeRule } from '../../model/site-catalogue.js';
import type { FlowGraph } from './flow-graph.js';
import { type AtomicOperation, referenceShape } from './reference-shape.js';

/** The counter of a catalogue as machine code shows it. */
export interface CounterWord {
  /** "dentry". */
  readonly subject: string;
  /** Empty where the code is not of the catalogue's binary. */
  readonly rules: readonly CounterCodeRule[];
}

export interface CounterAccess {
  readonly operation: CounterCodeRule['operation'];
  readonly evidence: 'instruction+inline' | 'instruction';
  readonly why: string;
}

/**
 * What an atomic does to the counter that `rules` describe; `null` for another word. `names` is its inline chain,
 * innermost first, the function itself last; `null` without debug info, which leaves the instruction, in functions of
 * the catalogue only (`catalogued`).
 */
export function counterOperation(
  graph: FlowGraph,
  index: number,
  names: readonly string[] | null,
  catalogued: { readonly operation: Operation } | null,
  rules: readonly CounterCodeRule[],
): CounterAccess | null {
  const fitting = rules.filter((rule) => fits(graph, index, rule));
  for (const name of names ?? []) {
    const rule = fitting.find(({ functions }) => functions?.includes(name));
    if (rule === undefined || names === null) continue;
    const why = `in ${names.slice(0, names.indexOf(name) + 1).join(' < ')}, which the catalogue lists`;
    return { operation: rule.operation, evidence: 'instruction+inline', why };
  }
  if (catalogued === null) return null;
  // Debug info that names none of a rule's functions says that the word is another.
  const bare = fitting.filter(({ functions }) => names === null || (functions ?? []).length === 0);
  const shape = referenceShape(graph, index).operation;
  const rule = bare.find(({ operation }) => agrees(operation, shape, catalogued.operation));
  if (rule === undefined) return null;
  const { text } = graph.instruction(index);
  const why = `${text}: a ${rule.operation} by its kind, in a function of the catalogue`;
  return { operation: rule.operation, evidence: 'instruction', why };
}

function fits(graph: FlowGraph, index: number, { rmws, displacements }: CounterCodeRule): boolean {
  const { rmw, memory } = graph.instruction(index);
  if (rmw === null || (rmws !== undefined && !rmws.includes(rmw))) return false;
  if (displacements === undefined) return true;
  return memory !== null && memory.base !== 'rip' && displacements.includes(memory.displacement);
}

/** What instructions do that neither add nor take one: lockref_get() adds one to the upper half of its word. */
const OF_ANY_OPERATION: ReadonlySet<AtomicOperation> = new Set(['exchange', 'arithmetic']);

function agrees(operation: CounterCodeRule['operation'], shape: AtomicOperation, whole: Operation): boolean {
  const isGet = operation !== 'put';
  if (shape === 'get') return operation === 'get';
  if (shape === 'put') return operation === 'put';
  if (shape === 'get-unless-zero') return isGet;
  // Where the function does both, nothing tells which of them this is.
  return OF_ANY_OPERATION.has(shape) && whole === (isGet ? 'get' : 'put');
}
