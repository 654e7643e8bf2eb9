/** Median of ratios, and the middle half of them. */
export interface Ratios {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/**
 * How many times as long `measured` takes as `reference`: the two in turn, a ratio a round, so that what slows the
 * machine for a while slows both. Each says how long it took itself.
 */
export async function interleaved(
  measured: () => number | Promise<number>,
  reference: () => number | Promise<number>,
  rounds: number,
): Promise<Ratios> {
  await reference();
  await measured();
  const ratios: number[] = [];
  while (ratios.length < rounds) {
    const base = await reference();
    ratios.push((await measured()) / base);
  }
  return middleHalf(ratios);
}

export function middleHalf(values: readonly number[]): Ratios {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] ?? Number.NaN;
  return { low: at(0.25), mid: at(0.5), high: at(0.75) };
}
