import { type Encoding, fixedSize } from './forms.js';
import { type DebugSection, SectionCursor } from './section-cursor.js';

interface AttributeSpec {
  readonly name: number;
  readonly form: number;
  /** Of DW_FORM_implicit_const. */
  readonly implicit: number;
}

/** The shape of the entries that share one abbreviation code. */
export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly AttributeSpec[];
  /** Bytes of all attributes together; `null` when that depends on their values. */
  readonly size: number | null;
}

const IMPLICIT_CONST = 0x21;

/** One table of .debug_abbrev, read as far as it was asked for: most callers want the first entry only. */
export class Abbreviations {
  readonly #cursor: SectionCursor;
  readonly #encoding: Encoding;
  readonly #start: number;
  readonly #byCode = new Map<number, Abbreviation>();
  #ended = false;

  /** @throws DwarfError when `offset` is outside the section. */
  constructor(section: DebugSection, offset: number, encoding: Encoding) {
    this.#cursor = new SectionCursor(section, offset);
    this.#encoding = encoding;
    this.#start = offset;
  }

  get bytesRead(): number {
    return this.#cursor.at - this.#start;
  }

  /** @throws DwarfError when the table has no such code, or is cut. */
  get(code: number): Abbreviation {
    for (;;) {
      const known = this.#byCode.get(code);
      if (known !== undefined) return known;
      if (this.#ended) this.#cursor.fail(`this table has no abbreviation ${code}`);
      this.#readNext();
    }
  }

  #readNext(): void {
    const cursor = this.#cursor;
    const code = cursor.unsignedLeb();
    if (code === 0) {
      this.#ended = true;
      return;
    }
    const tag = cursor.unsignedLeb();
    const hasChildren = cursor.byte() !== 0;
    const attributes: AttributeSpec[] = [];
    let size: number | null = 0;
    for (;;) {
      const name = cursor.unsignedLeb();
      const form = cursor.unsignedLeb();
      const implicit = form === IMPLICIT_CONST ? cursor.signedLeb() : 0;
      if (name === 0 && form === 0) break;
      attributes.push({ name, form, implicit });
      const bytes = fixedSize(form, this.#encoding);
      size = size === null || bytes === null ? null : size + bytes;
    }
    if (!this.#byCode.has(code)) this.#byCode.set(code, { tag, hasChildren, attributes, size });
  }
}
