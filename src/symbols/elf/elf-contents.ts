import { finding } from '../../model/diagnostic.js';
import type { DsoSymbols, SizedSymbols } from '../../model/dso-symbols.js';
import type { Recording } from '../../model/recording.js';
import type { SymbolList } from '../../model/symbol-list.js';
import { codeArchitecture } from './elf-code-sections.js';
import { ElfType, readSoname, type Section, SectionType, stringAt } from './elf-layout.js';
import { addSymbols, type ElfTables, fileOffset } from './elf-symbols.js';
import type { FileRange, KeptRanges } from './kept-ranges.js';

/** The tables and code of the second pass, in the order in which they are kept. */
export interface ElfPlan {
  readonly tables: ElfTables;
  readonly symbolSections: readonly Section[];
  readonly dynamic: Section | undefined;
  /** Executable sections of an architecture that can be decoded. */
  readonly code: readonly Section[];
  readonly notes: readonly FileRange[];
  /**
   * In this order: names of sections, dynamic section, its strings, each symbol section and its strings, code, notes.
   */
  readonly ranges: readonly FileRange[];
}

/** Adds symbols and code of an ELF, of which `kept` has the ranges of `plan`, to `recording`, or says why there are none. */
export function addContents(
  recording: Recording,
  elf: {
    readonly file: string;
    readonly plan: ElfPlan;
    /** With the names of sections. */
    readonly tables: ElfTables;
    readonly kept: KeptRanges;
    readonly buildId: string | null;
  },
): void {
  const { file, plan, tables, kept, buildId } = elf;
  const { header } = tables;
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
    recording.diagnostics.push(finding('no-symbols', why.text, why.hint, file));
    return;
  }
  const soname = readSoname(header, kept.bytes(1), kept.bytes(2));
  const named: DsoSymbols = {
    file,
    dsoNames: [plainBaseName(file), ...(soname === null ? [] : [soname])],
    buildId,
    symbols,
  };
  if (isKernel) recording.symbols = kernelList(file, symbols);
  else recording.dsoSymbols.push(named);
  const architecture = codeArchitecture(header);
  if (architecture === null || plan.code.length === 0) return;
  const firstCode = plan.ranges.length - plan.notes.length - plan.code.length;
  const sections = plan.code.map((section, index) => ({
    name: stringAt(kept.bytes(0), section.name),
    address: section.address,
    offset: section.offset,
    bytes: kept.bytes(firstCode + index),
  }));
  recording.code.push({ ...named, kernel: isKernel, architecture, sections });
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
      hint: 'give the program or library it was taken from too, with its symbols: where the build ids are the same, inlined functions and source lines are taken from here',
    };
  }
  return symbols.names.length > 0
    ? null
    : { text: 'it is stripped: no symbols', hint: 'give one that is not' };
}

function kernelList(file: string, symbols: SizedSymbols): SymbolList {
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
