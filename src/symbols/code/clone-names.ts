import { groupBy } from '../../model/group-by.js';

/** Rarely run parts that compilers move away: what is there is off every common path. */
const COLD = /\.cold(\.\d+)?$/;

/** Symbols by the function they are, or are made from: `aa_free_ns.part.0` under "aa_free_ns"; cold parts are left out. */
export function cloneNames(symbols: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const common = [...symbols].filter((symbol) => !COLD.test(symbol));
  return groupBy(common, (symbol) => {
    const dot = symbol.indexOf('.', 1);
    return dot < 0 ? symbol : symbol.slice(0, dot);
  });
}
