import { type Note, notesOn } from '../model/diagnostic.js';
import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { countCpus } from './cpu-list.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

const isOurs = (line: string): boolean =>
  /^"?(On-line CPU\(s\) (list|mask)|CPU op-mode\(s\)|Thread\(s\) per core):/.test(line) ||
  /"field"\s*:\s*"(On-line CPU\(s\) (list|mask)|CPU op-mode\(s\)|Thread\(s\) per core):"/.test(line);

/** `lscpu` and `lscpu -J` of util-linux, in English (LC_ALL=C; other languages translate the names). */
export const lscpuFormat: Format = {
  id: 'lscpu',
  title: 'lscpu output (text or -J)',
  detect: (head, complete) => detectLine(head, complete, isOurs),
  open: (file, recording) => new LineReader(file, new LscpuReader(file, recording), recording),
};

/** Lines that say nothing of who shares what, like `Flags:`, are kept out. */
const USED: ReadonlySet<string> = new Set([
  'Architecture',
  'CPU(s)',
  'On-line CPU(s) list',
  'Off-line CPU(s) list',
  'Vendor ID',
  'Model name',
  'Thread(s) per core',
  'Core(s) per socket',
  'Socket(s)',
  'NUMA node(s)',
  'Hypervisor vendor',
  'L2 cache',
  'L3 cache',
]);

/** `"field": "CPU(s):"`; a `null` in the place of a text says nothing. */
const PAIRS = /"(field|data)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const PAIR = /"(field|data)"\s*:/;
/** `"lscpu": [`, `},{`, `"children": [`. */
const BRACKETS = /^("(lscpu|children)"\s*:)?[\s[\]{},]*$/;

/** Printed once for each kind of core, so a single number says nothing of the whole. */
const PER_KIND = ['Model name', 'Thread(s) per core', 'Core(s) per socket', 'Socket(s)'];

class LscpuReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #values = new Map<string, string>();
  /** Fields printed twice with different values: a machine with cores of several kinds. */
  readonly #several = new Set<string>();
  #field: string | null = null;
  #isJson = false;
  #last = '';
  #lastLine = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  /**
   *     `Thread(s) per core:                      1`
   *     `  L3 cache:                               32 MiB (1 instance)`
   */
  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    if (line !== '') {
      this.#last = line;
      this.#lastLine = number;
    }
    this.#isJson ||= line.startsWith('{') || line.includes('"field"');
    if (line === '') return 'ignored';
    if (this.#isJson) return this.#readJson(line);
    const colon = line.indexOf(':');
    if (colon <= 0) return 'unknown';
    return this.#take(line.slice(0, colon), line.slice(colon + 1).trim());
  }

  end(): void {
    this.#checkEnd();
    if (this.#several.has('Model name')) for (const field of PER_KIND) this.#several.add(field);
    if (this.#several.size > 0) {
      const fields = [...this.#several].join(', ');
      this.#note('lscpu-several-kinds', `CPUs of several kinds: ${fields} are left out`);
    }
    const get = (field: string): string | null =>
      this.#several.has(field) ? null : (this.#values.get(field) ?? null);
    const count = (field: string): number | null => wholeNumber(get(field));
    const cpus = count('CPU(s)');
    const { machine } = this.#recording;
    machine.arch = get('Architecture');
    machine.cpuModel = get('Model name');
    const online = get('On-line CPU(s) list');
    machine.onlineCpus = online === null ? null : countCpus(online);
    this.#recording.topologies.push({
      cpus,
      sockets: count('Socket(s)'),
      coresPerSocket: count('Core(s) per socket'),
      threadsPerCore: count('Thread(s) per core'),
      numaNodes: count('NUMA node(s)'),
      cacheDomains: instancesOf(get('L3 cache') ?? get('L2 cache')),
      model: get('Model name'),
      vendor: get('Vendor ID'),
      hypervisor: get('Hypervisor vendor'),
      file: this.#file,
    });
  }

  /** lscpu ends with flags and vulnerabilities, or a brace: a number at the end may lack its last digits. */
  #checkEnd(): void {
    const lastField = this.#last.slice(0, Math.max(this.#last.indexOf(':'), 0));
    const isCut = this.#isJson ? !this.#last.endsWith('}') : USED.has(lastField);
    if (!isCut) return;
    if (!this.#isJson) this.#values.delete(lastField);
    this.#note('lscpu-cut', 'the output of lscpu is not whole', null, this.#lastLine);
  }

  /**
   *     `         "field": "CPU(s):",`
   *     `         "data": "2"`
   *
   * Pair by pair instead of as one JSON value: 2.38 and later nest them below "children", earlier ones print a
   * pair on one line, and a cut file still gives what it has.
   */
  #readJson(line: string): LineFate {
    if (!PAIR.test(line)) return BRACKETS.test(line) ? 'ignored' : 'unknown';
    let fate: LineFate = 'ignored';
    for (const [, key, text] of line.matchAll(PAIRS)) {
      if (key === 'field') {
        this.#field = (text ?? '').replace(/:$/, '');
        if (USED.has(this.#field)) fate = 'parsed';
      } else if (this.#field !== null) {
        if (this.#take(this.#field, text ?? '') === 'parsed') fate = 'parsed';
        this.#field = null;
      }
    }
    return fate;
  }

  #take(field: string, value: string): LineFate {
    if (!USED.has(field) || value === '' || value === '-') return 'ignored';
    const known = this.#values.get(field);
    if (known === undefined) this.#values.set(field, value);
    else if (known !== value) this.#several.add(field);
    return 'parsed';
  }
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** "32 MiB (4 instances)"; before 2.37 there was "32768K" and no number of caches. */
function instancesOf(cache: string | null): number | null {
  const match = /\((\d+) instances?\)$/.exec(cache ?? '');
  return match === null ? null : Number(match[1]);
}
