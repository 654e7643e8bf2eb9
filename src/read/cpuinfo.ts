import { type Note, notesOn } from '../model/diagnostic.js';
import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { ARM_IMPLEMENTERS, ARM_PARTS } from './arm-cpu-names.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

/** `/proc/cpuinfo`: one block for each CPU that is online (arch/x86/kernel/cpu/proc.c, arch/arm64/kernel/cpuinfo.c). */
export const cpuinfoFormat: Format = {
  id: 'cpuinfo',
  title: '/proc/cpuinfo',
  detect: (head, complete) => detectLine(head, complete, (line) => /^processor\s*: \d+$/.test(line)),
  open: (file, recording) => new LineReader(file, new CpuinfoReader(file, recording), recording),
};

/** A blank or tab stands before the colon, as in no mail header and no prompt; two long keys have none. */
const ENTRY = /^[^:]*[ \t]:|^(power management|CPU architecture):/;

type Block = ReadonlyMap<string, string>;

/** One socket, as far as its CPUs have been seen. */
interface Package {
  readonly cores: Set<string>;
  /** How many of its CPUs are online, by its own account. */
  readonly siblings: number;
  cpus: number;
}

class CpuinfoReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #packages = new Map<string, Package>();
  #first: Block | null = null;
  #block = new Map<string, string>();
  #cpus = 0;
  #line = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  /** `physical id\t: 0` */
  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    if (!ENTRY.test(line)) return line === '' ? 'ignored' : 'unknown';
    const colon = line.indexOf(':');
    this.#line = number;
    const key = line.slice(0, colon).trimEnd();
    if (key === 'processor') this.#endBlock();
    this.#block.set(key, line.slice(colon + 1).trim());
    return 'parsed';
  }

  end(): void {
    const last = this.#block;
    this.#endBlock();
    const first = this.#first ?? last;
    const packages = [...this.#packages.values()];
    // An excerpt ends inside a block, or shows fewer CPUs than its sockets have.
    const cut =
      [...first.keys()].some((key) => !last.has(key)) ||
      packages.some(({ cpus, siblings }) => cpus < siblings);
    if (cut) {
      this.#note(
        'cpuinfo-cut',
        'not all of /proc/cpuinfo: the number of CPUs, sockets and cores is unknown',
        'copy the whole of it: cat /proc/cpuinfo > cpuinfo.txt',
        this.#line,
      );
    }
    const counts = cut ? UNKNOWN : countsOf(this.#cpus, packages);
    const implementer = first.get('CPU implementer') ?? '';
    const model = first.get('model name') ?? ARM_PARTS[`${implementer} ${first.get('CPU part')}`] ?? null;
    const { machine } = this.#recording;
    machine.arch = archOf(first);
    machine.cpuModel = model;
    machine.onlineCpus = counts.cpus;
    this.#recording.topologies.push({
      ...counts,
      numaNodes: null,
      cacheDomains: null,
      model,
      vendor: first.get('vendor_id') ?? ARM_IMPLEMENTERS[implementer] ?? null,
      // The flag "hypervisor" tells that there is one, not which.
      hypervisor: null,
      file: this.#file,
    });
  }

  #endBlock(): void {
    if (!this.#block.has('processor')) return;
    this.#cpus++;
    this.#first ??= this.#block;
    const socket = this.#block.get('physical id');
    const core = this.#block.get('core id');
    if (socket !== undefined && core !== undefined) {
      const siblings = Number(this.#block.get('siblings') ?? 0);
      const known = this.#packages.get(socket) ?? { cores: new Set(), siblings, cpus: 0 };
      known.cores.add(core);
      known.cpus++;
      this.#packages.set(socket, known);
    }
    this.#block = new Map();
  }
}

interface Counts {
  readonly cpus: number | null;
  readonly sockets: number | null;
  readonly coresPerSocket: number | null;
  readonly threadsPerCore: number | null;
}

const UNKNOWN: Counts = { cpus: null, sockets: null, coresPerSocket: null, threadsPerCore: null };

/** Only where every socket has as many cores, and every core as many threads, is there one number to give. */
function countsOf(cpus: number, packages: readonly Package[]): Counts {
  const sizes = packages.map(({ cores: { size } }) => size);
  const cores = sizes.reduce((sum, size) => sum + size, 0);
  // arm64 prints no ids at all.
  if (cores === 0) return { ...UNKNOWN, cpus };
  const even = sizes.every((size) => size === sizes[0]);
  return {
    cpus,
    sockets: packages.length,
    coresPerSocket: even ? (sizes[0] ?? null) : null,
    threadsPerCore: cpus % cores === 0 ? cpus / cores : null,
  };
}

/** x86-64 has the flag "lm" (long mode); arm64 prints "CPU architecture: 8". */
function archOf(block: Block): string | null {
  if (block.get('flags')?.split(' ').includes('lm')) return 'x86_64';
  return block.get('CPU architecture') === '8' ? 'aarch64' : null;
}
