import type { CodeImage, CodeSection } from '../../model/code-image.js';
import type { CodeSource, FunctionCode, InlineFrame, Instruction } from '../../model/instruction.js';
import type { Address, Bytes } from '../../model/units.js';
import { PrintedNames } from '../printed-name.js';
import { SymbolRanges } from '../symbol-ranges.js';
import { decodeArm64 } from './arm64-decoder.js';
import { cloneNames } from './clone-names.js';
import type { SymbolAt } from './places.js';
import { decodeX86 } from './x86-decoder.js';

/** Inlined functions at an address of the ELF, innermost first; `null` when unknown. */
export type InlineLookup = (address: Address) => readonly InlineFrame[] | null;

/** Larger functions are not decoded: an instruction takes some 200 bytes of memory. A kernel's largest have 60 kB. */
const MAX_FUNCTION: Bytes = 1 << 19;
/** Decoded functions kept for the next question. */
const KEPT_FUNCTIONS = 64;
/** A kernel is moved by multiples of this: CONFIG_PHYSICAL_ALIGN of x86, the finest there is (arm64: 2 MB as well). */
const RELOCATION_STEP: Bytes = 1 << 21;

const DECODERS: Readonly<
  Record<
    CodeImage['architecture'],
    (bytes: Uint8Array, address: Address, symbolAt: SymbolAt) => Instruction[]
  >
> = { x86_64: decodeX86, arm64: decodeArm64 };

/**
 * Code of a kernel, program or library. A function is as long as its symbol says, or as perf makes it where
 * it does not (symbol-ranges.ts), and ends with its section at the latest. Of several functions of one name (static functions in several files) the one that
 * `start` names is given, where the kernel may have been moved by a multiple of 2 MB; without `start` none.
 */
export function elfCode(image: CodeImage, dso: string, inlines: InlineLookup = () => null): CodeSource {
  return new ElfCode(image, dso, inlines);
}

/** Where a symbol says that its function is; size 0 where it does not. */
interface Extent {
  readonly start: Address;
  readonly size: Bytes;
}

class ElfCode implements CodeSource {
  readonly dso: string;
  readonly #image: CodeImage;
  readonly #inlines: InlineLookup;
  readonly #ranges: SymbolRanges;
  readonly #extents = new Map<string, Extent[]>();
  readonly #names = new PrintedNames();
  /** The same by the names that perf prints, made when a name is asked for that no symbol has. */
  #printed: ReadonlyMap<string, Extent[]> | null = null;
  /** Made when first asked for. */
  #clones: ReadonlyMap<string, readonly string[]> | null = null;
  /** In order of use: the first is dropped first. */
  readonly #decoded = new Map<string, FunctionCode>();

  constructor(image: CodeImage, dso: string, inlines: InlineLookup) {
    this.dso = dso;
    this.#image = image;
    this.#inlines = inlines;
    const { starts, sizes, bindings, names } = image.symbols;
    this.#ranges = new SymbolRanges(
      names.map((name, index) => ({
        name,
        start: starts[index] as number,
        size: sizes[index] as number,
        binding: bindings[index] ?? 'local',
      })),
    );
    names.forEach((name, index) => {
      const extent = { start: starts[index] as number, size: sizes[index] as number };
      const known = this.#extents.get(name);
      if (known === undefined) this.#extents.set(name, [extent]);
      else if (!known.some(({ start }) => start === extent.start)) known.push(extent);
    });
  }

  functionCode(symbol: string, start: Address | null = null): FunctionCode | null {
    const candidates = this.#extentsOf(symbol).filter((each) => this.#sectionOf(each.start) !== null);
    const matching =
      start === null || candidates.length < 2
        ? candidates
        : candidates.filter((each) => this.#isAt(each.start, start));
    const [extent] = matching;
    return extent === undefined || matching.length > 1 ? null : this.#decode(symbol, extent);
  }

  clones(name: string): readonly string[] {
    this.#clones ??= cloneNames(this.#extents.keys());
    return this.#clones.get(name) ?? [];
  }

  inlineChain(_symbol: string, address: Address): readonly InlineFrame[] | null {
    return this.#inlines(address);
  }

  #extentsOf(symbol: string): readonly Extent[] {
    const known = this.#extents.get(symbol);
    if (known !== undefined || this.#image.kernel) return known ?? [];
    this.#printed ??= this.#byPrintedName();
    return this.#printed.get(symbol) ?? [];
  }

  /** Constructors have several symbols at one start, overloads have one name at several. */
  #byPrintedName(): ReadonlyMap<string, Extent[]> {
    const printed = new Map<string, Extent[]>();
    for (const [symbol, extents] of this.#extents) {
      const name = this.#names.of(symbol);
      if (name === symbol) continue;
      const known = printed.get(name) ?? [];
      printed.set(name, [
        ...known,
        ...extents.filter(({ start }) => !known.some((each) => each.start === start)),
      ]);
    }
    return printed;
  }

  #isAt(at: Address, start: Address): boolean {
    return this.#image.kernel ? (at - start) % RELOCATION_STEP === 0 : at === start;
  }

  #decode(symbol: string, extent: Extent): FunctionCode | null {
    const key = `${extent.start} ${symbol}`;
    const kept = this.#decoded.get(key);
    const code = kept ?? this.#read(symbol, extent);
    if (code === null) return null;
    this.#decoded.delete(key);
    this.#decoded.set(key, code);
    const [oldest] = this.#decoded.keys();
    if (this.#decoded.size > KEPT_FUNCTIONS && oldest !== undefined) this.#decoded.delete(oldest);
    return code;
  }

  #read(symbol: string, { start, size }: Extent): FunctionCode | null {
    const section = this.#sectionOf(start);
    if (section === null) return null;
    const from = start - this.#base(section);
    const bytes = section.bytes.subarray(from, from + (size || this.#labelSize(start)));
    if (bytes.length === 0 || bytes.length > MAX_FUNCTION) return null;
    const { architecture, file } = this.#image;
    const address = section.address + from;
    const instructions = DECODERS[architecture](bytes, address, (target) => this.#symbolAt(target));
    return { symbol, address, size: bytes.length, architecture, instructions, source: 'elf', file };
  }

  /** A label of assembly has no size: it ends where the next symbol begins. */
  #labelSize(start: Address): Bytes {
    return this.#ranges.find(start)?.size ?? 0;
  }

  /** Where symbols have a section's first byte. */
  #base(section: CodeSection): number {
    return this.#image.kernel ? section.address : section.offset;
  }

  #sectionOf(start: Address): CodeSection | null {
    const isIn = (section: CodeSection): boolean =>
      start >= this.#base(section) && start < this.#base(section) + section.bytes.length;
    return this.#image.sections.find(isIn) ?? null;
  }

  #symbolAt(address: Address): string | null {
    const section = this.#image.sections.find(
      (each) => address >= each.address && address < each.address + each.bytes.length,
    );
    if (section === undefined && !this.#image.kernel) return null;
    const place = section === undefined ? address : address - section.address + this.#base(section);
    const symbol = this.#ranges.find(place);
    if (symbol === null) return null;
    const offset = place - symbol.start;
    const name = this.#image.kernel ? symbol.name : this.#names.of(symbol.name);
    return offset === 0 ? name : `${name}+0x${offset.toString(16)}`;
  }
}
