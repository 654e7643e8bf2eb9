import type { Diagnostic } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import { NO_STACK } from '../../model/profile.js';
import type { Recording } from '../../model/recording.js';
import type { Address, Nanoseconds } from '../../model/units.js';
import { Bytes } from './bytes.js';
import { isWithoutDso, kernelDsoName, userDsoName } from './dso-name.js';
import type { EventTable } from './event-table.js';
import { CpuMode, Frames } from './frames.js';
import { readFieldSize } from './sample-layout.js';
import { commOf, type Thread, Threads } from './threads.js';

/** Kernel record types: include/uapi/linux/perf_event.h enum perf_event_type. */
export const RecordType = {
  mmap: 1,
  lost: 2,
  comm: 3,
  throttle: 5,
  fork: 7,
  sample: 9,
  mmap2: 10,
  lostSamples: 13,
  ksymbol: 17,
} as const;

/** Misc bits of COMM, FORK and MMAP records. */
const MISC_FORK_SYNTHESIZED = 1 << 13;
const MISC_MMAP_DATA = 1 << 13;
const PROT_EXEC = 4;
const KSYMBOL_UNREGISTER = 1;

/** Callchain entries from here up (as signed numbers) are context markers: PERF_CONTEXT_MAX. */
const CONTEXT_MAX = -4095;
const CONTEXT_MODES: ReadonlyMap<number, number> = new Map([
  [-32, CpuMode.hypervisor],
  [-128, CpuMode.kernel],
  [-512, CpuMode.user],
]);

/** Mappings in all records together: more than the largest machine has, less than what fills memory. */
const MAX_MAPPINGS = 2_000_000;

const KERNEL_MAP_NAME = '[kernel.kallsyms]';

/** Applies records in time order: keeps names and mappings, pushes samples into the profile. */
export class Decoder {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #events: EventTable;
  readonly #threads = new Threads();
  readonly #frames: Frames;
  #bytes = new Bytes(new Uint8Array(0), true);
  #current: Uint8Array | null = null;
  #chain = new Int32Array(256);
  #mappings = 0;
  #cutChains = 0;
  #throttled = 0;

  constructor(file: string, recording: Recording, events: EventTable) {
    this.#file = file;
    this.#recording = recording;
    this.#events = events;
    this.#frames = new Frames(recording.profile);
  }

  /** @throws InputError when a record's own counts do not fit its size. */
  record(source: Uint8Array, at: number, size: number, timeNs: Nanoseconds, fileByte: number): void {
    if (this.#current !== source) {
      this.#bytes = new Bytes(source, this.#events.littleEndian);
      this.#current = source;
    }
    const type = this.#bytes.u32(at);
    const smallest = SMALLEST_RECORD[type];
    if (smallest === undefined) return;
    if (size < smallest) {
      throw new InputError(
        { file: this.#file, byte: fileByte },
        `expected a record of type ${type} of at least ${smallest} bytes, found ${size}`,
      );
    }
    this.#apply(type, at, at + size, timeNs, fileByte);
  }

  diagnostics(): Diagnostic[] {
    const diagnostics: Diagnostic[] = [];
    const add = (kind: string, text: string, hint: string | null): void => {
      diagnostics.push({ kind, text, hint, file: this.#file, line: null });
    };
    if (this.#cutChains > 0) {
      add(
        'corrupt-callchain',
        `${this.#cutChains} callchains held an unknown context and were dropped`,
        null,
      );
    }
    if (this.#throttled > 0) {
      add(
        'throttled',
        `the kernel throttled sampling ${this.#throttled} times`,
        'record with a lower frequency, or raise kernel.perf_event_max_sample_rate',
      );
    }
    return diagnostics;
  }

  #apply(type: number, at: number, end: number, timeNs: Nanoseconds, fileByte: number): void {
    const bytes = this.#bytes;
    switch (type) {
      case RecordType.sample:
        this.#sample(at, end, timeNs, fileByte);
        break;
      case RecordType.comm: {
        const thread = this.#threads.get(bytes.i32(at + 8), bytes.i32(at + 12));
        thread.comm = bytes.text(at + 16, end);
        thread.task = -1;
        break;
      }
      case RecordType.fork:
        this.#threads.fork(
          bytes.i32(at + 8),
          bytes.i32(at + 16),
          bytes.i32(at + 12),
          bytes.i32(at + 20),
          (bytes.u16(at + 4) & MISC_FORK_SYNTHESIZED) !== 0,
        );
        break;
      case RecordType.mmap:
        this.#mmap(at, end, 40, (bytes.u16(at + 4) & MISC_MMAP_DATA) === 0, fileByte);
        break;
      case RecordType.mmap2:
        this.#mmap(at, end, 72, (bytes.u32(at + 64) & PROT_EXEC) !== 0, fileByte);
        break;
      case RecordType.ksymbol:
        this.#ksymbol(at, end);
        break;
      case RecordType.lost:
        this.#events.addLost(bytes.u64(at + 8), bytes.u64(at + 16));
        break;
      case RecordType.lostSamples:
        this.#events.addLostSamples(this.#events.trailerId(bytes, at, end), bytes.u64(at + 8));
        break;
      case RecordType.throttle:
        this.#throttled++;
        break;
    }
  }

  #sample(at: number, end: number, timeNs: Nanoseconds, fileByte: number): void {
    const bytes = this.#bytes;
    const event = this.#events.ofSample(bytes, at, end);
    if (event === null) return;
    const { layout } = event;
    if (at + layout.variable > end) throw this.#shortSample(fileByte);
    const pid = layout.tid < 0 ? -1 : bytes.i32(at + layout.tid);
    const tid = layout.tid < 0 ? -1 : bytes.i32(at + layout.tid + 4);
    const thread = this.#threads.get(pid, tid);
    const mode = bytes.u16(at + 4) & CpuMode.mask;
    const space = this.#threads.space(thread.pid);
    let stack = NO_STACK;
    let firstIp = Number.NaN;
    if (layout.hasCallchain) {
      let chainAt = at + layout.variable;
      if (layout.readFormat !== null) {
        const readSize = readFieldSize(bytes, chainAt, end, layout.readFormat);
        if (readSize < 0) throw this.#shortSample(fileByte);
        chainAt += readSize;
      }
      if (chainAt + 8 > end) throw this.#shortSample(fileByte);
      const count = bytes.u64(chainAt);
      if (count * 8 > end - chainAt - 8) throw this.#shortSample(fileByte);
      firstIp = this.#firstIp(chainAt + 8, count);
      stack = this.#stack(thread, chainAt + 8, count);
    }
    const ip = layout.ip < 0 ? firstIp : bytes.address(at + layout.ip);
    if (!Number.isNaN(ip) && (stack === NO_STACK || ip !== firstIp)) {
      stack = this.#recording.profile.internStack(stack, this.#frames.frame(mode, space, ip));
    }
    if (thread.task < 0) {
      thread.task = this.#recording.profile.internTask(commOf(thread), pid === 0 && tid === 0);
    }
    this.#recording.profile.addSample(
      event.index,
      thread.task,
      layout.cpu < 0 ? -1 : bytes.i32(at + layout.cpu),
      layout.time < 0 ? Number.NaN : timeNs,
      layout.period < 0 ? event.fixedPeriod : bytes.u64(at + layout.period),
      stack,
    );
  }

  #firstIp(at: number, count: number): Address {
    for (let index = 0; index < count; index++) {
      const ip = this.#bytes.address(at + index * 8);
      if (ip < CONTEXT_MAX || ip >= 0) return ip;
    }
    return Number.NaN;
  }

  /** Interns the callchain of `count` entries at `at`, innermost first as recorded. */
  #stack(thread: Thread, at: number, count: number): number {
    if (count > this.#chain.length) this.#chain = new Int32Array(count * 2);
    const space = this.#threads.space(thread.pid);
    // perf starts in user mode until the first marker: util/machine.c thread__resolve_callchain_sample().
    let mode: number = CpuMode.user;
    let depth = 0;
    for (let index = 0; index < count; index++) {
      const ip = this.#bytes.address(at + index * 8);
      if (ip >= CONTEXT_MAX && ip < 0) {
        const context = CONTEXT_MODES.get(ip);
        if (context === undefined) {
          this.#cutChains++;
          return NO_STACK;
        }
        mode = context;
        continue;
      }
      this.#chain[depth++] = this.#frames.frame(mode, space, ip);
    }
    let stack = NO_STACK;
    while (depth > 0) stack = this.#recording.profile.internStack(stack, this.#chain[--depth] as number);
    return stack;
  }

  #mmap(at: number, end: number, nameAt: number, executable: boolean, fileByte: number): void {
    const bytes = this.#bytes;
    if (++this.#mappings > MAX_MAPPINGS) {
      throw new InputError(
        { file: this.#file, byte: fileByte },
        `expected at most ${MAX_MAPPINGS} mapping records, found more`,
      );
    }
    const name = bytes.text(at + nameAt, end);
    const start = bytes.address(at + 16);
    const length = bytes.u64(at + 24);
    const mode = bytes.u16(at + 4) & CpuMode.mask;
    if (mode === CpuMode.kernel) {
      this.#kernelMmap(name, start, length, bytes.address(at + 32));
      return;
    }
    if (mode !== CpuMode.user) return;
    const pid = this.#threads.get(bytes.i32(at + 8), bytes.i32(at + 12)).pid;
    const keepsAddress = isWithoutDso(name);
    const pageOffset = name.startsWith('[vdso') ? 0 : bytes.u64(at + 32);
    this.#threads.space(pid).add({
      start,
      end: start + length,
      dso: userDsoName(name, pid, executable),
      toFileOffset: keepsAddress ? 0 : pageOffset - start,
      symbol: null,
    });
  }

  #kernelMmap(name: string, start: Address, length: number, pageOffset: Address): void {
    const isKernel = name.startsWith(KERNEL_MAP_NAME);
    // Written under kptr_restrict the kernel's addresses are all zero: the map is then the whole kernel half.
    const hidden = isKernel && start === 0;
    this.#frames.addKernelMapping({
      start: hidden ? -(2 ** 63) : start,
      end: hidden ? 0 : start + length,
      dso: isKernel ? KERNEL_MAP_NAME : kernelDsoName(name),
      toFileOffset: 0,
      symbol: null,
    });
    const symbol = name.slice(KERNEL_MAP_NAME.length);
    if (isKernel && symbol !== '' && pageOffset !== 0) {
      this.#recording.relocation = { symbol, address: pageOffset };
    }
  }

  #ksymbol(at: number, end: number): void {
    const bytes = this.#bytes;
    if ((bytes.u16(at + 22) & KSYMBOL_UNREGISTER) !== 0) return;
    const start = bytes.address(at + 8);
    const name = bytes.text(at + 24, end);
    this.#frames.addKernelMapping({
      start,
      end: start + bytes.u32(at + 16),
      dso: name,
      toFileOffset: 0,
      symbol: name,
    });
  }

  #shortSample(fileByte: number): InputError {
    return new InputError(
      { file: this.#file, byte: fileByte },
      'expected a sample that holds the fields its event declares, found a shorter record',
    );
  }
}

/** Bytes a record of a type must have before its fields are read. */
const SMALLEST_RECORD: Readonly<Record<number, number>> = {
  [RecordType.mmap]: 41,
  [RecordType.lost]: 24,
  [RecordType.comm]: 17,
  [RecordType.throttle]: 8,
  [RecordType.fork]: 32,
  [RecordType.sample]: 8,
  [RecordType.mmap2]: 73,
  [RecordType.lostSamples]: 16,
  [RecordType.ksymbol]: 25,
};
