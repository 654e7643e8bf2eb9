/** Rarely run parts that compilers move away: what is there is off every common path. */
const COLD = /\.cold(\.\d+)?$/;

/** Symbols by the function they are, or are made from: `aa_free_ns.part.0` under "aa_free_ns"; cold parts are left out. */
export function cloneNames(symbols: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const byFunction = new Map<string, string[]>();
  for (const symbol of symbols) {
    if (COLD.test(symbol)) continue;
    const dot = symbol.indexOf('.', 1);
    const name = dot < 0 ? symbol : symbol.slice(0, dot);
    const known = byFunction.get(name);
    if (known === undefined) byFunction.set(name, [symbol]);
    else known.push(symbol);
  }
  return byFunction;
}
