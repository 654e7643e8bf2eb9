import { FrameFlag, type Profile } from '../model/profile.js';
import type { RelocationReference } from '../model/recording.js';
import type { SymbolList } from '../model/symbol-list.js';
import type { Address } from '../model/units.js';
import { compareUnsigned, SymbolRanges } from './symbol-ranges.js';

/** What lies at an address. */
export interface ResolvedSymbol {
  readonly name: string;
  /** "[kernel.kallsyms]" or "[module]". */
  readonly dso: string;
  /** Bytes from the symbol's start. */
  readonly offset: number;
}

const KERNEL_DSO = '[kernel.kallsyms]';
const PAGE = 4096;
/** Types perf keeps, in either case: tools/perf/util/symbol.c symbol_type__filter(). */
const KEPT_TYPES = new Set(['T', 'W', 'D', 'B']);

/**
 * Address -> kernel symbol with exactly perf's choices (tools/perf/util/symbol.c): text, weak, data and bss
 * symbols only; a symbol ends where the next begins, but a page after its start at the border between kernel
 * and modules (symbols__fixup_end()); of several names for one address the last in the file wins, because the
 * others have length zero by then (symbols__fixup_duplicate() runs after symbols__fixup_end()).
 */
export class KernelSymbols {
  /** For an ELF's list, whose symbols have sizes. */
  readonly #ranges: SymbolRanges | null;
  readonly #delta: number;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #names: string[];
  readonly #modules: (string | null)[];
  /** True when the reference symbol perf recorded is in the list, or perf recorded none. */
  readonly matchesRecording: boolean;

  constructor(list: SymbolList, relocation: RelocationReference | null) {
    const reference = relocation === null ? -1 : list.names.indexOf(relocation.symbol);
    this.matchesRecording = relocation === null || reference >= 0;
    const delta =
      relocation === null || reference < 0 ? 0 : (list.addresses[reference] as number) - relocation.address;
    this.#delta = delta;
    this.#ranges = list.sizes === undefined ? null : sizedRanges(list, list.sizes);
    const kept: number[] = [];
    for (let index = 0; index < (this.#ranges === null ? list.addresses.length : 0); index++) {
      if (
        KEPT_TYPES.has((list.types[index] as string).toUpperCase()) &&
        !list.names[index]?.startsWith('$')
      ) {
        kept.push(index);
      }
    }
    const addressOf = (index: number): Address => list.addresses[index] as number;
    kept.sort((a, b) => compareUnsigned(addressOf(a), addressOf(b)));
    const distinct = kept.filter((index, rank) => {
      const next = kept[rank + 1];
      return next === undefined || addressOf(next) !== addressOf(index);
    });
    const shift = (index: number): number => (list.modules[index] === null ? delta : 0);
    this.#starts = Float64Array.from(distinct, (index) => addressOf(index) - shift(index));
    this.#ends = Float64Array.from(distinct, (index, rank) => {
      const next = distinct[rank + 1];
      const start = addressOf(index);
      if (next === undefined) return roundUp(start) + PAGE - shift(index);
      const border = (list.modules[index] === null) !== (list.modules[next] === null);
      return (border ? roundUp(start + PAGE) : addressOf(next)) - shift(index);
    });
    this.#names = distinct.map((index) => list.names[index] as string);
    this.#modules = distinct.map((index) => list.modules[index] ?? null);
  }

  resolve(address: Address): ResolvedSymbol | null {
    if (this.#ranges !== null) {
      const symbol = this.#ranges.find(address + this.#delta);
      if (symbol === null) return null;
      return { name: symbol.name, dso: KERNEL_DSO, offset: address + this.#delta - symbol.start };
    }
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareUnsigned(this.#starts[middle] as number, address) <= 0) low = middle + 1;
      else high = middle;
    }
    const index = low - 1;
    if (index < 0 || address >= (this.#ends[index] as number)) return null;
    return {
      name: this.#names[index] as string,
      dso: this.#modules[index] ?? KERNEL_DSO,
      offset: address - (this.#starts[index] as number),
    };
  }
}

/** Names every kernel frame that is still a bare address. Returns how many stayed without a name. */
export function resolveKernelFrames(profile: Profile, symbols: KernelSymbols): number {
  let unresolved = 0;
  for (let frame = 0; frame < profile.frameCount; frame++) {
    if ((profile.frameFlags(frame) & FrameFlag.kernel) === 0 || profile.frameSymbolIndex(frame) >= 0)
      continue;
    const address = profile.frameAddress(frame);
    const symbol = address === null ? null : symbols.resolve(address);
    if (symbol === null) unresolved++;
    else profile.resolveFrame(frame, symbol.name, symbol.offset, symbol.dso);
  }
  return unresolved;
}

/** The weak ones are told by nm's letter, the global ones by its case. */
function sizedRanges(list: SymbolList, sizes: readonly number[]): SymbolRanges {
  return new SymbolRanges(
    list.names.map((name, index) => {
      const type = list.types[index] as string;
      const global = type === type.toUpperCase() ? 'global' : 'local';
      return {
        name,
        start: list.addresses[index] as number,
        size: sizes[index] as number,
        binding: type === 'W' ? 'weak' : global,
      };
    }),
  );
}

function roundUp(address: Address): Address {
  return Math.ceil(address / PAGE) * PAGE;
}
