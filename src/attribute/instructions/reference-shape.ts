import type { Instruction, MemoryOperand } from '../../model/instruction.js';
import { exclusivePair } from './exclusive-pair.js';
import type { FlowGraph } from './flow-graph.js';
import { addedBy, addedValue, lastWriterAt } from './register-values.js';

/** What an atomic does, by its instruction and those around it. */
export type AtomicOperation =
  | 'get'
  | 'put'
  /** A compare-and-exchange loop that takes a reference unless the count is zero. */
  | 'get-unless-zero'
  /** `lock addl $0,-4(%rsp)`: orders memory, no other CPU wants the line. */
  | 'barrier'
  /** Per-CPU data through gs: no other CPU wants the line. */
  | 'per-cpu'
  /** A bit of a flags word or bit lock. */
  | 'bit'
  /** A word taken with cmpxchg or xchg: a lock, as a rule. */
  | 'exchange'
  /** Adds something else than one. */
  | 'arithmetic';

/** How the kernel's source spells the operation, as far as the instruction tells. */
type AtomicIdiom =
  /** refcount_t, kref: xadd with what was there tested after, or a cmpxchg loop over a 32-bit word. */
  | 'refcount'
  /** atomic_t: inc, dec; refcount_t of 4.14 to 5.4, with a sign test behind. */
  | 'counter'
  /** atomic_long_t: 64 bits wide. */
  | 'long-counter'
  | 'none';

export interface ReferenceShape {
  readonly operation: AtomicOperation;
  readonly idiom: AtomicIdiom;
}

/** Reads an atomic by its kind, the constant it adds and what becomes of the result; inline names are not needed. */
export function referenceShape(graph: FlowGraph, index: number): ReferenceShape {
  const instruction = graph.instruction(index);
  const { memory, rmw } = instruction;
  if (memory?.segment === 'gs') return { operation: 'per-cpu', idiom: 'none' };
  if (memory !== null && isStack(memory) && addedValue(graph, index) === 0)
    return { operation: 'barrier', idiom: 'none' };
  const rule = rmw === null ? undefined : SHAPES[rmw];
  return rule?.(graph, index) ?? { operation: 'arithmetic', idiom: 'none' };
}

type Shape = (graph: FlowGraph, index: number) => ReferenceShape;

const SHAPES: Partial<Record<NonNullable<Instruction['rmw']>, Shape>> = {
  xadd: added('refcount'),
  add: added('counter'),
  outline: outlineShape,
  sub: (graph, index) => byValue(-(addedValue(graph, index) ?? Number.NaN), counterOf(graph, index)),
  inc: (graph, index) => byValue(1, counterOf(graph, index)),
  dec: (graph, index) => byValue(-1, counterOf(graph, index)),
  cmpxchg: compareLoop,
  exclusive: exclusiveLoop,
  xchg: () => ({ operation: 'exchange', idiom: 'none' }),
  bit: () => ({ operation: 'bit', idiom: 'none' }),
  logic: () => ({ operation: 'bit', idiom: 'none' }),
};

function added(idiom: AtomicIdiom): Shape {
  return (graph, index) => {
    const value = addedValue(graph, index) ?? valueTestedAfter(graph, index);
    return byValue(value, isLong(graph.instruction(index)) ? 'long-counter' : idiom);
  };
}

/** A sign test right behind makes it a refcount_t of 4.14 to 5.4: arch/x86/include/asm/refcount.h of v4.15. */
function counterOf(graph: FlowGraph, index: number): AtomicIdiom {
  if (isLong(graph.instruction(index))) return 'long-counter';
  return /^js\b/.test(graph.code.instructions[index + 1]?.text ?? '') ? 'refcount' : 'counter';
}

function byValue(value: number | null, idiom: AtomicIdiom): ReferenceShape {
  if (value === 1) return { operation: 'get', idiom };
  if (value === -1) return { operation: 'put', idiom };
  return { operation: 'arithmetic', idiom: 'none' };
}

/** `lea 1(%rax),%ecx; lock cmpxchg %ecx,(%rbx); jne`: the new value is the old one and one. */
function compareLoop(graph: FlowGraph, index: number): ReferenceShape {
  const { operand } = graph.instruction(index);
  const register = operand !== null && 'register' in operand ? operand.register : null;
  const maker = register === null ? null : lastWriterAt(graph, index, register);
  if (maker === null || !INCREMENT.test(graph.instruction(maker).text))
    return { operation: 'exchange', idiom: 'none' };
  return {
    operation: 'get-unless-zero',
    idiom: isLong(graph.instruction(index)) ? 'long-counter' : 'refcount',
  };
}

/** A call of an arm64 helper, which does what its name says: `__aarch64_ldadd4_relax`. */
function outlineShape(graph: FlowGraph, index: number): ReferenceShape {
  const helper = /<__aarch64_(ldadd|cas|swp)?/.exec(graph.instruction(index).text)?.[1];
  if (helper === 'ldadd') return added('refcount')(graph, index);
  if (helper === 'cas') return compareLoop(graph, index);
  return { operation: helper === 'swp' ? 'exchange' : 'bit', idiom: 'none' };
}

/**
 * arm64 without LSE: `ldxr w5, [x0]; add w1, w5, #1; stxr w2, w1, [x0]; cbnz w2`. What is stored is made from what was
 * read, or from before: then it is a compare and exchange.
 */
function exclusiveLoop(graph: FlowGraph, index: number): ReferenceShape {
  const pair = exclusivePair(graph, index);
  const stored = pair === null ? null : graph.instruction(pair.store).operand;
  if (pair === null || stored === null || !('register' in stored))
    return { operation: 'exchange', idiom: 'none' };
  const maker = lastWriterAt(graph, pair.store, stored.register);
  if (maker === null || maker <= pair.load) return compareLoop(graph, pair.store);
  // What adds nothing sets or clears bits.
  if (!/^(?:add|sub)\s/.test(graph.instruction(maker).text)) return { operation: 'bit', idiom: 'none' };
  const isWide = isLong(graph.instruction(pair.store));
  return byValue(addedBy(graph, maker), isWide ? 'long-counter' : 'refcount');
}

/** x86 `lea 0x1(%rax),%ecx`, `add $1,%ecx`, `inc %ecx`; arm64 `add w1, w0, #1`. */
const INCREMENT = /^lea\s+0x1\(%\w+\),|^add[lq]?\s+\$0x1,|^inc[lq]?\s|^add\s+\w+, \w+, #(0x)?1$/;

/** kref_put compares what was there with 1 at once; kref_get looks for 0 and for overflow. */
function valueTestedAfter(graph: FlowGraph, index: number): number | null {
  const { operand } = graph.instruction(index);
  const register = operand !== null && 'register' in operand ? operand.register : null;
  const next = graph.code.instructions[index + 1];
  if (register === null || next === undefined) return null;
  if (/^cmp[lw]?\s+\$0x1,%|^cmp\s+w\d+, #(0x)?1$|^subs?\s+w\d+, w\d+, #(0x)?1$/.test(next.text)) return -1;
  if (/^test[lw]?\s/.test(next.text) || /^cbz\s+w/.test(next.text)) return 1;
  return null;
}

/** Instructions from the comparison to the put: two branches, what is added, and a test of a flag. */
const GUARD = 5;

/**
 * True for a put that runs only where its label is not the task's own, as end_current_label_crit_section() drops what
 * the lookup of the newest label took (security/apparmor/include/cred.h, v4.15 to v6.18):
 *
 *     cmp %rbx,(%rdx,%rax,1) ; je ; test %r13b,%r13b ; je ; mov $-1,%eax ; lock xadd %eax,(%rbx)
 *
 * A plain put looks whether there is a label at all: `test %rbx,%rbx`.
 */
export function endsCriticalSection(graph: FlowGraph, index: number): boolean {
  const { memory } = graph.instruction(index);
  const base = memory?.base ?? null;
  if (base === null || memory?.displacement !== 0) return false;
  for (let at = index - 1; at >= Math.max(0, index - GUARD); at--) {
    const { text, flow, writes } = graph.instruction(at);
    if (new RegExp(`^cmp[q]?\\s.*%${base}\\b`).test(text))
      return graph.instruction(at + 1).flow === 'branch' && !/^cmp[q]?\s+\$/.test(text);
    if ((flow !== 'next' && flow !== 'branch') || writes?.includes(base) !== false) return false;
  }
  return false;
}

function isStack(memory: MemoryOperand): boolean {
  return memory.base === 'rsp';
}

/** 64 bits wide: refcount_t and kref are int. */
function isLong({ text }: Instruction): boolean {
  return LONG.some((pattern) => pattern.test(text));
}

const LONG: readonly RegExp[] = [
  // x86.
  /^lock\s+(rex\.\w+\s+)?(inc|dec|add|sub)q\b|^(lock\s+)?(xadd|cmpxchg|xchg)\s+%r(\w\w|\d+),/,
  // arm64: by the first register, of a store-exclusive the one behind the status; helpers have the bytes in their name.
  /^(?:ldadd|stadd|cas|swp)\w*\s+x|^lda?xr\s+x|^stl?xr\s+w\w+, x|<__aarch64_(?:ldadd|cas|swp)8_/,
];
