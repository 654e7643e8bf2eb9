import { LEARNED_DISCREPANCY } from '../../src/project/learned-discrepancy.js';

/** Constants of src/project/line-network.ts, printed beside every projection. */
const LOCAL_NS = 5;
const TRANSFER_NS = 60;

/** One line and `cpus` customers: throughput and busy share, by the recursion of Reiser and Lavenberg. */
function oneLine(visits: number, cpus: number, kept: number) {
  const local = visits * kept * LOCAL_NS;
  const demand = visits * kept * TRANSFER_NS * (1 - 1 / cpus);
  let [throughput, queue] = [0, 0];
  for (let n = 1; n <= cpus; n++) {
    const response = demand * (1 + queue);
    throughput = n / (1 + local + response);
    queue = throughput * response;
  }
  return { throughput, share: (queue + throughput * local) / cpus };
}

function visitsFor(share: number, cpus: number): number {
  let [low, high] = [1e-9, 10];
  for (let round = 0; round < 60; round++) {
    const middle = Math.sqrt(low * high);
    if (oneLine(middle, cpus, 1).share < share) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Gains of a change that keeps `kept` of a line's visits and leaves no local time, in ascending order: what is not known
 * drawn at random from the distributions that the projection prints, each draw fitted and solved here.
 */
export function drawnGains(
  share: { readonly mid: number; readonly sd: number },
  kept: number,
  cpus: number,
  draws: number,
  random: () => number,
): number[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const { hiddenMean, hiddenSd, logResponseMean, logResponseSd } = LEARNED_DISCREPANCY;
  const gains = Array.from({ length: draws }, () => {
    const observed = Math.max(1e-4, share.mid + share.sd * normal());
    const odds = (observed / (1 - observed)) * Math.exp(hiddenMean + hiddenSd * normal());
    const visits = visitsFor(odds / (1 + odds), cpus);
    const ratio = oneLine(visits, cpus, kept).throughput / oneLine(visits, cpus, 1).throughput;
    return ratio ** Math.exp(logResponseMean + logResponseSd * normal());
  });
  return gains.sort((a, b) => a - b);
}
