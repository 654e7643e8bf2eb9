import type { Binding } from '../model/dso-symbols.js';
import type { Address } from '../model/units.js';

export interface RangeSymbol {
  readonly start: Address;
  /** Bytes, 0 where unknown. */
  readonly size: number;
  readonly binding: Binding;
  readonly name: string;
}

const PAGE = 4096;
/** How many symbols before the nearest one are asked whether they reach over it. */
const MAX_NESTING = 32;

/**
 * Address -> symbol of an ELF with perf's choices (tools/perf/util/symbol.c): a symbol without a size ends where the
 * next begins (symbols__fixup_end()), of several at one address the best is kept (symbols__fixup_duplicate(),
 * choose_best_symbol()). Where symbols overlap perf's answer depends on the shape of its tree; here it is the innermost.
 */
export class SymbolRanges {
  readonly #symbols: readonly RangeSymbol[];
  readonly #ends: Float64Array;

  constructor(symbols: readonly RangeSymbol[]) {
    // Array.prototype.sort is stable: equal starts stay in the order of the table, as in perf's tree.
    const sorted = [...symbols].sort((a, b) => compareUnsigned(a.start, b.start));
    const sized = sorted.map((symbol, rank) => {
      if (symbol.size > 0) return symbol;
      const next = sorted[rank + 1]?.start ?? Math.ceil(symbol.start / PAGE) * PAGE + PAGE;
      return { ...symbol, size: next - symbol.start };
    });
    const distinct: RangeSymbol[] = [];
    for (const symbol of sized) {
      const last = distinct.at(-1);
      if (last === undefined || last.start !== symbol.start) distinct.push(symbol);
      else if (isBetter(symbol, last)) distinct[distinct.length - 1] = symbol;
    }
    this.#symbols = distinct;
    this.#ends = Float64Array.from(distinct, ({ start, size }) => start + size);
  }

  find(address: Address): RangeSymbol | null {
    let low = 0;
    let high = this.#symbols.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareUnsigned((this.#symbols[middle] as RangeSymbol).start, address) <= 0) low = middle + 1;
      else high = middle;
    }
    for (let index = low - 1; index >= Math.max(0, low - MAX_NESTING); index--) {
      if (address < (this.#ends[index] as number)) return this.#symbols[index] as RangeSymbol;
    }
    return null;
  }
}

/** Each rule in perf's order; the first that tells the two apart decides. */
const PREFERENCES: readonly ((symbol: RangeSymbol) => number)[] = [
  ({ size }) => Number(size > 0),
  ({ binding }) => Number(binding !== 'weak'),
  ({ binding }) => Number(binding === 'global'),
  ({ name }) => -leadingUnderscores(name),
  ({ name }) => name.length,
];

function isBetter(symbol: RangeSymbol, kept: RangeSymbol): boolean {
  for (const preference of PREFERENCES) {
    const difference = preference(symbol) - preference(kept);
    if (difference !== 0) return difference > 0;
  }
  // The old names of system calls give way to the new ones.
  return kept.name.startsWith('SyS') || kept.name.startsWith('compat_SyS');
}

function leadingUnderscores(name: string): number {
  return name.length - name.replace(/^_+/, '').length;
}

/** Signed doubles in the order of the unsigned addresses they stand for: kernel addresses are negative. */
export function compareUnsigned(a: Address, b: Address): number {
  if (a < 0 !== b < 0) return a < 0 ? 1 : -1;
  return a - b;
}
