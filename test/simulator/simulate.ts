import { seededRandom } from '../../src/stats/random.js';
import { EventQueue } from './event-queue.js';
import { transferBetween } from './machine.js';
import { Station } from './station.js';
import type { CasLoop, Chain, Spread, Step, Workload } from './workload.js';

/** Told of every stretch of time of every CPU, each CPU's in order. */
export type Watcher = (cpu: number, chain: Chain, from: number, to: number) => void;

interface StationCounts {
  /** Fraction of time that it served somebody. */
  readonly utilisation: number;
  readonly visits: number;
  /** Visits whose visitor had not been the last one. */
  readonly transfers: number;
}

export interface Simulated {
  /** Operations (rounds of the program) per ns, all CPUs together. */
  readonly throughput: number;
  /** Standard error of that, from the means of batches. */
  readonly standardError: number;
  readonly elapsedNs: number;
  readonly operations: number;
  /** By name of line or lock. */
  readonly stations: ReadonlyMap<string, StationCounts>;
  /** Fraction of the CPUs' time in each step of the program, waiting included. */
  readonly shares: readonly number[];
  /** Compare and swaps that failed. */
  readonly retries: number;
}

const BATCHES = 20;
/** Part of the operations that is left out at the start. */
const WARM_UP = 0.1;

interface Cpu {
  step: number;
  /** Version that a compare and swap expects; `null`: not read yet. */
  expected: number | null;
}

/**
 * Runs the workload until `operations` were done after the warm-up.
 * @param watch told of what the CPUs do after the warm-up; the clock starts at 0 there.
 */
export function simulate(workload: Workload, operations: number, watch?: Watcher): Simulated {
  return new Simulation(workload, watch).run(operations);
}

class Simulation {
  readonly #workload: Workload;
  readonly #watch: Watcher | undefined;
  readonly #random: () => number;
  readonly #queue = new EventQueue();
  readonly #stations = new Map<string, Station>();
  readonly #cpus: Cpu[];
  readonly #inStep: number[];
  #now = 0;
  #startNs = 0;
  #warm = false;
  #done = 0;
  #retries = 0;

  constructor(workload: Workload, watch: Watcher | undefined) {
    this.#workload = workload;
    this.#watch = watch;
    this.#random = seededRandom(workload.seed);
    this.#cpus = Array.from({ length: workload.cpus }, () => ({ step: 0, expected: null }));
    this.#inStep = workload.program.map(() => 0);
  }

  run(operations: number): Simulated {
    for (let cpu = 0; cpu < this.#cpus.length; cpu++) this.#queue.push(0, cpu);
    const warmUp = Math.ceil(operations * WARM_UP);
    while (this.#done < warmUp) this.#turn();
    this.#endWarmUp();
    const ends: number[] = [this.#startNs];
    for (let batch = 1; batch <= BATCHES; batch++) {
      const until = warmUp + Math.round((operations * batch) / BATCHES);
      while (this.#done < until) this.#turn();
      ends.push(this.#now);
    }
    const elapsedNs = this.#now - this.#startNs;
    const rates = ends.slice(1).map((end, i) => operations / BATCHES / (end - (ends[i] ?? 0)));
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / BATCHES;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (BATCHES - 1);
    const inAll = this.#inStep.reduce((sum, ns) => sum + ns, 0);
    return {
      throughput: operations / elapsedNs,
      standardError: Math.sqrt(variance / BATCHES),
      elapsedNs,
      operations,
      stations: new Map(
        [...this.#stations].map(([name, { busyNs, visits, transfers }]) => [
          name,
          { utilisation: busyNs / elapsedNs, visits, transfers },
        ]),
      ),
      shares: this.#inStep.map((ns) => ns / inAll),
      retries: this.#retries,
    };
  }

  #endWarmUp(): void {
    for (const station of this.#stations.values()) station.resetCounts();
    this.#inStep.fill(0);
    this.#retries = 0;
    this.#startNs = this.#now;
    this.#warm = true;
  }

  /** The next CPU whose time has come starts its next step. @returns the time. */
  #turn(): number {
    const { time, cpu } = this.#queue.pop();
    this.#now = time;
    const { program } = this.#workload;
    const state = this.#cpus[cpu] as Cpu;
    if (state.step === program.length) {
      state.step = 0;
      this.#done++;
    }
    const at = state.step;
    const end = this.#start(program[at] as Step, cpu, state, time);
    this.#inStep[at] = (this.#inStep[at] ?? 0) + end - time;
    this.#queue.push(end, cpu);
    return time;
  }

  /** Starts a step, or the next attempt of it. @returns its end. */
  #start(step: Step, cpu: number, state: Cpu, now: number): number {
    if (step.kind === 'cas') return this.#compareAndSwap(step, cpu, state, now);
    state.step++;
    if (step.kind === 'work') {
      return this.#spend(cpu, step.chain, now, now + this.#draw(step.ns, this.#workload.think));
    }
    if (step.kind === 'add') {
      const line = this.#station(step.line);
      line.version++;
      const { to } = line.visit(cpu, now, (owner) => this.#transfer(owner, cpu));
      return this.#spend(cpu, step.chain, now, to + step.localNs);
    }
    const hold = this.#draw(step.holdNs, this.#workload.service);
    const { from, to } = this.#station(step.lock).visit(
      cpu,
      now,
      (owner) => this.#transfer(owner, cpu) + hold,
    );
    // The lock comes over at the end of the wait: what is left of the service is the time it is held.
    const taken = Math.max(from, to - hold);
    this.#spend(cpu, step.waitChain, now, taken);
    return this.#spend(cpu, step.chain, taken, to);
  }

  #compareAndSwap(step: CasLoop, cpu: number, state: Cpu, now: number): number {
    const line = this.#station(step.line);
    const reading = state.expected === null;
    const succeeds = state.expected === line.version;
    const { to } = line.visit(cpu, now, (owner) => this.#transfer(owner, cpu));
    if (succeeds) {
      line.version++;
      state.step++;
      state.expected = null;
      return this.#spend(cpu, step.chain, now, to + step.localNs);
    }
    if (!reading) this.#retries++;
    state.expected = line.version;
    return this.#spend(cpu, step.chain, now, to + (reading ? 0 : step.localNs) + step.gapNs);
  }

  #spend(cpu: number, chain: Chain, from: number, to: number): number {
    if (this.#warm && this.#watch !== undefined) {
      this.#watch(cpu, chain, Math.max(0, from - this.#startNs), to - this.#startNs);
    }
    return to;
  }

  #station(name: string): Station {
    const known = this.#stations.get(name);
    if (known !== undefined) return known;
    const station = new Station();
    this.#stations.set(name, station);
    return station;
  }

  /** Nothing moves when the line is here already. From memory it comes as from the next CPU. */
  #transfer(owner: number, cpu: number): number {
    if (owner === cpu) return 0;
    const from = owner < 0 ? cpu ^ 1 : owner;
    return this.#draw(transferBetween(this.#workload.machine, from, cpu), this.#workload.service);
  }

  #draw(mean: number, spread: Spread): number {
    return spread === 'fixed' ? mean : -mean * Math.log(1 - this.#random());
  }
}
