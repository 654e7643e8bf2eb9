import type { Binding, SizedSymbols } from '../../model/dso-symbols.js';
import {
  type ElfHeader,
  type ElfSymbol,
  readElfSymbols,
  type Section,
  SectionFlag,
  SectionType,
  type Segment,
  SegmentType,
  stringAt,
} from './elf-layout.js';

const SymbolType = { none: 0, object: 1, function: 2, indirectFunction: 10 } as const;
const HIDDEN = new Set([1, 2]);
const BINDINGS: readonly Binding[] = ['local', 'global', 'weak'];
const ARM_MACHINES = new Set([40, 183]);

/** What the symbols of one file are read against. */
export interface ElfTables {
  readonly header: ElfHeader;
  readonly sections: readonly Section[];
  readonly segments: readonly Segment[];
  readonly sectionNames: readonly string[];
}

/**
 * Adds the symbols perf keeps to `into`: functions, objects, and labels of text and data sections, all of them in
 * memory (tools/perf/util/symbol-elf.c dso__load_sym_internal()). `place` says where a symbol starts, `null` drops it.
 */
export function addSymbols(
  tables: ElfTables,
  table: Uint8Array,
  strings: Uint8Array,
  place: (value: number, section: Section) => number | null,
  into: SizedSymbols,
): void {
  const seen = new Set(into.names.map((name, index) => `${into.starts[index]} ${name}`));
  for (const symbol of readElfSymbols(tables.header, table)) {
    const section = tables.sections[symbol.section];
    if (symbol.section === 0 || section === undefined || !isKept(tables, symbol, section)) continue;
    const name = stringAt(strings, symbol.name);
    if (name === '' || isMappingSymbol(tables.header, name)) continue;
    const start = place(symbol.value, section);
    if (start === null || seen.has(`${start} ${name}`)) continue;
    into.starts.push(start);
    into.sizes.push(Math.max(0, symbol.size));
    into.bindings.push(BINDINGS[symbol.binding] ?? 'local');
    into.names.push(name);
  }
}

function isKept(tables: ElfTables, symbol: ElfSymbol, section: Section): boolean {
  if ((section.flags & SectionFlag.allocated) === 0) return false;
  if (symbol.type !== SymbolType.none) {
    return [SymbolType.function, SymbolType.indirectFunction, SymbolType.object].some(
      (type) => type === symbol.type,
    );
  }
  const name = tables.sectionNames[symbol.section] ?? '';
  return !HIDDEN.has(symbol.visibility) && (name.includes('text') || name.includes('data'));
}

/** "$x", "$d.1": marks of code and data in ARM files, not functions. */
function isMappingSymbol(header: ElfHeader, name: string): boolean {
  return ARM_MACHINES.has(header.machine) && /^\$[adtx](\.|$)/.test(name);
}

/** Where an address of the program is in its file, by its segment, else by its section. */
export function fileOffset(tables: ElfTables, value: number, section: Section): number | null {
  const segment = tables.segments.find(
    ({ type, address, memorySize, fileSize }) =>
      type === SegmentType.load && value >= address && value < address + Math.max(memorySize, fileSize),
  );
  const { address, offset } = segment ?? section;
  if (segment === undefined && section.type === SectionType.noBits) return null;
  return value - address + offset;
}
