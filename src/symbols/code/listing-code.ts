import type { Architecture } from '../../model/code-image.js';
import type { CodeSource, FunctionCode, Instruction } from '../../model/instruction.js';
import type { InstructionListing } from '../../model/instruction-listing.js';
import type { Address, Bytes } from '../../model/units.js';
import { PrintedNames } from '../printed-name.js';
import { readArm64 } from './arm64-text.js';
import { type InstructionMeaning, readAtt } from './att-text.js';
import { cloneNames } from './clone-names.js';
import { listingSyntax } from './listing-syntax.js';

/** How one syntax is read. `longest` and `shortest` instruction in bytes. */
interface Reader {
  readonly architecture: Architecture;
  readonly longest: Bytes;
  readonly shortest: Bytes;
  readonly read: (text: string, next: Address | null) => InstructionMeaning;
}

const ATT: Reader = { architecture: 'x86_64', longest: 15, shortest: 1, read: readAtt };
const ARM64: Reader = { architecture: 'arm64', longest: 4, shortest: 4, read: readArm64 };

/** Whether a listing's text can be read: Intel syntax cannot. */
export function isReadable({ instructions }: InstructionListing): boolean {
  return listingSyntax(texts(instructions)) !== 'intel';
}

/**
 * Code out of listings of one program or kernel. A listing prints no length: an instruction ends where the next one
 * begins, the last of a function is given the shortest length there is. Functions of one name at different addresses
 * are told apart by `start` alone, as in elf-code.ts. C++ and Rust functions of a program are found by the linker's
 * name and by the one that perf prints.
 */
export function listingCode(listings: readonly InstructionListing[], dso: string): CodeSource {
  const bySymbol = new Map<string, InstructionListing[]>();
  const names = new PrintedNames();
  for (const listing of listings) {
    const { symbol, instructions } = listing;
    const printed = (instructions[0]?.address ?? 0) < 0 ? symbol : names.of(symbol);
    for (const name of new Set([symbol, printed]))
      bySymbol.set(name, [...(bySymbol.get(name) ?? []), listing]);
  }
  const reader = readerOf(listings);
  const known = new Map<InstructionListing, FunctionCode>();
  const clones = cloneNames(bySymbol.keys());
  return {
    dso,
    functionCode(symbol, start = null) {
      const named = bySymbol.get(symbol) ?? [];
      const distinct = [
        ...new Map(named.map((listing) => [listing.instructions[0]?.address, listing])).values(),
      ];
      const matching =
        start === null || distinct.length < 2 ? distinct : distinct.filter((each) => isAt(each, start));
      const [listing] = matching;
      const own = listing === undefined ? null : (readerOf([listing]) ?? reader);
      if (listing === undefined || matching.length > 1 || own === null) return null;
      const code = known.get(listing) ?? functionCode(listing, own);
      if (code !== null) known.set(listing, code);
      return code;
    },
    clones: (name) => clones.get(name) ?? [],
    inlineChain: () => null,
  };
}

/** A kernel is moved by multiples of 2 MB; a program's addresses and its file offsets differ by whole pages. */
const PAGE: Bytes = 4096;
const KERNEL_STEP: Bytes = 1 << 21;

function isAt({ instructions }: InstructionListing, start: Address): boolean {
  const at = instructions[0]?.address;
  return at !== undefined && (at - start) % (at < 0 ? KERNEL_STEP : PAGE) === 0;
}

function readerOf(listings: readonly InstructionListing[]): Reader | null {
  for (const { instructions } of listings) {
    const syntax = listingSyntax(texts(instructions));
    if (syntax === 'intel') return null;
    if (syntax !== null) return syntax === 'att' ? ATT : ARM64;
  }
  return null;
}

function* texts(instructions: InstructionListing['instructions']): Generator<string> {
  for (const { text } of instructions) yield text;
}

function functionCode(listing: InstructionListing, reader: Reader): FunctionCode | null {
  const [first] = listing.instructions;
  const last = listing.instructions.at(-1);
  if (first === undefined || last === undefined) return null;
  const instructions = listing.instructions.map(({ address, text }, index): Instruction => {
    const next = listing.instructions[index + 1]?.address ?? null;
    const distance = next === null ? reader.shortest : next - address;
    // Behind zeros that objdump leaves out ("...") the next one is farther away than an instruction is long.
    const length = Math.min(Math.max(distance, reader.shortest), reader.longest);
    const meaning = reader.read(text, next === address + length ? next : null);
    return { address, length, text, ...meaning };
  });
  return {
    symbol: listing.symbol,
    address: first.address,
    size: last.address + reader.shortest - first.address,
    architecture: reader.architecture,
    instructions,
    source: listing.tool,
    file: listing.file,
  };
}
