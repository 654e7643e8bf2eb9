import type { Instruction, MemoryOperand } from '../../model/instruction.js';
import type { FlowGraph } from './flow-graph.js';

/** A `lock cmpxchg` that begins again until it succeeds, with what it is fed by. */
export interface CasLoop {
  /** Index of the compare-and-exchange. */
  readonly cmpxchg: number;
  /** Plain loads of the same operand, one of which runs before it on every way in. */
  readonly loads: readonly number[];
  /** Instructions that nothing but a failed attempt leads to, on the way to the next one. */
  readonly retries: ReadonlySet<number>;
}

/** Instructions looked at on the ways into a compare-and-exchange: a kref's loop has 6, a lockref's 12. */
const REGION = 48;

/**
 * The compare-and-exchange loops of a function whose first attempt is fed by a plain load of the same word:
 *
 *     mov (%rbx),%edx ; test ; lea 1(%rdx),%ecx ; mov %edx,%eax ; lock cmpxchg %ecx,(%rbx) ; jne
 *
 * On a contended line it is the load that waits for the line to come over; the exchange then finds it here. Measured in
 * fixtures/two-process-refs: 88 % of the time of such a get is at its load. Only x86's cmpxchg is read, whose expected
 * value is in rax; arm64's ldxr is part of the atomic itself.
 */
export class CasLoops {
  readonly #graph: FlowGraph;
  readonly #byLoad = new Map<number, CasLoop>();
  readonly #byCmpxchg = new Map<number, CasLoop>();

  constructor(graph: FlowGraph) {
    this.#graph = graph;
    if (graph.code.architecture !== 'x86_64') return;
    for (const [index, { rmw }] of graph.code.instructions.entries()) {
      const loop = rmw === 'cmpxchg' ? findLoop(graph, index) : null;
      if (loop === null) continue;
      this.#byCmpxchg.set(index, loop);
      for (const load of loop.loads) this.#byLoad.set(load, loop);
    }
  }

  /** Indices of the loads that feed the compare-and-exchange at `index`; empty for any other instruction. */
  loadsOf(index: number): readonly number[] {
    return this.#byCmpxchg.get(index)?.loads ?? [];
  }

  /** True for an atomic and for the load of a CAS loop: what waits for a line that others write. */
  isAtomic(index: number): boolean {
    return this.#graph.instruction(index).rmw !== null || this.#byLoad.has(index);
  }

  /**
   * Takes from the suspects of a sample those on the way back of a loop whose load is among them: jumps and moves
   * between registers take no time that the load's wait would not hide.
   */
  withoutRetries(suspects: readonly (number | null)[]): readonly (number | null)[] {
    const loops = suspects.flatMap((at) => (at === null ? [] : (this.#byLoad.get(at) ?? [])));
    if (loops.length === 0) return suspects;
    return suspects.filter((at) => at === null || !loops.some(({ retries }) => retries.has(at)));
  }
}

/** What the walk back follows: the register that holds the expected value, and where the word's address comes from. */
interface Trail {
  readonly at: number;
  readonly holder: string;
  readonly memory: MemoryOperand;
}

/** Walks back from the exchange over all ways into it. */
function findLoop(graph: FlowGraph, cmpxchg: number): CasLoop | null {
  const { memory } = graph.instruction(cmpxchg);
  if (memory === null) return null;
  const loads = new Set<number>();
  const region = new Set<number>();
  const seen = new Set<string>();
  let repeats = false;
  const open: Trail[] = [{ at: cmpxchg, holder: 'rax', memory }];
  for (let trail = open.pop(); trail !== undefined; trail = open.pop()) {
    for (const before of graph.predecessors(trail.at)) {
      if (before === null) return null;
      // A failed attempt leaves in rax what it found.
      if (before === cmpxchg) {
        if (trail.holder !== 'rax' || !isSame(trail.memory, memory)) return null;
        repeats = true;
        continue;
      }
      const instruction = graph.instruction(before);
      if (isLoadOf(instruction, trail)) {
        loads.add(before);
        continue;
      }
      const next = trailBefore(instruction, before, trail);
      if (next === null) return null;
      const key = `${before} ${next.holder} ${next.memory.base} ${next.memory.displacement}`;
      if (seen.has(key)) continue;
      seen.add(key);
      region.add(before);
      if (seen.size > REGION) return null;
      open.push(next);
    }
  }
  // A loop that loads anew for each attempt comes back to its load.
  if (!repeats) repeats = [...loads].some((load) => isReached(graph, load, cmpxchg));
  if (loads.size === 0 || !repeats) return null;
  return { cmpxchg, loads: [...loads], retries: onlyBehind(graph, cmpxchg, region) };
}

function isLoadOf({ text, memory, rmw, writes }: Instruction, wanted: Trail): boolean {
  return (
    rmw === null &&
    memory !== null &&
    /^mov[lq]?\s/.test(text) &&
    writes?.length === 1 &&
    writes[0] === wanted.holder &&
    isSame(memory, wanted.memory)
  );
}

function isSame(a: MemoryOperand, b: MemoryOperand): boolean {
  return (
    a.base === b.base && a.index === b.index && a.displacement === b.displacement && a.segment === b.segment
  );
}

/** The trail before `instruction`; `null` where it is lost: the value or the address is computed there. */
function trailBefore({ text, writes }: Instruction, at: number, { holder, memory }: Trail): Trail | null {
  if (writes === null || (memory.index !== null && writes.includes(memory.index))) return null;
  const source = /^mov[lq]?\s+%(\w+),%\w+$/.exec(text)?.[1];
  const copied = source === undefined ? null : fullWidth(source);
  const next = { at, holder: writes.includes(holder) ? copied : holder };
  if (next.holder === null) return null;
  if (memory.base === null || !writes.includes(memory.base)) return { at, holder: next.holder, memory };
  const moved = /^lea\s+(-?)(0x[0-9a-f]+)\(%(\w+)\),%\w+$/.exec(text);
  const [, sign, bytes, from] = moved ?? [null, '', '0x0', copied];
  if (from === null || from === undefined) return null;
  const displacement = memory.displacement + (sign === '-' ? -1 : 1) * Number(bytes);
  return { at, holder: next.holder, memory: { ...memory, base: from, displacement } };
}

/** "eax" -> "rax", "r8d" -> "r8"; 64-bit names stay. */
function fullWidth(register: string): string {
  return register.replace(/^e(\w\w)$/, 'r$1').replace(/^(r\d+)d$/, '$1');
}

/** Whether some way from `from` comes to `to`, looking back from `to` within the region. */
function isReached(graph: FlowGraph, to: number, from: number): boolean {
  const seen = new Set<number>([to]);
  const open = [to];
  for (let at = open.pop(); at !== undefined && seen.size <= REGION; at = open.pop()) {
    for (const before of graph.predecessors(at)) {
      if (before === from) return true;
      if (before === null || seen.has(before)) continue;
      seen.add(before);
      open.push(before);
    }
  }
  return false;
}

/** Those of `region` that every way to leads through `from` since the region was entered. */
function onlyBehind(graph: FlowGraph, from: number, region: ReadonlySet<number>): Set<number> {
  const behind = new Set<number>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const index of region) {
      const before = graph.predecessors(index);
      const isBehind = before.every((at) => at !== null && (at === from || behind.has(at)));
      if (!isBehind || behind.has(index)) continue;
      behind.add(index);
      grown = true;
    }
  }
  return behind;
}
