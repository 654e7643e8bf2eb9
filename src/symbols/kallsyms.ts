import { InputError } from '../model/errors.js';
import type { Format } from '../model/format.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import type { SymbolList } from '../model/symbol-list.js';
import type { Address } from '../model/units.js';

/** The first line of a real kallsyms is shorter: KSYM_NAME_LEN is 512, plus the module's name. */
const MAX_LINE = 4096;
const MAX_SYMBOLS = 20_000_000;

/**
 * /proc/kallsyms, System.map and `nm` output: `address type name[\t[module]]`.
 * Source: tools/lib/symbol/kallsyms.c kallsyms__parse().
 */
export const kallsymsFormat: Format = {
  id: 'kallsyms',
  title: '/proc/kallsyms or System.map',
  detect(head, complete) {
    const text = new TextDecoder('latin1').decode(head.subarray(0, MAX_LINE));
    const end = text.indexOf('\n');
    if (end < 0 && !complete && head.length < MAX_LINE) return 'more';
    return parseSymbolLine(end < 0 ? text : text.slice(0, end)) === null ? 'no' : 'yes';
  },
  open: (file, recording) => new LineReader(file, new KallsymsLines(file, recording), MAX_LINE),
};

interface SymbolLine {
  readonly address: Address;
  readonly type: string;
  readonly name: string;
  readonly module: string | null;
}

// ffffffff81000000 T _text
// ffffffffc1937000 T hdmi_driver_init\t[snd_hda_codec_hdmi]
function parseSymbolLine(line: string): SymbolLine | null {
  const space = line.indexOf(' ');
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
  readonly #list: SymbolList;
  #ignored = 0;
  #firstIgnored = 0;
  #anyAddress = false;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#list = { file, addresses: [], types: [], names: [], modules: [] };
  }

  line(text: string, number: number): void {
    const symbol = parseSymbolLine(text);
    if (symbol === null) {
      if (this.#ignored++ === 0) this.#firstIgnored = number;
      return;
    }
    if (this.#list.addresses.length >= MAX_SYMBOLS) {
      throw new InputError(
        { file: this.#file, line: number },
        `expected at most ${MAX_SYMBOLS} symbols, found more`,
      );
    }
    this.#anyAddress ||= symbol.address !== 0 && symbol.type.toLowerCase() !== 'a';
    this.#list.addresses.push(symbol.address);
    this.#list.types.push(symbol.type);
    this.#list.names.push(symbol.name);
    this.#list.modules.push(symbol.module);
  }

  end(): void {
    if (!this.#anyAddress) {
      throw new InputError(
        { file: this.#file, line: 1 },
        `expected kernel addresses, found ${this.#list.addresses.length} symbols that are all zero: read /proc/kallsyms as root (kernel.kptr_restrict hides them)`,
      );
    }
    if (this.#ignored > 0) {
      this.#recording.diagnostics.push({
        kind: 'unrecognised-lines',
        text: `${this.#ignored} lines are not "address type name" and were ignored`,
        hint: null,
        file: this.#file,
        line: this.#firstIgnored,
      });
    }
    this.#recording.symbols = this.#list;
  }
}
