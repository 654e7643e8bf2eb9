import { fitCasLines, logCasThroughput } from '../../src/project/cas-loops.js';
import { fitLines, lineState, NO_LOCAL_COST, type VisitCosts } from '../../src/project/line-network.js';
import { casService, loadDependentThroughput } from '../../src/project/load-dependent.js';
import { solveNetwork } from '../../src/project/mva.js';
import { flatMachine } from './machine.js';
import { simulate } from './simulate.js';
import type { Spread, Step } from './workload.js';

/** One load at which model and simulation are compared; times in ns. */
export interface Load {
  readonly cpus: number;
  readonly think: number;
  readonly service: Spread;
  readonly seed: number;
  /** Operations to simulate. */
  readonly operations: number;
}

/** Model over simulation, minus 1, and one standard error of that. */
export interface Deviation {
  readonly relative: number;
  readonly standardError: number;
}

/** Time of a transfer in all comparisons on a flat machine. */
export const TRANSFER_NS = 60;

function run(load: Load, program: readonly Step[], transferNs: number) {
  const { cpus, service, seed, operations } = load;
  const workload = {
    machine: flatMachine(transferNs),
    cpus,
    program,
    think: 'exponential',
    service,
    seed,
  } as const;
  return simulate(workload, operations);
}

function work(ns: number): Step {
  return { kind: 'work', ns, chain: [] };
}

/** Throughput with every demand known: exact MVA against servers of those demands. */
export function knownDemands(load: Load, demands: readonly number[]): Deviation {
  const servers = demands.map((holdNs, at): Step => {
    return { kind: 'lock', lock: `server ${at}`, holdNs, waitChain: [], chain: [] };
  });
  const { throughput, standardError } = run(load, [work(load.think), ...servers], 0);
  const model = solveNetwork({ thinkTime: load.think, demands }, load.cpus).throughput;
  return { relative: model / throughput - 1, standardError: standardError / throughput };
}

/** Visits of the one line in an operation of `projectedGain`. */
export const VISITS = 4;

/**
 * A gain as `analyze` projects it: the network is fitted to nothing but the share of time that the simulation spent at
 * the line; then visits are taken away, and the simulation is run again without them.
 */
export function projectedGain(
  load: Load,
  localNs: number,
  keptVisits: number,
  costs: VisitCosts = NO_LOCAL_COST,
): Deviation & { readonly share: number; readonly projected: number; readonly simulated: number } {
  const program = (visits: number): Step[] =>
    Array.from({ length: VISITS }, (_, at): Step[] => [
      work(load.think),
      ...(at < visits ? [{ kind: 'add', line: 'line', localNs, chain: [] } as const] : []),
    ]).flat();
  const before = run(load, program(VISITS), TRANSFER_NS);
  const after = run(load, program(keptVisits), TRANSFER_NS);
  const share = before.shares.reduce((sum, part, at) => sum + (at % 2 === 1 ? part : 0), 0);
  const network = fitLines([share], load.cpus, costs);
  const change = { kept: keptVisits / VISITS, residualNs: 0 };
  const projected =
    lineState(network, load.cpus, [change]).throughput / lineState(network, load.cpus).throughput;
  const simulated = after.throughput / before.throughput;
  const standardError = Math.hypot(
    before.standardError / before.throughput,
    after.standardError / after.throughput,
  );
  return { relative: projected / simulated - 1, standardError, share, projected, simulated };
}

/** The gain of taking visits off a line of compare-and-swap loops, fitted to its share and a growth of `slope` a waiter. */
export function casGain(load: Load, keptVisits: number, slope: number): Deviation {
  const program = (visits: number): Step[] =>
    Array.from({ length: VISITS }, (_, at): Step[] => [
      work(load.think),
      ...(at < visits ? [{ kind: 'cas', line: 'line', gapNs: 2, localNs: 5, chain: [] } as const] : []),
    ]).flat();
  const before = run(load, program(VISITS), TRANSFER_NS);
  const after = run(load, program(keptVisits), TRANSFER_NS);
  const share = before.shares.reduce((sum, part, at) => sum + (at % 2 === 1 ? part : 0), 0);
  const network = fitCasLines([share], [slope], load.cpus);
  const change = { kept: keptVisits / VISITS, residualNs: 0 };
  const logGain =
    logCasThroughput(network, [slope], load.cpus, [change]) - logCasThroughput(network, [slope], load.cpus);
  const simulated = after.throughput / before.throughput;
  const standardError = Math.hypot(
    before.standardError / before.throughput,
    after.standardError / after.throughput,
  );
  return { relative: Math.exp(logGain) / simulated - 1, standardError };
}

/** Throughput of compare-and-swap loops on one line against a station whose service grows by `slope` a waiter. */
export function casLoops(load: Load, slope: number): Deviation {
  const program: Step[] = [work(load.think), { kind: 'cas', line: 'line', gapNs: 2, localNs: 0, chain: [] }];
  const { throughput, standardError } = run(load, program, TRANSFER_NS);
  const stations = [casService(TRANSFER_NS, slope)];
  const model = loadDependentThroughput({ thinkTime: load.think, stations }, load.cpus);
  return { relative: model / throughput - 1, standardError: standardError / throughput };
}
