import type { FunctionSamples } from '../model/analysis.js';
import { NO_STACK, type Profile } from '../model/profile.js';
import { physicalLeaf } from './physical-leaf.js';
import type { Selection } from './selection.js';

/** What a function is called whose name is not known; a binary too. */
export const UNNAMED_FUNCTION = '[unknown]';

interface Row {
  symbol: string;
  dso: string;
  selfSamples: number;
  childrenSamples: number;
  selfPeriod: number;
  /** The callchain counted last: a function counts once in each. */
  lastStack: number | null;
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
  const table = new RowTable(profile);
  for (const [stack, { samples, period }] of weights) {
    const self = table.of(physicalLeaf(profile, stack));
    self.selfSamples += samples;
    self.selfPeriod += period;
    for (let at = stack; at !== NO_STACK; at = profile.stackParent(at)) count(table.of(at), stack, samples);
    count(self, stack, samples);
  }
  return table
    .functions()
    .sort(
      (a, b) =>
        b.selfSamples - a.selfSamples ||
        b.childrenSamples - a.childrenSamples ||
        (a.symbol < b.symbol ? -1 : 1),
    );
}

/** Counts a callchain at `row`, once. */
function count(row: Row, stack: number, samples: number): void {
  if (row.lastStack === stack) return;
  row.lastStack = stack;
  row.childrenSamples += samples;
}

/** Rows by function; the name of each distinct frame is looked up once. */
class RowTable {
  readonly #profile: Profile;
  readonly #byFrame: Row[] = [];
  readonly #byName = new Map<string, Row>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  of(stack: number): Row {
    if (stack === NO_STACK) return this.#named(UNNAMED_FUNCTION, UNNAMED_FUNCTION);
    const frame = this.#profile.stackFrame(stack);
    const known = this.#byFrame[frame];
    if (known !== undefined) return known;
    const row = this.#named(
      this.#profile.frameSymbol(frame) ?? UNNAMED_FUNCTION,
      this.#profile.frameDso(frame) ?? UNNAMED_FUNCTION,
    );
    this.#byFrame[frame] = row;
    return row;
  }

  functions(): Omit<Row, 'lastStack'>[] {
    return [...this.#byName.values()].map(({ lastStack, ...row }) => row);
  }

  #named(symbol: string, dso: string): Row {
    const key = `${dso}\n${symbol}`;
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    const row: Row = { symbol, dso, selfSamples: 0, childrenSamples: 0, selfPeriod: 0, lastStack: null };
    this.#byName.set(key, row);
    return row;
  }
}
