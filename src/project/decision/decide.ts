import {
  type Candidate,
  DECISION_SCHEMA_VERSION,
  type Decision,
  type DecisionCell,
  type ParetoPoint,
} from '../../model/decision.js';
import type { ProjectionInput } from '../../model/projection.js';
import { MATURITY_STAGES } from '../../model/scheme-facts.js';
import type { Bytes, Percent, Ratio } from '../../model/units.js';
import type { FittedNetworks } from '../line-network.js';
import { MODEL_ASSUMPTIONS } from '../project.js';
import type { Scheme } from '../schemes/scheme.js';
import { candidateAt } from './candidates.js';
import { type Combination, combinations, combinedMemory } from './combinations.js';
import { changesBetween } from './flips.js';
import { nextRecordings } from './next-recordings.js';

export interface Wanted {
  readonly target: Ratio;
  /** `null`: any memory. */
  readonly budgetBytes: Bytes | null;
  /** Ends of the range of labels. */
  readonly labels: { readonly low: number; readonly high: number };
}

const CHANCE_NEEDED: Percent = 90;
/** Numbers of labels in the region, ends included. */
const LABEL_STEPS = 5;
/** Where an answer changes between two CPU counts is found to this part of them. */
const FINEST_CPUS = 0.01;

/** A combination, and how it does at one CPU count. */
interface Judged {
  readonly combination: Combination;
  readonly candidate: Candidate;
}

/**
 * The cheapest scheme or combination that reaches the target with a chance of 90 %, for each CPU count of `input.at` and
 * numbers of labels between the ends. Cheapest is least memory, then the most mature (of a set, its
 * least mature member), then fewest schemes, then the better chance.
 * Gains are worked out with the fewest labels: of them only the part of the time in atomic mode depends on labels, and a
 * label is scanned most often where there are few.
 */
export function decide(input: ProjectionInput, schemes: readonly Scheme[], wanted: Wanted): Decision {
  const counts = [...new Set(input.at)].sort((a, b) => a - b);
  const networks: FittedNetworks = new Map();
  const load = { ...input, labels: wanted.labels.low };
  const sets = combinations(schemes, load);
  const known = new Map<number, readonly Judged[]>();
  const judgedAt = (cpus: number): readonly Judged[] => {
    const judged =
      known.get(cpus) ??
      sets.map((combination) => ({
        combination,
        candidate: candidateAt(combination, load, cpus, wanted.target, networks),
      }));
    known.set(cpus, judged);
    return judged;
  };
  const judged = counts.map((cpus) => ({ cpus, judged: judgedAt(cpus) }));
  const possible = (cpus: number) => input.possibleCpus ?? Math.ceil(cpus);
  const choose = (cpus: number, labels: number): DecisionCell => {
    const best = cheapest(judgedAt(cpus), labels, possible(cpus), wanted.budgetBytes);
    return {
      cpus,
      possibleCpus: possible(cpus),
      labels,
      schemes: best?.combination.schemes.map(({ id }) => id) ?? null,
      memoryBytes: best === undefined ? null : combinedMemory(best.combination, labels, possible(cpus)),
    };
  };
  const last = judged[judged.length - 1];
  const leading = last === undefined ? undefined : bestOf(last.judged);
  return {
    schemaVersion: DECISION_SCHEMA_VERSION,
    target: wanted.target,
    chanceNeededPct: CHANCE_NEEDED,
    budgetBytes: wanted.budgetBytes,
    recordedCpus: input.busyCpus,
    shareBound: input.labelShareBound,
    at: judged.map(({ cpus, judged: each }) => ({
      cpus,
      candidates: each.map(({ candidate }) => candidate).sort(byChance),
    })),
    region: counts.flatMap((cpus) => labelSteps(wanted.labels).map((labels) => choose(cpus, labels))),
    // Memory only grows with labels: no answer comes back.
    flips: counts.flatMap((cpus) =>
      changesBetween(wanted.labels.low, wanted.labels.high, (labels) => choose(cpus, labels).schemes).map(
        ({ last: most, below, above }) => ({ cpus, labels: most, below, above }),
      ),
    ),
    cpuFlips: [...new Set([wanted.labels.low, wanted.labels.high])].flatMap((labels) =>
      counts
        .slice(1)
        .flatMap((cpus, before) =>
          changesBetween(counts[before] ?? cpus, cpus, (at) => choose(at, labels).schemes, FINEST_CPUS).map(
            ({ last: upTo, first: from, below, above }) => ({ labels, upTo, from, below, above }),
          ),
        ),
    ),
    pareto: judged.flatMap(({ cpus, judged: each }) => front(each, cpus, wanted.labels.high, possible(cpus))),
    next:
      last === undefined || leading === undefined
        ? []
        : nextRecordings(leading.combination, load, last.cpus, networks),
    throughputWithheld: input.throughputWithheld,
    assumptions: [
      ...MODEL_ASSUMPTIONS,
      'Schemes together keep what every one of them keeps, taken as independent; those of different lines and locks relieve each its own.',
      ...(input.possibleCpus === null
        ? ['Memory is for a machine with as many possible CPUs as each column has.']
        : []),
    ],
  };
}

function cheapest(
  judged: readonly Judged[],
  labels: number,
  possibleCpus: number,
  budget: Bytes | null,
): Judged | undefined {
  const bytes = ({ combination }: Judged) => combinedMemory(combination, labels, possibleCpus);
  return judged
    .filter(({ candidate }) => (candidate.chancePct ?? 0) >= CHANCE_NEEDED)
    .filter((each) => {
      const own = bytes(each);
      return own !== null && (budget === null || own <= budget);
    })
    .sort(
      (a, b) =>
        (bytes(a) ?? 0) - (bytes(b) ?? 0) ||
        unwritten(a) - unwritten(b) ||
        a.combination.schemes.length - b.combination.schemes.length ||
        byChance(a.candidate, b.candidate),
    )[0];
}

/** How far the least mature scheme of a set is from a kernel one can run. */
function unwritten({ combination }: Judged): number {
  return Math.max(...combination.schemes.map(({ maturity }) => MATURITY_STAGES.indexOf(maturity.stage)));
}

function bestOf(judged: readonly Judged[]): Judged | undefined {
  return [...judged].sort((a, b) => byChance(a.candidate, b.candidate))[0];
}

/** The better chance first; of equal chances the larger gain, then fewer schemes. */
function byChance(a: Candidate, b: Candidate): number {
  return (
    (b.chancePct ?? -1) - (a.chancePct ?? -1) || middle(b) - middle(a) || a.schemes.length - b.schemes.length
  );
}

function middle({ gain }: Candidate): number {
  return gain === null ? 0 : (gain.mid ?? Math.sqrt(gain.low * gain.high));
}

/** Evenly in ratio, ends included. */
function labelSteps({ low, high: most }: Wanted['labels']): number[] {
  if (low === most) return [low];
  const steps = Array.from({ length: LABEL_STEPS }, (_, at) =>
    Math.round(low * (most / low) ** (at / (LABEL_STEPS - 1))),
  );
  return [...new Set(steps)];
}

/** Candidates than which none costs less memory and gains as much; of several alike the first. */
function front(judged: readonly Judged[], cpus: number, labels: number, possibleCpus: number): ParetoPoint[] {
  const points = judged.flatMap(({ combination, candidate }) => {
    const memoryBytes = combinedMemory(combination, labels, possibleCpus);
    const gain = candidate.gain?.mid ?? null;
    if (memoryBytes === null || gain === null || gain <= 1) return [];
    return [{ cpus, labels, schemes: candidate.schemes, gain, memoryBytes }];
  });
  const sorted = points.sort((a, b) => a.memoryBytes - b.memoryBytes || b.gain - a.gain);
  let best = 1;
  return sorted.filter(({ gain }) => {
    if (gain <= best) return false;
    best = gain;
    return true;
  });
}
