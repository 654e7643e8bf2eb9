import { finding } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { ByteReader } from '../../model/format.js';
import type { Recording } from '../../model/recording.js';
import { codeSections, MAX_CODE } from './elf-code-sections.js';
import { addContents, type ElfPlan } from './elf-contents.js';
import { debugInfo, debugPlan, debugRefused } from './elf-debug-sections.js';
import {
  type ElfHeader,
  HEADER_BYTES,
  readBuildId,
  readHeader,
  readSections,
  readSegments,
  type Section,
  SectionType,
  SegmentType,
  stringAt,
} from './elf-layout.js';
import type { ElfTables } from './elf-symbols.js';
import { type FileRange, KeptRanges } from './kept-ranges.js';

/** All tables together: a distribution's vmlinux needs 30 MB, Chromium's largest library 250 MB. */
const MAX_KEPT = 1 << 29;
const MAX_HEADERS = 1 << 24;

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
  #plan: ElfPlan | null = null;
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
    this.#recording.diagnostics.push(
      finding(
        'code-too-large',
        `${size} bytes of machine code, more than ${MAX_CODE}: its instructions are not looked at`,
        'give a listing of the functions of interest: objdump -d --disassemble=FUNCTION',
        this.#file,
      ),
    );
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

  #finish(plan: ElfPlan, kept: KeptRanges): void {
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
    addContents(this.#recording, { file: this.#file, plan, tables, kept, buildId });
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
