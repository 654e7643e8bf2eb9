import type { BacktestCase, Discrepancy } from '../../model/backtest.js';
import { caseLines } from './case-lines.js';
import { type CaseOutcome, caseOutcomes } from './case-outcomes.js';
import { predictiveLogSd } from './noise.js';
import { replicateGroups, sameName } from './replicates.js';

/**
 * Hyperpriors, the same for all cases: hidden time is taken as none (sd .1 on its mean over machines) with a spread
 * between machines of the order of .2. A response is 1 / (1 + e), where the elasticity e of other service times is
 * not negative on average: ln r is 0 or less in the mean over machines (half-normal, .3), single machines may lie
 * above, with a spread of the order of .2. Cutting the mean at .2 or .8 instead of 0 moves no projection by over 1 %.
 */
const PRIOR = { hiddenMeanSd: 0.1, hiddenSdScale: 0.2, responseMeanSd: 0.3, responseSdScale: 0.2 };
/** Shares after a change carry the hooks' other work too: they count, but loosely. */
const SHARE_AFTER_LOG_SD = 0.3;

const HIDDEN = steps(-1, 2, 31);
const LOG_RESPONSE = steps(-1, 0.4, 29);
const HYPER = {
  hiddenMean: steps(-0.2, 0.5, 8),
  hiddenSd: [0.05, 0.1, 0.2, 0.3, 0.4],
  responseMean: steps(-0.8, 0, 9),
  responseSd: [0.05, 0.1, 0.15, 0.2, 0.3, 0.4],
};

/** The likelihood of one machine's cases over HIDDEN x LOG_RESPONSE. */
export interface MachineEvidence {
  /** As `sameName` gives it. */
  readonly machine: string;
  readonly cases: readonly BacktestCase[];
  readonly likelihood: readonly (readonly number[])[];
}

/** What each machine's measured cases say; cases that change nothing or cannot be projected say nothing. */
export function machineEvidence(cases: readonly BacktestCase[]): MachineEvidence[] {
  const telling = cases.filter(
    (subject) =>
      subject.measured !== null &&
      subject.sites.some(({ kept }) => kept !== 1) &&
      caseLines(subject).why === null,
  );
  const machines = [...new Set(telling.map(({ machine }) => sameName(machine)))];
  return machines.map((machine) => {
    const own = telling.filter((subject) => sameName(subject.machine) === machine);
    const groups = replicateGroups(own.map((subject) => ({ subject, table: logLikelihoods(subject) })));
    const likelihood = HIDDEN.map((_, i) =>
      LOG_RESPONSE.map((__, j) =>
        Math.exp(
          groups.reduce(
            (sum, group) =>
              sum + group.reduce((part, { table }) => part + (table[i]?.[j] ?? 0), 0) / group.length,
            0,
          ),
        ),
      ),
    );
    return { machine, cases: own, likelihood };
  });
}

/**
 * The spread of hidden time and response that a machine without evidence draws from: hierarchical normal model over
 * machines, integrated on a grid (Gelman et al., Bayesian Data Analysis, ch. 5), as mean and standard deviation.
 * Without evidence it is the prior.
 */
export function learnDiscrepancy(evidence: readonly MachineEvidence[]): Discrepancy {
  const hidden = new Moments();
  const response = new Moments();
  for (const hiddenMean of HYPER.hiddenMean) {
    for (const hiddenSd of HYPER.hiddenSd) {
      const atHidden = normalWeights(HIDDEN, hiddenMean, hiddenSd);
      const rows = evidence.map(({ likelihood }) =>
        LOG_RESPONSE.map((_, j) => atHidden.reduce((sum, w, i) => sum + w * (likelihood[i]?.[j] ?? 0), 0)),
      );
      const prior = density(hiddenMean / PRIOR.hiddenMeanSd) * density(hiddenSd / PRIOR.hiddenSdScale);
      for (const responseMean of HYPER.responseMean) {
        for (const responseSd of HYPER.responseSd) {
          const atResponse = RESPONSE_WEIGHTS.get(`${responseMean} ${responseSd}`) ?? [];
          let weight =
            prior *
            density(responseMean / PRIOR.responseMeanSd) *
            density(responseSd / PRIOR.responseSdScale);
          for (const row of rows)
            weight *= row.reduce((sum, value, j) => sum + value * (atResponse[j] ?? 0), 0);
          hidden.add(weight, hiddenMean, hiddenSd);
          response.add(weight, responseMean, responseSd);
        }
      }
    }
  }
  return {
    hiddenMean: hidden.mean,
    hiddenSd: hidden.sd,
    logResponseMean: response.mean,
    logResponseSd: response.sd,
  };
}

/** Mean and spread of a mixture of normals. */
class Moments {
  #weight = 0;
  #first = 0;
  #second = 0;

  add(weight: number, mean: number, sd: number): void {
    this.#weight += weight;
    this.#first += weight * mean;
    this.#second += weight * (sd * sd + mean * mean);
  }

  get mean(): number {
    return this.#first / this.#weight;
  }

  get sd(): number {
    return Math.sqrt(Math.max(0, this.#second / this.#weight - this.mean ** 2));
  }
}

const RESPONSE_WEIGHTS = new Map(
  HYPER.responseMean.flatMap((mean) =>
    HYPER.responseSd.map((sd) => [`${mean} ${sd}`, normalWeights(LOG_RESPONSE, mean, sd)] as const),
  ),
);

function logLikelihoods(subject: BacktestCase): number[][] {
  return HIDDEN.map((hidden) => {
    const outcomes = caseOutcomes(subject, hidden);
    return LOG_RESPONSE.map((logResponse) =>
      Math.log(
        outcomes.reduce(
          (sum, each) => sum + each.weight * likelihood(subject, each, Math.exp(logResponse)),
          0,
        ) + Number.MIN_VALUE,
      ),
    );
  });
}

function likelihood({ measured, sites }: BacktestCase, outcome: CaseOutcome, response: number): number {
  if (measured === null) return 1;
  const sd = predictiveLogSd(measured);
  let value = density((response * outcome.logGain - Math.log(measured.mid)) / sd) / sd;
  sites.forEach(({ shareAfterPct, kept }, i) => {
    const share = outcome.sharesAfter[i] ?? 0;
    // What is left of a removed site is its own work, of which the model says nothing.
    if (shareAfterPct === null || shareAfterPct === 0 || kept === 0 || share === 0) return;
    value *= density(Math.log((100 * share) / shareAfterPct) / SHARE_AFTER_LOG_SD);
  });
  return value;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2);
}

function normalWeights(values: readonly number[], mean: number, sd: number): number[] {
  const weights = values.map((value) => density((value - mean) / sd));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** `count` values from `low` to `high`, rounded so that they print as they are meant. */
function steps(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number((low + ((high - low) * i) / (count - 1)).toFixed(6)));
}
