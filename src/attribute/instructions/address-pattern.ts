import type { Profile } from '../../model/profile.js';
import type { Fraction } from '../../model/units.js';
import type { FlowGraph } from './flow-graph.js';
import type { SampledCode } from './sampled-code.js';

/** Where the samples of an event fall in the code they were taken in: the fingerprint of a machine. */
export interface AddressPattern {
  /** Samples in functions whose code is known. */
  readonly samples: number;
  /** Of them, between instructions. */
  readonly offBoundary: number;
  /** Of the rest, at starts of basic blocks; and how many would be if all instructions of a function were alike. */
  readonly blockStarts: number;
  readonly expectedBlockStarts: number;
  /** On an atomic or the instruction right behind it; and how many would be by chance. */
  readonly atAtomics: number;
  readonly expectedAtAtomics: number;
  /**
   * Squared coefficient of variation of the counts within a straight-line run, less what counting itself makes, the
   * median over runs: 0 where each instruction gets as many samples as the next. `null` with too few sampled runs.
   */
  readonly unevenness: number | null;
}

/** A run is judged when it has this many instructions behind its first, with this many samples each. */
const RUN_LENGTH = 3;
const SAMPLES_EACH = 2;
const MIN_RUNS = 10;

/** Counts over everything recorded of `event`. Idle loops are one instruction and say nothing: they drop out as runs. */
export function addressPattern(profile: Profile, code: SampledCode, event: number): AddressPattern {
  const counts = new Map<FlowGraph, Map<number, number>>();
  let samples = 0;
  let offBoundary = 0;
  for (let at = 0; at < profile.cellCount; at++) {
    const cell = profile.cell(at);
    const place = cell.event === event ? code.placeOf(cell.stack) : null;
    if (place === null) continue;
    samples += cell.samples;
    if (place.index === null) {
      offBoundary += cell.samples;
      continue;
    }
    const inFunction = counts.get(place.graph) ?? new Map<number, number>();
    counts.set(place.graph, inFunction);
    inFunction.set(place.index, (inFunction.get(place.index) ?? 0) + cell.samples);
  }
  const sum = { blockStarts: 0, expectedBlockStarts: 0, atAtomics: 0, expectedAtAtomics: 0 };
  const runs = new RunVariance();
  for (const [graph, inFunction] of counts) {
    const isStart = graph.code.instructions.map((_, index) => graph.isBlockStart(index));
    const isNear = graph.code.instructions.map((_, index) => isAtAtomic(graph, index));
    const share = (flags: readonly boolean[]): Fraction => flags.filter(Boolean).length / flags.length;
    const [startShare, nearShare] = [share(isStart), share(isNear)];
    for (const [index, count] of inFunction) {
      if (isStart[index]) sum.blockStarts += count;
      if (isNear[index]) sum.atAtomics += count;
      sum.expectedBlockStarts += count * startShare;
      sum.expectedAtAtomics += count * nearShare;
    }
    runs.addFunction(isStart, inFunction);
  }
  return { samples, offBoundary, ...sum, unevenness: runs.unevenness };
}

function isAtAtomic(graph: FlowGraph, index: number): boolean {
  return graph.instruction(index).rmw !== null || (graph.code.instructions[index - 1]?.rmw ?? null) !== null;
}

/** How counts differ within straight-line runs, whose instructions all run equally often. */
class RunVariance {
  /** Of each run: squared coefficient of variation, less what counting itself makes. */
  readonly #runs: number[] = [];

  addFunction(isStart: readonly boolean[], counts: ReadonlyMap<number, number>): void {
    let run: number[] = [];
    for (let index = 0; index <= isStart.length; index++) {
      if (index === isStart.length || isStart[index] === true) {
        // The first one also takes what the way there costs.
        this.#addRun(run.slice(1));
        run = [];
      }
      run.push(counts.get(index) ?? 0);
    }
  }

  #addRun(run: readonly number[]): void {
    const mean = run.reduce((sum, count) => sum + count, 0) / run.length;
    if (run.length < RUN_LENGTH || mean < SAMPLES_EACH) return;
    const variance = run.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (run.length - 1);
    this.#runs.push((variance - mean) / mean ** 2);
  }

  /** The median: where interrupts come back on, one instruction takes what a whole stretch of code cost. */
  get unevenness(): number | null {
    if (this.#runs.length < MIN_RUNS) return null;
    return this.#runs.sort((a, b) => a - b)[Math.floor(this.#runs.length / 2)] ?? null;
  }
}
