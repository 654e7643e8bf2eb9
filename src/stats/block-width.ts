/** More blocks than this no longer change an interval: neighbours are joined. */
const MAX_BLOCKS = 1000;
/** With fewer blocks no correlation can be told from chance. */
const LEAST_BLOCKS = 8;
/** A correlation is chance within so many times sqrt(log10(n) / n), for so many lags on end: Politis & White's c and K. */
const CHANCE = 2;
const QUIET_LAGS = 5;

/**
 * How many neighbouring blocks of time to join so that resampling them keeps how a share wanders: 1 where what each
 * block has of it tells nothing of the next, more where it drifts or comes in phases longer than a block. Politis &
 * White (2004), Econometric Reviews 23:53-70, with the corrected constant of Patton, Politis & White (2009), 28:372-375.
 *
 * @param whole weight of each block, in order of time
 * @param part what the share has in each
 */
export function blockWidth(whole: readonly number[], part: readonly number[]): number {
  const base = Math.max(1, Math.ceil(whole.length / MAX_BLOCKS));
  return base * correlatedWidth(residuals(joinBlocks(whole, base), joinBlocks(part, base)));
}

/** Sums of `width` neighbours each; the last may be of fewer. */
export function joinBlocks(values: readonly number[], width: number): readonly number[] {
  if (width <= 1) return values;
  const joined = new Array<number>(Math.ceil(values.length / width)).fill(0);
  values.forEach((value, index) => {
    const block = Math.floor(index / width);
    joined[block] = (joined[block] as number) + value;
  });
  return joined;
}

/** What each block has of the share more, or less, than its weight makes expect. */
function residuals(whole: readonly number[], part: readonly number[]): number[] {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const [total, own] = [sum(whole), sum(part)];
  const share = total > 0 ? own / total : 0;
  return whole.map((weight, block) => (part[block] ?? 0) - share * weight);
}

function correlatedWidth(values: readonly number[]): number {
  const count = values.length;
  const variance = autocovariance(values, 0);
  if (count < LEAST_BLOCKS || !(variance > 0)) return 1;
  const covariances = [variance];
  const at = (lag: number): number => {
    for (let next = covariances.length; next <= lag; next++) covariances.push(autocovariance(values, next));
    return covariances[lag] as number;
  };
  const chance = CHANCE * Math.sqrt(Math.log10(count) / count) * variance;
  const most = Math.ceil(Math.sqrt(count)) + QUIET_LAGS;
  let last = 0;
  for (let lag = 1; lag <= Math.min(last + QUIET_LAGS, most, count - 1); lag++)
    if (Math.abs(at(lag)) >= chance) last = lag;
  if (last === 0) return 1;
  const lags = Math.min(2 * last, count - 1);
  let [spectrum, slope] = [variance, 0];
  for (let lag = 1; lag <= lags; lag++) {
    // The flat-top window: 1 up to half of the lags, then down to 0.
    const window = Math.min(1, 2 * (1 - lag / lags));
    spectrum += 2 * window * at(lag);
    slope += 2 * window * lag * at(lag);
  }
  if (!(spectrum > 0)) return 1;
  const width = Math.cbrt((1.5 * slope * slope * count) / (spectrum * spectrum));
  return Math.max(1, Math.floor(Math.min(Math.ceil(width), 3 * Math.sqrt(count), count / 3)));
}

function autocovariance(values: readonly number[], lag: number): number {
  let sum = 0;
  for (let index = lag; index < values.length; index++)
    sum += (values[index] as number) * (values[index - lag] as number);
  return sum / values.length;
}
