import { type Note, notesOn } from '../model/diagnostic.js';
import { InputError } from '../model/errors.js';
import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import type { SymbolList } from '../model/symbol-list.js';
import type { Address } from '../model/units.js';

/** The first line of a real kallsyms is shorter: KSYM_NAME_LEN is 512, plus the module's name. */
const MAX_LINE = 4096;
const MAX_SYMBOLS = 20_000_000;

/**
 * /proc/kallsyms, System.map and `nm` output: `address [size] type name[\t[module]]`; nm's undefined symbols have
 * no address, and `nm -n` lists them first. Source: tools/lib/symbol/kallsyms.c kallsyms__parse(), nm(1).
 */
export const kallsymsFormat: Format = {
  id: 'kallsyms',
  title: '/proc/kallsyms or System.map',
  detect(head, complete) {
    const text = new TextDecoder('latin1').decode(head);
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const line = text.slice(from, end);
      if (!UNDEFINED.test(line)) return parseSymbolLine(line) === null ? 'no' : 'yes';
      from = end + 1;
    }
    if (!complete) return text.length - from < MAX_LINE ? 'more' : 'no';
    return parseSymbolLine(text.slice(from)) === null ? 'no' : 'yes';
  },
  open: (file, recording) => new LineReader(file, new KallsymsLines(file, recording), recording, MAX_LINE),
};

//                  U __printk
//                  w __gmon_start__
const UNDEFINED = /^ {8,} [Uvw] \S+$/;
// ffffffff81000000 0000000000000116 T startup_64
const SIZE_COLUMN = /^[0-9a-f]{8,16} (?=[A-Za-z?-] )/;

interface SymbolLine {
  readonly address: Address;
  readonly type: string;
  readonly name: string;
  readonly module: string | null;
}

// ffffffff81000000 T _text
// ffffffffc1937000 T hdmi_driver_init\t[snd_hda_codec_hdmi]
function parseSymbolLine(withSize: string): SymbolLine | null {
  const space = withSize.indexOf(' ');
  const sized = SIZE_COLUMN.exec(withSize.slice(space + 1));
  const line =
    sized === null ? withSize : withSize.slice(0, space + 1) + withSize.slice(space + 1 + sized[0].length);
  if (space < 8 || space > 16 || line[space + 2] !== ' ') return null;
  const address = parseHexAddress(line, space);
  if (Number.isNaN(address)) return null;
  const rest = line.slice(space + 3).trimEnd();
  const tab = rest.indexOf('\t');
  if (rest === '' || (tab < 0 && rest.includes(' '))) return null;
  return {
    address,
    type: line[space + 1] as string,
    name: tab < 0 ? rest : rest.slice(0, tab),
    module: tab < 0 ? null : rest.slice(tab + 1),
  };
}

/** The first `digits` characters as a signed 64-bit address (model/units.ts); NaN when one is no hex digit. */
function parseHexAddress(text: string, digits: number): Address {
  let high = 0;
  let low = 0;
  for (let index = 0; index < digits; index++) {
    const digit = Number.parseInt(text[index] as string, 16);
    if (Number.isNaN(digit)) return Number.NaN;
    high = ((high << 4) | (low >>> 28)) >>> 0;
    low = ((low << 4) | digit) >>> 0;
  }
  return (digits > 8 ? high | 0 : 0) * 2 ** 32 + low;
}

/** Collects the symbols; the list goes to the recording once it is whole. */
class KallsymsLines implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #list: SymbolList;
  #anyAddress = false;
  #lastLine = 0;
  #wide = false;
  /** An address in the upper half of 64 bits. */
  #anyKernel = false;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
    this.#list = { file, addresses: [], types: [], names: [], modules: [] };
  }

  line(text: string, number: number): LineFate {
    this.#lastLine = number;
    if (text === '' || (text.startsWith(' ') && UNDEFINED.test(text))) return 'ignored';
    const symbol = parseSymbolLine(text);
    if (symbol === null) return 'unknown';
    if (this.#list.addresses.length >= MAX_SYMBOLS) {
      throw new InputError(
        { file: this.#file, line: number },
        `expected at most ${MAX_SYMBOLS} symbols, found more`,
      );
    }
    this.#wide ||= text.indexOf(' ') > 8;
    this.#anyKernel ||= symbol.address < 0;
    this.#anyAddress ||= symbol.address !== 0 && symbol.type.toLowerCase() !== 'a';
    this.#list.addresses.push(symbol.address);
    this.#list.types.push(symbol.type);
    this.#list.names.push(symbol.name);
    this.#list.modules.push(symbol.module);
    return 'parsed';
  }

  end(lineEnded: boolean): void {
    if (!this.#anyAddress) {
      throw new InputError(
        { file: this.#file, line: 1 },
        `expected kernel addresses, found ${this.#list.addresses.length} symbols that are all zero: read /proc/kallsyms as root (kernel.kptr_restrict hides them)`,
      );
    }
    if (this.#wide && !this.#anyKernel) {
      this.#note(
        'no-symbols',
        "the symbols of a program or an object file: its addresses are not the kernel's",
        'give the program itself instead of nm output: its headers say where its functions are',
      );
      return;
    }
    if (!lineEnded) this.#noteCut();
    this.#recording.symbols = this.#list;
  }

  #noteCut(): void {
    const { addresses, names } = this.#list;
    this.#note(
      'kallsyms-cut',
      `the last line has no line end: the list may be cut behind symbol ${addresses.length}, ${names.at(-1)}, and what lies behind that has no name or a wrong one`,
      'copy the whole of /proc/kallsyms',
      this.#lastLine,
    );
  }
}
