import type { DsoSymbols, SizedSymbols } from '../../model/dso-symbols.js';
import { InputError } from '../../model/errors.js';
import type { ByteReader } from '../../model/format.js';
import type { Recording } from '../../model/recording.js';
import { codeArchitecture, codeSections, MAX_CODE } from './elf-code-sections.js';
import { debugInfo, debugPlan, debugRefused } from './elf-debug-sections.js';
import {
  type ElfHeader,
  ElfType,
  HEADER_BYTES,
  readBuildId,
  readHeader,
  readSections,
  readSegments,
  readSoname,
  type Section,
  SectionType,
  SegmentType,
  stringAt,
} from './elf-layout.js';
import { addSymbols, type ElfTables, fileOffset } from './elf-symbols.js';
import { type FileRange, KeptRanges } from './kept-ranges.js';

/** All tables together: a distribution's vmlinux needs 30 MB, Chromium's largest library 250 MB. */
const MAX_KEPT = 1 << 29;
const MAX_HEADERS = 1 << 24;

/** The tables and code of the second pass, in the order in which they are kept. */
interface Plan {
  readonly tables: ElfTables;
  readonly symbolSections: readonly Section[];
  readonly dynamic: Section | undefined;
  /** Executable sections of an architecture that can be decoded. */
  readonly code: readonly Section[];
  readonly notes: readonly FileRange[];
  readonly ranges: readonly FileRange[];
}

/**
 * Reads an ELF in two passes over its bytes, since what says where the tables are stands at the end of the file:
 * the first keeps the headers, the second the symbol tables, their strings, machine code and the notes. Where the
 * recording asks for debug information a third keeps that: only the second knows the names of sections.
 */
export class ElfReader implements ByteReader {
  readonly #file: string;
  readonly #recording: Recording;
  #head = new Uint8Array(0);
  #header: ElfHeader | null = null;
  #kept: KeptRanges | null = null;
  #plan: Plan | null = null;
  /** What the third pass is to do at its end. */
  #keepDebug: ((kept: KeptRanges) => void) | null = null;
  #again = false;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
  }

  push(chunk: Uint8Array): void {
    if (this.#kept !== null) {
      this.#kept.push(chunk);
      return;
    }
    const joined = new Uint8Array(this.#head.length + chunk.length);
    joined.set(this.#head);
    joined.set(chunk, this.#head.length);
    this.#head = joined;
    if (joined.length >= HEADER_BYTES) this.#begin(joined);
  }

  end(): void {
    if (this.#header === null || this.#kept === null) this.#fail(0, 'an ELF header', 'the end of the file');
    else if (this.#plan === null) this.#planTables(this.#header, this.#kept);
    else if (this.#keepDebug === null) this.#finish(this.#plan, this.#kept);
    else {
      this.#again = false;
      this.#keepDebug(this.#kept);
    }
  }

  again(): boolean {
    return this.#again;
  }

  #begin(head: Uint8Array): void {
    const header = readHeader(head.subarray(0, HEADER_BYTES));
    if (header === null) this.#fail(4, 'a 32 or 64 bit ELF', `class ${head[4]}, byte order ${head[5]}`);
    this.#header = header;
    this.#kept = new KeptRanges([headersRange(header.programs), headersRange(header.sections)]);
    this.#kept.push(head);
  }

  #planTables(header: ElfHeader, kept: KeptRanges): void {
    const segments = readSegments(header, kept.bytes(0));
    const sections = readSections(header, kept.bytes(1));
    if (sections.length < header.sections.count) {
      this.#fail(
        header.sections.offset,
        `${header.sections.count} section headers`,
        `the end of the file at byte ${kept.length}`,
      );
    }
    const byType = (type: number): Section[] => sections.filter((section) => section.type === type);
    const symbolSections = [...byType(SectionType.symbols), ...byType(SectionType.dynamicSymbols)];
    const dynamic = byType(SectionType.dynamic)[0];
    const strings = (section: Section | undefined): FileRange => rangeOf(sections[section?.link ?? -1]);
    const notes = [
      ...segments
        .filter(({ type }) => type === SegmentType.note)
        .map((at) => toRange(at.offset, at.fileSize)),
      ...byType(SectionType.note).map(rangeOf),
    ];
    const code = this.#affordable(codeSections(header, sections));
    const ranges = [
      rangeOf(sections[header.namesSection]),
      rangeOf(dynamic),
      strings(dynamic),
      ...symbolSections.flatMap((section) => [rangeOf(section), strings(section)]),
      ...code.map(rangeOf),
      ...notes,
    ];
    this.#check(ranges, kept.length);
    this.#plan = {
      tables: { header, segments, sections, sectionNames: [] },
      symbolSections,
      dynamic,
      code,
      notes,
      ranges,
    };
    this.#kept = new KeptRanges(ranges);
    this.#again = true;
  }

  #affordable(code: readonly Section[]): readonly Section[] {
    const size = code.reduce((sum, section) => sum + section.size, 0);
    if (size <= MAX_CODE) return code;
    this.#recording.diagnostics.push({
      kind: 'code-too-large',
      text: `${size} bytes of machine code, more than ${MAX_CODE}: its instructions are not looked at`,
      hint: 'give a listing of the functions of interest: objdump -d --disassemble=FUNCTION',
      file: this.#file,
      line: null,
    });
    return [];
  }

  #check(ranges: readonly FileRange[], length: number): void {
    const outside = ranges.find(({ from, size }) => from < 0 || size < 0 || from + size > length);
    if (outside !== undefined) {
      this.#fail(
        outside.from,
        `a table of ${unsigned(outside.size)} bytes`,
        `the end of the file at byte ${length}`,
      );
    }
    const total = ranges.reduce((sum, { size }) => sum + size, 0);
    if (total > MAX_KEPT) this.#fail(0, `symbol tables of at most ${MAX_KEPT} bytes`, `${total} bytes`);
  }

  #finish(plan: Plan, kept: KeptRanges): void {
    this.#again = false;
    const { header } = plan.tables;
    const tables = {
      ...plan.tables,
      sectionNames: plan.tables.sections.map(({ name }) => stringAt(kept.bytes(0), name)),
    };
    const firstNote = plan.ranges.length - plan.notes.length;
    const buildIds = plan.notes.map((_, index) => readBuildId(header, kept.bytes(firstNote + index)));
    const buildId = buildIds.find((id) => id !== null) ?? null;
    if (this.#recording.keepDebugInfo) this.#planDebug(tables, buildId, kept.length);
    const isKernel = tables.sectionNames.includes('__ksymtab');
    const symbols: SizedSymbols = { starts: [], sizes: [], bindings: [], names: [] };
    plan.symbolSections.forEach((_, index) => {
      addSymbols(
        tables,
        kept.bytes(3 + 2 * index),
        kept.bytes(4 + 2 * index),
        // Symbols at other addresses are offsets within the per-CPU area.
        isKernel
          ? (value) => (value < 0 || !header.wide ? value : null)
          : (value, section) => fileOffset(tables, value, section),
        symbols,
      );
    });
    const why = unusable(tables, symbols);
    if (why !== null) {
      this.#recording.diagnostics.push({ kind: 'no-symbols', ...why, file: this.#file, line: null });
      return;
    }
    const soname = readSoname(header, kept.bytes(1), kept.bytes(2));
    const named: DsoSymbols = {
      file: this.#file,
      dsoNames: [plainBaseName(this.#file), ...(soname === null ? [] : [soname])],
      buildId,
      symbols,
    };
    if (isKernel) this.#recording.symbols = kernelList(this.#file, symbols);
    else this.#recording.dsoSymbols.push(named);
    const architecture = codeArchitecture(header);
    if (architecture === null || plan.code.length === 0) return;
    const firstCode = firstNote - plan.code.length;
    const sections = plan.code.map((section, index) => ({
      name: stringAt(kept.bytes(0), section.name),
      address: section.address,
      offset: section.offset,
      bytes: kept.bytes(firstCode + index),
    }));
    this.#recording.code.push({ ...named, kernel: isKernel, architecture, sections });
  }

  #planDebug(tables: ElfTables, buildId: string | null, length: number): void {
    const plan = debugPlan(tables);
    if (plan === null) return;
    if ('why' in plan) {
      this.#recording.diagnostics.push(debugRefused(this.#file, plan));
      return;
    }
    const ranges = [...plan.keep.values()].map(rangeOf);
    this.#check(ranges, length);
    const { littleEndian, wide } = tables.header;
    this.#keepDebug = (kept) => {
      const known = { file: this.#file, buildId, littleEndian, wide };
      this.#recording.debugInfo.push(debugInfo(known, plan.keep, (index) => kept.bytes(index)));
    };
    this.#kept = new KeptRanges(ranges);
    this.#again = true;
  }

  #fail(byte: number, expected: string, found: string): never {
    throw new InputError({ file: this.#file, byte: unsigned(byte) }, `expected ${expected}, found ${found}`);
  }
}

/** Offsets and sizes are read as addresses are: 64 bits of nonsense came out negative. */
function unsigned(value: number): number {
  return value < 0 ? value + 2 ** 64 : value;
}

/** Why nothing can be named from this file; `null` when something can. */
function unusable(tables: ElfTables, symbols: SizedSymbols): { text: string; hint: string } | null {
  if (tables.header.type === ElfType.relocatable) {
    return {
      text: 'a relocatable object (.o, .ko) does not say where its functions were loaded',
      hint: 'give /proc/kallsyms, which has the functions of modules too',
    };
  }
  const text = tables.sections[tables.sectionNames.indexOf('.text')];
  if (text?.type === SectionType.noBits && !tables.sectionNames.includes('__ksymtab')) {
    return {
      text: 'a separate debug file does not say where functions are in the program itself',
      hint: 'give the program or library it was taken from, not stripped',
    };
  }
  return symbols.names.length > 0
    ? null
    : { text: 'it is stripped: no symbols', hint: 'give one that is not' };
}

function kernelList(file: string, symbols: SizedSymbols) {
  return {
    file,
    addresses: symbols.starts,
    types: symbols.bindings.map((binding) => (binding === 'weak' ? 'W' : binding === 'global' ? 'T' : 't')),
    names: symbols.names,
    modules: symbols.names.map(() => null),
    sizes: symbols.sizes,
  };
}

/** "libc.so.6" of "run.tar/lib/libc.so.6.gz". */
function plainBaseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.(gz|xz|zst|bz2)$/, '');
}

function headersRange({ offset, count, size }: ElfHeader['sections']): FileRange {
  return toRange(offset, Math.min(count * size, MAX_HEADERS));
}

function rangeOf(section: Section | undefined): FileRange {
  return section === undefined || section.type === SectionType.noBits
    ? toRange(0, 0)
    : toRange(section.offset, section.size);
}

function toRange(from: number, size: number): FileRange {
  return { from, size };
}
