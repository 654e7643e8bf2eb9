import type { Proportion } from './newcombe.js';

/** Probabilities this close count as equal: rounding must not decide. As R's fisher.test. */
const TIE = 1 + 1e-7;

/**
 * Two-sided p value of Fisher's exact test that two proportions are the same: all tables with the same margins
 * that are no likelier than the one seen. Fisher (1935), The Design of Experiments, ch. 2; the two-sided rule is
 * that of R's fisher.test. Counts are rounded to whole ones.
 *
 * Weights are built outwards from the likeliest table by the ratio of neighbours, so that no factorial is needed
 * and far tables underflow to 0 harmlessly.
 */
export function fisherExactP(a: Proportion, b: Proportion): number {
  const margins = tableMargins(a, b);
  const [lowest, highest] = [
    Math.max(0, margins.hits - margins.otherTrials),
    Math.min(margins.hits, margins.trials),
  ];
  const mode = Math.floor(
    ((margins.hits + 1) * (margins.trials + 1)) / (margins.trials + margins.otherTrials + 2),
  );
  const weights = new Map([[mode, 1]]);
  let weight = 1;
  for (let hits = mode; hits < highest; hits++) {
    weight *= ratioUp(hits, margins);
    weights.set(hits + 1, weight);
  }
  weight = 1;
  for (let hits = mode - 1; hits >= lowest; hits--) {
    weight /= ratioUp(hits, margins);
    weights.set(hits, weight);
  }
  const limit = (weights.get(margins.seen) ?? 0) * TIE;
  let all = 0;
  let unlikelier = 0;
  for (const each of weights.values()) {
    all += each;
    if (each <= limit) unlikelier += each;
  }
  return Math.min(1, unlikelier / all);
}

/** A 2 x 2 table by its margins and the hits seen on the first side. */
interface Margins {
  readonly seen: number;
  readonly hits: number;
  readonly trials: number;
  readonly otherTrials: number;
}

/** The side with fewer trials (then fewer hits) first, so that swapping the sides gives the same bits. */
function tableMargins(a: Proportion, b: Proportion): Margins {
  const [first, second] = [a, b]
    .map(({ hits, trials }) => ({
      hits: Math.round(Math.min(hits, Math.round(trials))),
      trials: Math.round(trials),
    }))
    .sort((one, two) => one.trials - two.trials || one.hits - two.hits) as [Proportion, Proportion];
  return {
    seen: first.hits,
    hits: first.hits + second.hits,
    trials: first.trials,
    otherTrials: second.trials,
  };
}

/** Hypergeometric P(hits + 1) / P(hits) on the first side. */
function ratioUp(hits: number, { hits: allHits, trials, otherTrials }: Margins): number {
  return ((trials - hits) * (allHits - hits)) / ((hits + 1) * (otherTrials - allHits + hits + 1));
}
