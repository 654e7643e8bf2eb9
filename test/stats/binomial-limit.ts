/** What a count of `trials` chances `p` exceeds once in a thousand times. */
export function binomialLimit(trials: number, p: number): number {
  let [weight, below] = [(1 - p) ** trials, 0];
  for (let hits = 0; ; hits++) {
    below += weight;
    if (below > 0.999) return hits;
    weight *= ((trials - hits) / (hits + 1)) * (p / (1 - p));
  }
}
