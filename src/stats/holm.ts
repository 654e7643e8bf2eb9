/**
 * p values corrected for being several: rejecting those below alpha keeps the chance of any false rejection at
 * alpha, whatever the dependence. Holm (1979), Scandinavian Journal of Statistics 6:65-70, as adjusted p values
 * (R's p.adjust "holm"). Same order as given.
 */
export function holmAdjust(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)));
    adjusted[index] = largest;
  });
  return adjusted;
}
