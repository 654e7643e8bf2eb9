import type { BusyFunction } from '../model/analysis.js';
import { type EventInfo, NO_STACK } from '../model/profile.js';
import { blockInterval } from '../stats/block-interval.js';
import { type CountedSamples, countedCells } from './counted-cells.js';
import { UNNAMED_FUNCTION } from './function-samples.js';
import { physicalLeaf } from './physical-leaf.js';
import { Tallies, Tally } from './tally.js';

/** Own busy time of every function, of the samples that the label share is taken of: what a comparison needs. */
export function busyFunctions(samples: CountedSamples): BusyFunction[] {
  const { profile, event } = samples;
  const total = new Tally();
  const functions = new Tallies<string>();
  const keyOf = (stack: number): string => {
    const leaf = physicalLeaf(profile, stack);
    const frame = leaf === NO_STACK ? -1 : profile.stackFrame(leaf);
    const symbol = frame < 0 ? null : profile.frameSymbol(frame);
    const dso = frame < 0 ? null : profile.frameDso(frame);
    return `${dso ?? UNNAMED_FUNCTION}\n${symbol ?? UNNAMED_FUNCTION}`;
  };
  for (const cell of countedCells(samples)) {
    total.add(cell.slice, cell.samples, cell.period);
    functions.of(keyOf(cell.stack)).add(cell.slice, cell.samples, cell.period);
  }
  if (!(total.period > 0)) return [];
  const counted = (profile.events[event] as EventInfo).sharesOnly !== true;
  const slices = [...total.blocks.keys()].sort((a, b) => a - b);
  const whole = slices.map((slice) => total.blocks.get(slice) ?? 0);
  return [...functions]
    .sort(([a, x], [b, y]) => y.period - x.period || (a < b ? -1 : 1))
    .map(([key, tally]) => {
      const [dso, symbol] = key.split('\n') as [string, string];
      const part = slices.map((slice) => tally.blocks.get(slice) ?? 0);
      const share = blockInterval(whole, part, total.samples);
      return {
        symbol,
        dso,
        ...tally.weight(counted),
        sharePct: (100 * tally.period) / total.period,
        shareLowPct: counted ? 100 * share.low : null,
        shareHighPct: counted ? 100 * share.high : null,
      };
    });
}
