import { type EventInfo, FrameFlag, NO_STACK } from '../model/profile.js';
import type { SampleClass } from '../model/sample-class.js';
import type { SampledStacks, StackFrame, StackNode, StackSamples } from '../model/sampled-stacks.js';
import { NO_SLICE } from '../model/time-slices.js';
import { TupleTable } from '../model/tuple-table.js';
import { countedCells } from './counted-cells.js';
import { isClock } from './event-sight.js';
import { type SampledTrace, sampleClass } from './sampled-trace.js';

/**
 * The call tree of the samples that the label share is taken over: busy, of the selected commands, in the window.
 * `classes` leaves out the samples of all others.
 */
export function sampledStacks(trace: SampledTrace, classes: ReadonlySet<SampleClass> | null): SampledStacks {
  const { profile, event } = trace;
  const tree = new CallTree(trace);
  const rows: StackSamples[] = [];
  for (const cell of countedCells(trace)) {
    const sampled = sampleClass(trace, cell.stack);
    if (classes !== null && !classes.has(sampled)) continue;
    rows.push({
      node: tree.nodeOf(cell.stack),
      class: sampled,
      comm: profile.tasks[cell.task]?.comm ?? '',
      timeNs: cell.slice === NO_SLICE ? null : profile.sliceStartNs(cell.slice),
      samples: cell.samples,
      period: cell.period,
    });
  }
  const info = profile.events[event] as EventInfo;
  return {
    event: info.name,
    unit: isClock(info) ? 'nanoseconds' : 'count',
    counted: info.sharesOnly !== true,
    subject: trace.subject,
    frames: tree.frames,
    nodes: tree.nodes,
    rows,
  };
}

/** Stacks that differ in addresses only become one. */
class CallTree {
  readonly frames: StackFrame[] = [];
  readonly nodes: StackNode[] = [];
  readonly #trace: SampledTrace;
  readonly #frameOf = new Map<number, number>();
  readonly #frameByKey = new Map<string, number>();
  readonly #nodeOf = new Map<number, number>();
  readonly #byKey = new TupleTable(2);

  constructor(trace: SampledTrace) {
    this.#trace = trace;
  }

  nodeOf(stack: number): number {
    const { profile } = this.#trace;
    const missing: number[] = [];
    let at = stack;
    while (at !== NO_STACK && !this.#nodeOf.has(at)) {
      missing.push(at);
      at = profile.stackParent(at);
    }
    let node = at === NO_STACK ? -1 : (this.#nodeOf.get(at) as number);
    for (const each of missing.reverse()) {
      node = this.#intern(node, this.#frame(profile.stackFrame(each)));
      this.#nodeOf.set(each, node);
    }
    return node;
  }

  #intern(parent: number, frame: number): number {
    this.#byKey.key[0] = parent;
    this.#byKey.key[1] = frame;
    const node = this.#byKey.intern();
    if (node === this.nodes.length) this.nodes.push({ parent, frame });
    return node;
  }

  #frame(frame: number): number {
    const known = this.#frameOf.get(frame);
    if (known !== undefined) return known;
    const { profile } = this.#trace;
    const flags = profile.frameFlags(frame);
    const made: StackFrame = {
      name: profile.frameSymbol(frame),
      dso: profile.frameDso(frame),
      kernel: (flags & FrameFlag.kernel) !== 0,
      inlined: (flags & FrameFlag.inlined) !== 0,
    };
    const key = JSON.stringify([made.name, made.dso, made.kernel, made.inlined]);
    const index = this.#frameByKey.get(key) ?? this.frames.push(made) - 1;
    this.#frameByKey.set(key, index);
    this.#frameOf.set(frame, index);
    return index;
  }
}
