import type { DebugInfo } from '../../model/debug-info.js';
import { type Diagnostic, finding } from '../../model/diagnostic.js';
import type { InlineFrame } from '../../model/instruction.js';
import type { Address } from '../../model/units.js';
import { AddressRanges, type OwnedRange } from './address-ranges.js';
import { readAddressTable } from './address-table.js';
import { openSections } from './debug-info-sections.js';
import { attempt, DwarfError } from './dwarf-error.js';
import type { FormValue } from './forms.js';
import { readFunctions, type UnitFunctions } from './functions.js';
import { readLineHeader } from './line-header.js';
import { LineTable, type SourceLine } from './line-table.js';
import type { DwarfSections } from './sections.js';
import { Attribute, type EntryValues, UnitReader } from './unit-reader.js';
import { scanUnits, type Unit, unitAt } from './units.js';
import { WeightedCache } from './weighted-cache.js';

/** What is kept of the units used last: rows of line tables and functions, some 100 bytes each. */
const MAX_CACHED = 1 << 20;
/** abstract_origin to abstract_origin to specification: three at most in what compilers write. */
const MAX_ORIGINS = 16;
/** Functions inlined into one another: compilers stop long before. */
const MAX_FRAMES = 256;
/** Units open for the names of functions that others inline. */
const MAX_READERS = 64;
/** Abbreviations and range lists of all units; Chromium has 100 MB. */
const MAX_SHARED = 1 << 28;
/** Ranges of all units. */
const MAX_RANGES = 1 << 22;

/** One unit whose code an address is in. */
interface OpenUnit {
  readonly reader: UnitReader;
  readonly code: UnitFunctions | null;
  readonly lines: LineTable | null;
}

interface Index {
  readonly units: readonly Unit[];
  /** Owned by index in `units`. */
  readonly ranges: AddressRanges;
}

/**
 * Inlined functions and source lines by address, from the DWARF 2 to 5 of a linked kernel, program or library:
 * what `addr2line -f -i` of binutils 2.40 prints. Units are read when an address in them is asked for. The addresses
 * are those of the ELF file's own sections, as objdump prints them.
 *
 * Not read: relocatable objects (.o, .ko), whose addresses are not final; split DWARF (.dwo); what dwz moved to a
 * shared file. There is no well-kept reader on npm: `addr2line` 0.0.4 knows no inlines and has long been left,
 * `@vscode/dwarf-debugging` serves wasm in a debugger.
 */
export class Dwarf {
  readonly #file: string;
  readonly #sections: DwarfSections;
  readonly #diagnostics: Diagnostic[];
  readonly #open = new WeightedCache<Unit, OpenUnit | null>(MAX_CACHED);
  readonly #readers = new WeightedCache<Unit, UnitReader>(MAX_READERS);
  #index: Index | null = null;
  #told = false;

  /** `diagnostics` gets one entry when something of the file cannot be read; the rest is used. */
  constructor(info: DebugInfo, diagnostics: Diagnostic[]) {
    this.#file = info.file;
    this.#diagnostics = diagnostics;
    const none = { ...info, sections: new Map() };
    this.#sections = attempt(() => openSections(info), this.#problem) ?? openSections(none);
  }

  /**
   * The functions whose code is at an address, innermost first, the physical one last, each with the line of its own
   * that the address belongs to. Names are as DWARF has them (no ".part.0" of clones in C; C++ mangled). `null` when
   * no function is known there.
   */
  inlineChain(address: Address): readonly InlineFrame[] | null {
    const open = this.#unitOf(address);
    return open === null ? null : attempt(() => this.#chain(open, address), this.#problem);
  }

  /** File and line of the instruction at an address; `null` when no line table has it. */
  sourceLine(address: Address): SourceLine | null {
    return this.#unitOf(address)?.lines?.lookup(address) ?? null;
  }

  #chain({ reader, code, lines }: OpenUnit, address: Address): InlineFrame[] | null {
    const frames: InlineFrame[] = [];
    let place = lines?.lookup(address) ?? { file: null, line: null };
    let index = code?.ranges.shortest(address) ?? -1;
    while (index >= 0) {
      if (frames.length === MAX_FRAMES)
        reader.fail(`more than ${MAX_FRAMES} functions inlined into one another`);
      const entry = code?.functions[index];
      if (entry === undefined) break;
      const name = this.#name(reader, reader.entryAt(entry.offset));
      if (name === null) return null;
      frames.push({ function: name, ...place });
      place = {
        file: entry.callFile === null ? null : (lines?.path(entry.callFile) ?? null),
        line: entry.callLine || null,
      };
      index = entry.caller;
    }
    return frames.length > 0 ? frames : null;
  }

  /** A linkage name wins over a name, and what an entry says itself over what its origin says. */
  #name(reader: UnitReader, values: EntryValues, depth = 0): string | null {
    const linkage = values.get(Attribute.linkageName) ?? values.get(Attribute.mipsLinkageName);
    if (linkage !== undefined) return nameText(reader, linkage);
    const origin = values.get(Attribute.abstractOrigin) ?? values.get(Attribute.specification);
    const name = values.get(Attribute.name);
    if (origin === undefined) return nameText(reader, name);
    if (depth === MAX_ORIGINS) reader.fail(`a name more than ${MAX_ORIGINS} references away`);
    const named = this.#origin(reader, origin);
    return this.#name(named.reader, named.values, depth + 1) ?? nameText(reader, name);
  }

  /** The entry that a reference leads to. */
  #origin(reader: UnitReader, { kind, number }: FormValue): { reader: UnitReader; values: EntryValues } {
    if (kind === 'otherFile') failElsewhere(reader);
    if (kind !== 'unitReference' && kind !== 'infoReference') reader.fail('a reference of another form');
    const offset = kind === 'unitReference' ? reader.unit.offset + number : number;
    const unit = unitAt(this.#units().units, offset);
    if (unit === null) return reader.fail(`a reference to 0x${offset.toString(16)}, where no unit is`);
    const other = unit === reader.unit ? reader : this.#reader(unit);
    return { reader: other, values: other.entryAt(offset) };
  }

  #unitOf(address: Address): OpenUnit | null {
    const { units, ranges } = this.#units();
    const unit = units[ranges.shortest(address)];
    if (unit === undefined) return null;
    return this.#open.get(
      unit,
      () => this.#read(unit),
      (open) =>
        1 + (open?.lines?.size ?? 0) + (open?.code?.functions.length ?? 0) + (open?.code?.ranges.size ?? 0),
    );
  }

  #read(unit: Unit): OpenUnit | null {
    const reader = attempt(() => this.#reader(unit), this.#problem);
    if (reader === null) return null;
    const lines = attempt(() => {
      const header = readLineHeader(reader);
      return header === null ? null : new LineTable(header);
    }, this.#problem);
    return { reader, code: attempt(() => readFunctions(reader), this.#problem), lines };
  }

  #reader(unit: Unit): UnitReader {
    return this.#readers.get(
      unit,
      () => new UnitReader(this.#sections, unit),
      () => 1,
    );
  }

  #units(): Index {
    this.#index ??= this.#makeIndex();
    return this.#index;
  }

  #makeIndex(): Index {
    const units = scanUnits(this.#sections['.debug_info'], this.#problem);
    const ranges: OwnedRange[] = [];
    /** By offset, units without a list of ranges: strict DWARF 2 has none, and names one of several ranges or none. */
    const unlisted = new Map<number, number>();
    const add = (owner: number, low: number, high: number): void => {
      if (ranges.length < MAX_RANGES) ranges.push({ low, high, owner });
      else this.#problem(new DwarfError('.debug_info', 0, `units with more than ${MAX_RANGES} ranges`));
    };
    let shared = 0;
    for (const [owner, unit] of units.entries()) {
      const reader = attempt(() => this.#reader(unit), this.#problem);
      if (reader === null) continue;
      if (isSplit(reader.root)) this.#problem(splitProblem(unit));
      const own = attempt(() => reader.ranges(reader.root), this.#problem) ?? [];
      if (!reader.root.has(Attribute.ranges)) unlisted.set(unit.offset, owner);
      for (let at = 0; at + 1 < own.length; at += 2) add(owner, own[at] ?? 0, own[at + 1] ?? 0);
      shared += reader.sharedBytes;
      if (shared > MAX_SHARED) {
        this.#problem(
          new DwarfError('.debug_info', unit.offset, 'units that read the same tables over and over'),
        );
        break;
      }
    }
    if (unlisted.size > 0) {
      attempt(() => {
        readAddressTable(this.#sections['.debug_aranges'], (offset, low, high) => {
          const owner = unlisted.get(offset);
          if (owner !== undefined) add(owner, low, high);
        });
      }, this.#problem);
    }
    return { units, ranges: new AddressRanges(ranges) };
  }

  readonly #problem = (error: DwarfError): void => {
    if (this.#told) return;
    this.#told = true;
    this.#diagnostics.push(
      finding(
        'dwarf-unreadable',
        `debug information that cannot be read, at ${error.message}`,
        'addresses it covers have no inlined functions and no source lines',
        this.#file,
      ),
    );
  };
}

function nameText(reader: UnitReader, name: FormValue | undefined): string | null {
  return name?.kind === 'otherFile' ? failElsewhere(reader) : reader.text(name);
}

function failElsewhere(reader: UnitReader): never {
  return reader.fail('a name is kept in another file (by dwz), which is not read');
}

function isSplit(root: EntryValues): boolean {
  return root.has(Attribute.splitName) || root.has(Attribute.gnuSplitName);
}

function splitProblem({ offset }: Unit): DwarfError {
  return new DwarfError(
    '.debug_info',
    offset,
    'split DWARF: its functions are in .dwo files, which are not read',
  );
}
