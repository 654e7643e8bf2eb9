import type { EventInfo } from '../../model/profile.js';
import { eventBaseName, isClock } from '../event-sight.js';
import type { CasLoops } from './cas-loops.js';
import type { FlowGraph } from './flow-graph.js';

/**
 * How far behind the instruction that took the time an event's samples land.
 *
 * Measured on two real cores (AMD family 25 model 17 under KVM, perf 6.1, `perf record -e cpu-clock -F 2000`, two
 * processes on one shared line, 14,000 to 31,000 samples a loop; test/attribute/skid-measured.test.ts holds the
 * rule to the counts): the instruction *after* the atomic in execution order got 45.80 and 50.22 % (get and put with
 * 40 nops between), 47.01 and 48.53 % (put directly after get: the first sum stands on the put's own address),
 * 57.48 and 35.78 % (the kernel's get and put, xadd, test, js ...), 47.02 and 47.66 % (js or je directly behind),
 * 93.30 % (xchg), 96.16 % (private stores just before: they drain while the atomic waits), 84.57 % (cmpxchg loop).
 * The atomic itself got 0.00 to 0.51 %, the second instruction behind it no more than any other (0.01 to 3.33 %),
 * but for one that loads from the contended line (17.10 %): its own wait. So an interrupt is taken at the boundary
 * after the instruction that stalls, and a sample moves back by exactly one instruction in order of execution.
 */
export type Skid =
  /** The address is the instruction's own. */
  | 'none'
  /** It is the next one's in order of execution. */
  | 'one'
  /** A little behind; how many instructions is not known. */
  | 'some';

export interface SkidRule {
  readonly skid: Skid;
  /** What it rests on, for the report. */
  readonly why: string;
}

/** Samplers whose addresses are exact by construction, whatever precision was asked for. */
const EXACT_EVENTS = /^(ibs_op|ibs_fetch|arm_spe)/;

/** How an event's addresses are to be read, on the CPU that perf's header names ("GenuineIntel,6,143,8"; `null`: unknown). */
export function skidRule(event: EventInfo, cpuId: string | null): SkidRule {
  if (EXACT_EVENTS.test(event.name))
    return { skid: 'none', why: `${eventBaseName(event.name)} records the instruction itself` };
  if (isClock(event))
    return {
      skid: 'one',
      why: 'a timer interrupts after the instruction that took the time: samples move back by one instruction in order of execution',
    };
  const { precise } = event;
  if (precise === null)
    return {
      skid: 'some',
      why: 'the precision of the event is not known: it is read as imprecise, samples a few bytes after an atomic move back to it',
    };
  if (precise === 0)
    return {
      skid: 'some',
      why: 'the event is imprecise: samples a few bytes after an atomic move back to it where every path passes it',
    };
  // perf_event_open(2): 1 is constant skid. Intel's PEBS then gives the next instruction, AMD's IBS the instruction.
  if (precise === 1 && !/^(AuthenticAMD|HygonGenuine)/.test(cpuId ?? ''))
    return {
      skid: 'one',
      why: 'precise level 1 has a constant skid: samples move back by one instruction in order of execution',
    };
  return { skid: 'none', why: `precise level ${precise}: samples stay where they are` };
}

/** "A few bytes": a sample further behind an atomic than this is not moved. */
const REACH_BYTES = 16;

/**
 * The instructions one of which took the time of a sample at `index`; more than one where paths meet and the sample
 * does not tell. `null` stands for one outside the function (a caller's call, a callee's return).
 */
export function culprits(
  graph: FlowGraph,
  index: number,
  skid: Skid,
  loops: CasLoops,
): readonly (number | null)[] {
  if (skid === 'none') return [index];
  if (skid === 'one') return loops.withoutRetries(graph.predecessors(index));
  return behind(graph, index, loops);
}

/**
 * Walks back over every path within reach: the atomics on them, if each path has one; else the sample may as well be
 * its own instruction's. It does not stop at an atomic: one just before that may be to blame as well.
 */
function behind(graph: FlowGraph, index: number, loops: CasLoops): readonly (number | null)[] {
  const found = new Set<number>();
  const seen = new Set<string>();
  let escapes = false;
  const open = [{ at: index, bytes: 0, passed: false }];
  for (let step = open.shift(); step !== undefined; step = open.shift()) {
    for (const before of graph.predecessors(step.at)) {
      if (before === null || step.bytes > REACH_BYTES) {
        escapes ||= !step.passed;
        continue;
      }
      if (loops.isAtomic(before)) found.add(before);
      const passed = step.passed || loops.isAtomic(before);
      const key = `${before} ${passed}`;
      if (seen.has(key)) continue;
      seen.add(key);
      open.push({ at: before, bytes: step.bytes + graph.instruction(before).length, passed });
    }
  }
  if (found.size > 0 && !escapes && !loops.isAtomic(index)) return [...found];
  return [...new Set([...found, index])];
}
