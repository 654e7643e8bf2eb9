import type { CodeSource, InlineFrame, Instruction, RmwKind } from '../../model/instruction.js';
import type { Confidence } from '../../model/instruction-evidence.js';
import type { Evidence, SiteRule } from '../../model/site.js';
import type { Address } from '../../model/units.js';
import { LOOKUP_GETS } from '../catalogue/lookup-gets.js';
import { baseFunction } from '../catalogue/symbol-name.js';
import type { CasLoops } from './cas-loops.js';
import { type CountedObject, countedObject, isStaleOnly, referenceOperation } from './counted-objects.js';
import { type CounterWord, counterOperation } from './counter-word.js';
import type { FlowGraph } from './flow-graph.js';
import { type AtomicOperation, endsCriticalSection, referenceShape } from './reference-shape.js';

/** An atomic instruction, or the load of a CAS loop: which object it touches, what it does there, how that is known. */
export interface Atomic {
  /** Index in the function's instructions. */
  readonly index: number;
  readonly offset: number;
  readonly address: Address;
  /** Of a load: that of its loop. */
  readonly rmw: RmwKind;
  /** The plain load that feeds a compare-and-exchange loop and waits for the line in its place. */
  readonly isLoad: boolean;
  /** "label", "spinlock"; the subject of another catalogue. */
  readonly object: CountedObject | string;
  /** It is the counter that is analyzed. */
  readonly counted: boolean;
  readonly operation: AtomicOperation;
  /** Runs for a replaced label only. */
  readonly stale: boolean;
  readonly evidence: Exclude<Evidence, 'function'>;
  readonly confidence: Confidence;
  readonly why: string;
}

/** A label's count is its first word; further in it is that of the label a profile embeds (0x2b0 in 6.1). */
const EMBEDDED_LABEL_FROM = 0x40;

/** What the catalogue says a function does to a label's count. */
export type Catalogued = Pick<SiteRule, 'operation' | 'lifetime'>;

/**
 * The atomics of a function in order of address. Without debug info only those of a function that the catalogue lists
 * (`catalogued`, else `null`) are taken for the counter's. `counter` is another catalogue's; `null`: labels.
 */
export function atomicsOf(
  graph: FlowGraph,
  source: Pick<CodeSource, 'inlineChain'>,
  catalogued: Catalogued | null,
  counter: CounterWord | null = null,
): Atomic[] {
  const { code } = graph;
  const bare: Atomic[] = [];
  const named: Atomic[] = [];
  for (const [index, instruction] of code.instructions.entries()) {
    if (instruction.rmw === null) continue;
    const chain = source.inlineChain(code.symbol, instruction.address);
    const other = counter === null ? null : byCounter(graph, index, chain, catalogued, counter);
    const atomic = other ?? (chain === null ? null : byInlines(graph, index, chain, counter === null));
    if (atomic === null) bare.push(byInstruction(graph, index, counter === null ? catalogued : null));
    else if (atomic.evidence === 'instruction') bare.push(atomic);
    else named.push(atomic);
  }
  const mayLoop = counter !== null || LOOKUP_GETS.has(baseFunction(code.symbol));
  return [...named, ...confirmed(bare, catalogued, counter !== null, mayLoop)].sort(
    (a, b) => a.index - b.index,
  );
}

/** `atomics` and, each beside its own, the loads of their CAS loops; in order of address. */
export function withLoads(atomics: readonly Atomic[], graph: FlowGraph, loops: CasLoops): Atomic[] {
  const loads = atomics.flatMap((atomic) =>
    loops.loadsOf(atomic.index).map((index) => {
      const { address } = graph.instruction(index);
      const offset = address - graph.code.address;
      const why = `load of the CAS loop at +0x${atomic.offset.toString(16)}, which waits for the line; ${atomic.why}`;
      return { ...atomic, index, address, offset, isLoad: true, why };
    }),
  );
  return [...atomics, ...loads].sort((a, b) => a.index - b.index);
}

/** What the code rules of another catalogue say of an atomic; `null` where it is not its counter. */
function byCounter(
  graph: FlowGraph,
  index: number,
  chain: readonly InlineFrame[] | null,
  catalogued: Catalogued | null,
  counter: CounterWord,
): Atomic | null {
  const names = chain?.map((frame) => baseFunction(frame.function)) ?? null;
  const found = counterOperation(graph, index, names, catalogued, counter.rules);
  if (found === null) return null;
  return {
    ...placed(graph, index),
    object: counter.subject,
    counted: true,
    operation: found.operation,
    stale: false,
    evidence: found.evidence,
    confidence: found.evidence === 'instruction+inline' ? 'high' : 'low',
    why: found.why,
  };
}

/** By the inlined functions around it; `null` where they name no object. */
function byInlines(
  graph: FlowGraph,
  index: number,
  chain: readonly InlineFrame[],
  countsLabels: boolean,
): Atomic | null {
  const names = chain.map((frame) => baseFunction(frame.function));
  const object = countedObject(names);
  if (object === null) return null;
  const { operation } = referenceShape(graph, index);
  return {
    ...placed(graph, index),
    object,
    counted: countsLabels && object === 'label',
    operation: referenceOperation(names) ?? operation,
    stale: object === 'label' && isStaleOnly(names),
    evidence: 'instruction+inline',
    confidence: 'high',
    why: `inlined ${names.slice(0, -1).join(' < ')}`,
  };
}

/** Objects that the operation itself gives away. */
const OBJECT_OF: Partial<Record<AtomicOperation, CountedObject>> = {
  barrier: 'barrier',
  'per-cpu': 'per-CPU data',
};

function byInstruction(graph: FlowGraph, index: number, catalogued: Catalogued | null): Atomic {
  const { operation, idiom } = referenceShape(graph, index);
  const { memory, text } = graph.instruction(index);
  const displacement = memory?.base === 'rip' ? null : (memory?.displacement ?? null);
  const isLabel =
    catalogued !== null &&
    idiom === 'refcount' &&
    displacement !== null &&
    (displacement === 0 || displacement >= EMBEDDED_LABEL_FROM);
  return {
    ...placed(graph, index),
    counted: isLabel,
    object: OBJECT_OF[operation] ?? (isLabel ? 'label' : idiom === 'none' ? 'unknown' : 'counter'),
    operation,
    // The newest label is looked up without a lock: its count may have reached zero.
    stale:
      isLabel &&
      ((operation === 'get-unless-zero' && !LOOKUP_GETS.has(baseFunction(graph.code.symbol))) ||
        (operation === 'put' && (catalogued.lifetime === 'stale' || endsCriticalSection(graph, index)))),
    evidence: 'instruction',
    confidence: 'low',
    why: isLabel
      ? `${text}: a ${idiom} ${operation} in a function that counts references of labels`
      : `${text}: no sign of a label`,
  };
}

/**
 * Raises those whose function does all that the catalogue says, and on one object only, to `medium`. In catalogues
 * other than the labels' (`isOther`) and where labels are looked up a get may be a compare-and-exchange loop (`mayLoop`).
 */
function confirmed(
  atomics: readonly Atomic[],
  catalogued: Catalogued | null,
  isOther: boolean,
  mayLoop: boolean,
): Atomic[] {
  if (catalogued === null) return [...atomics];
  const own = atomics.filter(({ counted }) => counted);
  const does = (operation: AtomicOperation): boolean => own.some((atomic) => atomic.operation === operation);
  const isStale = catalogued.lifetime === 'stale';
  const isWhole = catalogued.operation
    .split('+')
    .every(
      (operation) => does(operation as 'get' | 'put') || ((mayLoop || isStale) && does('get-unless-zero')),
    );
  // A function whose one operation is a get, and that has no plain one: its loop is that get.
  const getsByLoop = !isOther && catalogued.operation === 'get' && !isStale && !does('get');
  // A put where the catalogue has a get only: it drops what the lookup of the newest label took.
  const dropsLookup = !isOther && !getsByLoop && catalogued.operation === 'get' && does('get-unless-zero');
  return atomics.map((atomic) =>
    !atomic.counted
      ? atomic
      : {
          ...atomic,
          stale: atomic.operation === 'put' ? atomic.stale || dropsLookup : atomic.stale && !getsByLoop,
          confidence: isWhole ? 'medium' : 'low',
          why: isWhole ? `${atomic.why}, which has every operation that the catalogue lists` : atomic.why,
        },
  );
}

function placed(
  graph: FlowGraph,
  index: number,
): Pick<Atomic, 'index' | 'offset' | 'address' | 'rmw' | 'isLoad'> {
  const { address, rmw } = graph.instruction(index) as Instruction & { rmw: RmwKind };
  return { index, offset: address - graph.code.address, address, rmw, isLoad: false };
}
