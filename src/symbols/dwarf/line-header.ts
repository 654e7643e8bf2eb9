import { type FormValue, readForm } from './forms.js';
import { type DebugSection, SectionCursor, sectionString } from './section-cursor.js';
import { Attribute, type UnitReader } from './unit-reader.js';

/** The head of one line number program, up to its first instruction. */
export interface LineHeader {
  /** Stands at the first instruction, ends with the program. */
  readonly program: SectionCursor;
  readonly addressSize: number;
  readonly minimumLength: number;
  /** Operations of one VLIW instruction; 1 elsewhere. */
  readonly maximumOperations: number;
  readonly lineBase: number;
  readonly lineRange: number;
  /** Operands of standard opcode i + 1. */
  readonly operandCounts: readonly number[];
  /** Path of a file by its number in the program; `null` for numbers that name none. */
  readonly paths: readonly (string | null)[];
}

interface FileEntry {
  readonly name: string;
  readonly directory: number;
}

const Content = { path: 1, directory: 2 } as const;
const MAX_FILES = 1 << 17;

/** Reads the header at DW_AT_stmt_list (DWARF 2 to 5, 6.2.4); `null` for a unit without lines. @throws DwarfError */
export function readLineHeader(reader: UnitReader): LineHeader | null {
  const offset = reader.root.get(Attribute.lines)?.number;
  if (offset === undefined) return null;
  const section = reader.sections['.debug_line'];
  const start = new SectionCursor(section, offset);
  const { length, offsetSize } = start.unitLength();
  const end = start.at + length;
  if (!(length >= 0 && end <= section.bytes.length)) start.fail(`a line table of ${length} bytes`);
  const cursor: SectionCursor = new SectionCursor(section, start.at, end);
  const version = cursor.half();
  if (version < 2 || version > 5) cursor.fail(`expected line table version 2 to 5, found ${version}`);
  const addressSize = version >= 5 ? cursor.byte() : reader.unit.encoding.addressSize;
  if (addressSize !== 4 && addressSize !== 8) cursor.fail(`addresses of ${addressSize} bytes`);
  if (version >= 5) cursor.skip(1);
  const headerLength = offsetSize === 8 ? cursor.long() : cursor.word();
  const program = new SectionCursor(section, cursor.at + headerLength, end);
  const minimumLength = cursor.byte();
  const maximumOperations = version >= 4 ? Math.max(1, cursor.byte()) : 1;
  cursor.skip(1);
  const lineBase = cursor.signedByte();
  const lineRange = cursor.byte();
  const operandCounts = Array.from({ length: Math.max(0, cursor.byte() - 1) }, () => cursor.byte());
  const tables =
    version >= 5 ? newTables(cursor, { version, addressSize, offsetSize }, reader) : oldTables(cursor);
  const folder = reader.text(reader.root.get(Attribute.compilationFolder));
  return {
    program,
    addressSize,
    minimumLength,
    maximumOperations,
    lineBase,
    lineRange,
    operandCounts,
    paths: tables.files.map((file) => (file === null ? null : path(file, tables.directories, folder))),
  };
}

interface FileTables {
  /** By number; `null` stands for the folder of the compilation. */
  readonly directories: readonly (string | null)[];
  readonly files: readonly (FileEntry | null)[];
}

/** Versions 2 to 4: both lists count from 1 and end with an empty name. */
function oldTables(cursor: SectionCursor): FileTables {
  const directories: (string | null)[] = [null];
  for (let name = nextString(cursor); name !== ''; name = nextString(cursor)) directories.push(name);
  const files: (FileEntry | null)[] = [null];
  for (let name = nextString(cursor); name !== ''; name = nextString(cursor)) {
    files.push({ name, directory: cursor.unsignedLeb() });
    cursor.unsignedLeb();
    cursor.unsignedLeb();
    if (files.length + directories.length > MAX_FILES) cursor.fail(`more than ${MAX_FILES} files`);
  }
  return { directories, files };
}

/** Version 5: both lists count from 0, and say themselves of what their entries consist. */
function newTables(cursor: SectionCursor, encoding: LineEncoding, reader: UnitReader): FileTables {
  const directories = readEntries(cursor, encoding, reader).map(({ name }) => name);
  return { directories, files: readEntries(cursor, encoding, reader) };
}

type LineEncoding = { readonly version: number; readonly addressSize: 4 | 8; readonly offsetSize: 4 | 8 };

function readEntries(cursor: SectionCursor, encoding: LineEncoding, reader: UnitReader): FileEntry[] {
  const formats = Array.from({ length: cursor.byte() }, () => ({
    content: cursor.unsignedLeb(),
    form: cursor.unsignedLeb(),
  }));
  const count = cursor.unsignedLeb();
  if (count > Math.min(MAX_FILES, cursor.end - cursor.at)) cursor.fail(`a list of ${count} files`);
  return Array.from({ length: count }, () => {
    let name = '';
    let directory = 0;
    for (const { content, form } of formats) {
      const value = readForm(cursor, encoding, form, 0);
      if (content === Content.path) name = nameOf(value, cursor.section, reader);
      if (content === Content.directory) directory = value.number;
    }
    return { name, directory };
  });
}

function nameOf(value: FormValue, lines: DebugSection, reader: UnitReader): string {
  return value.kind === 'string' ? sectionString(lines, value.number) : (reader.text(value) ?? '');
}

function nextString(cursor: SectionCursor): string {
  const start = cursor.skipString();
  return cursor.at - start === 1 ? '' : sectionString(cursor.section, start);
}

/** As addr2line joins them: nothing is shortened, "./" and "../" stay. */
function path(
  { name, directory }: FileEntry,
  directories: FileTables['directories'],
  folder: string | null,
): string {
  if (name.startsWith('/')) return name;
  const between = directories[directory] ?? null;
  if (between?.startsWith('/') === true) return `${between}/${name}`;
  return [folder, between, name].filter((part) => part !== null && part !== '').join('/');
}
