import type { FunctionSamples } from '../model/analysis.js';
import { NO_STACK, type Profile } from '../model/profile.js';
import { physicalLeaf } from './physical-leaf.js';
import type { Selection } from './selection.js';

const UNKNOWN = '[unknown]';

interface Row {
  symbol: string;
  dso: string;
  selfSamples: number;
  childrenSamples: number;
  selfPeriod: number;
}

/**
 * Samples per function of `event` over everything the selected commands did, as perf report --no-children (self)
 * and --children count them: a function that recurs in one callchain counts once.
 */
export function functionSamples(profile: Profile, selection: Selection, event: number): FunctionSamples[] {
  const weights = new Map<number, { samples: number; period: number }>();
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    if (cell.event !== event || !selection.includesTask(cell.task)) continue;
    const weight = weights.get(cell.stack);
    if (weight === undefined) weights.set(cell.stack, { samples: cell.samples, period: cell.period });
    else {
      weight.samples += cell.samples;
      weight.period += cell.period;
    }
  }
  const rows = new Map<string, Row>();
  for (const [stack, { samples, period }] of weights) {
    const self = rowOf(rows, profile, physicalLeaf(profile, stack));
    self.selfSamples += samples;
    self.selfPeriod += period;
    const seen = new Set<Row>([self]);
    for (let at = stack; at !== NO_STACK; at = profile.stackParent(at)) seen.add(rowOf(rows, profile, at));
    for (const row of seen) row.childrenSamples += samples;
  }
  return [...rows.values()].sort(
    (a, b) =>
      b.selfSamples - a.selfSamples ||
      b.childrenSamples - a.childrenSamples ||
      (a.symbol < b.symbol ? -1 : 1),
  );
}

function rowOf(rows: Map<string, Row>, profile: Profile, stack: number): Row {
  const frame = stack === NO_STACK ? -1 : profile.stackFrame(stack);
  const symbol = (frame < 0 ? null : profile.frameSymbol(frame)) ?? UNKNOWN;
  const dso = (frame < 0 ? null : profile.frameDso(frame)) ?? UNKNOWN;
  const key = `${dso}\n${symbol}`;
  const known = rows.get(key);
  if (known !== undefined) return known;
  const row: Row = { symbol, dso, selfSamples: 0, childrenSamples: 0, selfPeriod: 0 };
  rows.set(key, row);
  return row;
}
