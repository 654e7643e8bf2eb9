/**
 * The fixed layout of an ELF file: header, program headers, section headers, symbols, notes. Source: elf(5),
 * include/uapi/linux/elf.h. The readers on npm (elfy, elf-parser, elfinfo, node-elf) want the whole file in one
 * buffer and have not been kept up for years; a vmlinux with DWARF is larger than one should hold.
 */
export interface ElfHeader {
  readonly wide: boolean;
  readonly littleEndian: boolean;
  readonly type: number;
  readonly machine: number;
  readonly programs: { readonly offset: number; readonly count: number; readonly size: number };
  readonly sections: { readonly offset: number; readonly count: number; readonly size: number };
  /** Section that holds the names of sections. */
  readonly namesSection: number;
}

/** A program header; addresses and sizes in bytes. */
export interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

/** A section header; `name` is an offset into the table of section names. */
export interface Section {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/** A symbol as it stands in the file; `name` is an offset into its string table. */
export interface ElfSymbol {
  readonly name: number;
  readonly type: number;
  readonly binding: number;
  readonly visibility: number;
  readonly section: number;
  readonly value: number;
  readonly size: number;
}

export const HEADER_BYTES = 64;
/** e_type of elf(5). */
export const ElfType = { relocatable: 1 } as const;
/** p_type of elf(5). */
export const SegmentType = { load: 1, note: 4 } as const;
/** sh_type of elf(5), as far as it matters here. */
export const SectionType = {
  program: 1,
  symbols: 2,
  dynamic: 6,
  note: 7,
  noBits: 8,
  dynamicSymbols: 11,
} as const;
/** Of `ElfHeader.machine`. */
export const Machine = { x86_64: 62, arm64: 183 } as const;
/** sh_flags of elf(5). */
export const SectionFlag = { write: 1, allocated: 2, executable: 4, compressed: 0x800 } as const;

/** Fields of a record by name, at offsets for 32 and 64 bit. */
class Fields {
  readonly #view: DataView;
  readonly #header: Pick<ElfHeader, 'wide' | 'littleEndian'>;

  constructor(bytes: Uint8Array, header: Pick<ElfHeader, 'wide' | 'littleEndian'>) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#header = header;
  }

  get wide(): boolean {
    return this.#header.wide;
  }

  byte(at: number): number {
    return this.#view.getUint8(at);
  }

  half(at: number): number {
    return this.#view.getUint16(at, this.#header.littleEndian);
  }

  word(at: number): number {
    return this.#view.getUint32(at, this.#header.littleEndian);
  }

  /** 4 or 8 bytes; the latter signed, as addresses are in model/units.ts. */
  long(at: number): number {
    if (!this.wide) return this.word(at);
    const little = this.#header.littleEndian;
    return this.#view.getInt32(little ? at + 4 : at, little) * 2 ** 32 + this.word(little ? at : at + 4);
  }
}

/** Reads the first HEADER_BYTES of a file; `null` when they are no ELF header of a known class. */
export function readHeader(bytes: Uint8Array): ElfHeader | null {
  const [, , , , elfClass, order] = bytes;
  if (bytes.length < HEADER_BYTES || (elfClass !== 1 && elfClass !== 2) || (order !== 1 && order !== 2)) {
    return null;
  }
  const ident = { wide: elfClass === 2, littleEndian: order === 1 };
  const fields = new Fields(bytes, ident);
  const counts = ident.wide ? 54 : 42;
  return {
    ...ident,
    type: fields.half(16),
    machine: fields.half(18),
    programs: {
      offset: fields.long(ident.wide ? 32 : 28),
      size: fields.half(counts),
      count: fields.half(counts + 2),
    },
    sections: {
      offset: fields.long(ident.wide ? 40 : 32),
      size: fields.half(counts + 4),
      count: fields.half(counts + 6),
    },
    namesSection: fields.half(counts + 8),
  };
}

/** Program headers (Elf32_Phdr, Elf64_Phdr), as many whole ones as `bytes` holds. */
export function readSegments(header: ElfHeader, bytes: Uint8Array): Segment[] {
  return records(header, bytes, header.programs.size, header.wide ? 56 : 32, (fields) => ({
    type: fields.word(0),
    offset: fields.long(fields.wide ? 8 : 4),
    address: fields.long(fields.wide ? 16 : 8),
    fileSize: fields.long(fields.wide ? 32 : 16),
    memorySize: fields.long(fields.wide ? 40 : 20),
  }));
}

/** Section headers (Elf32_Shdr, Elf64_Shdr), as many whole ones as `bytes` holds. */
export function readSections(header: ElfHeader, bytes: Uint8Array): Section[] {
  return records(header, bytes, header.sections.size, header.wide ? 64 : 40, (fields) => ({
    name: fields.word(0),
    type: fields.word(4),
    flags: fields.long(8),
    address: fields.long(fields.wide ? 16 : 12),
    offset: fields.long(fields.wide ? 24 : 16),
    size: fields.long(fields.wide ? 32 : 20),
    link: fields.word(fields.wide ? 40 : 24),
  }));
}

/** A symbol table (Elf32_Sym, Elf64_Sym), as many whole entries as `bytes` holds. */
export function readElfSymbols(header: ElfHeader, bytes: Uint8Array): ElfSymbol[] {
  const size = header.wide ? 24 : 16;
  return records(header, bytes, size, size, (fields) => {
    const info = fields.byte(fields.wide ? 4 : 12);
    return {
      name: fields.word(0),
      type: info & 0xf,
      binding: info >>> 4,
      visibility: fields.byte(fields.wide ? 5 : 13) & 3,
      section: fields.half(fields.wide ? 6 : 14),
      value: fields.long(fields.wide ? 8 : 4),
      size: fields.long(fields.wide ? 16 : 8),
    };
  });
}

/** The build id among the notes of `bytes`: a note named "GNU" of type 3. */
export function readBuildId(header: ElfHeader, bytes: Uint8Array): string | null {
  const fields = new Fields(bytes, header);
  for (let at = 0; at + 12 <= bytes.length; ) {
    const nameSize = fields.word(at);
    const size = fields.word(at + 4);
    const content = at + 12 + align4(nameSize);
    if (content + size > bytes.length) return null;
    if (fields.word(at + 8) === 3 && stringAt(bytes, at + 12) === 'GNU') {
      return Buffer.from(bytes.subarray(content, content + size)).toString('hex');
    }
    at = content + align4(size);
  }
  return null;
}

/** DT_SONAME of a .dynamic section; `null` when it has none. */
export function readSoname(header: ElfHeader, dynamic: Uint8Array, strings: Uint8Array): string | null {
  const word = header.wide ? 8 : 4;
  const tags = records(header, dynamic, 2 * word, 2 * word, (fields) => [fields.long(0), fields.long(word)]);
  const offset = tags.find(([tag]) => tag === 14)?.[1];
  return offset === undefined ? null : stringAt(strings, offset) || null;
}

/** The text at `offset` up to its NUL; empty when the offset is outside. */
export function stringAt(bytes: Uint8Array, offset: number): string {
  if (!(offset >= 0 && offset < bytes.length)) return '';
  const end = bytes.indexOf(0, offset);
  return utf8.decode(bytes.subarray(offset, end < 0 ? bytes.length : end));
}

const utf8 = new TextDecoder('utf-8');

function align4(size: number): number {
  return Math.ceil(size / 4) * 4;
}

/** The whole records of `bytes`, each `size` apart and at least `least` long. */
function records<Row>(
  header: ElfHeader,
  bytes: Uint8Array,
  size: number,
  least: number,
  read: (fields: Fields) => Row,
): Row[] {
  if (size < least) return [];
  const rows: Row[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) {
    rows.push(read(new Fields(bytes.subarray(at, at + size), header)));
  }
  return rows;
}
