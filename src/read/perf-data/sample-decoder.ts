import { type Diagnostic, finding } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import { NO_STACK } from '../../model/profile.js';
import type { Recording } from '../../model/recording.js';
import type { Address, Nanoseconds } from '../../model/units.js';
import { SampleType } from './attr.js';
import type { Bytes } from './bytes.js';
import { CounterGrowth, counterReads, namesCounters } from './counter-reads.js';
import type { EventTable, RecordedEvent } from './event-table.js';
import { CpuMode, type Frames } from './frames.js';
import { readFieldSize } from './sample-layout.js';
import { commOf, type Thread, type Threads } from './threads.js';

/** Callchain entries from here up (as signed numbers) are context markers: PERF_CONTEXT_MAX. */
const CONTEXT_MAX = -4095;
const CONTEXT_MODES: ReadonlyMap<number, number> = new Map([
  [-32, CpuMode.hypervisor],
  [-128, CpuMode.kernel],
  [-512, CpuMode.user],
]);
/** Frames of a callchain that perf report and perf script follow unless told otherwise: PERF_MAX_STACK_DEPTH. */
const PERF_MAX_STACK_DEPTH = 127;
/** The user's part follows in a record of its own, CALLCHAIN_DEFERRED; here a cookie is all that comes. */
const CONTEXT_USER_DEFERRED = -640;

const GUEST_MODES: ReadonlySet<number> = new Set([CpuMode.guestKernel, CpuMode.guestUser]);

/** Pushes samples into the profile. What a sample holds behind its callchain is not needed and not read. */
export class SampleDecoder {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #events: EventTable;
  readonly #threads: Threads;
  readonly #frames: Frames;
  readonly #growth = new CounterGrowth();
  #chain = new Int32Array(256);
  #cutChains = 0;
  #deferredChains = 0;
  #deepChains = 0;
  #guestSamples = 0;

  constructor(file: string, recording: Recording, events: EventTable, threads: Threads, frames: Frames) {
    this.#file = file;
    this.#recording = recording;
    this.#events = events;
    this.#threads = threads;
    this.#frames = frames;
  }

  /** @throws InputError when the sample is shorter than what its event declares. */
  sample(bytes: Bytes, at: number, end: number, timeNs: Nanoseconds, fileByte: number): void {
    const event = this.#events.ofSample(bytes, at, end);
    if (event === null) return;
    const { layout } = event;
    const readAt = at + layout.variable;
    if (readAt > end) throw this.#shortSample(fileByte);
    const readSize = layout.readFormat === null ? 0 : readFieldSize(bytes, readAt, end, layout.readFormat);
    if (readSize < 0 || readAt + readSize > end) throw this.#shortSample(fileByte);
    const pid = layout.tid < 0 ? -1 : bytes.i32(at + layout.tid);
    const tid = layout.tid < 0 ? -1 : bytes.i32(at + layout.tid + 4);
    const thread = this.#threads.get(pid, tid);
    const mode = bytes.u16(at + 4) & CpuMode.mask;
    if (GUEST_MODES.has(mode)) this.#guestSamples++;
    let stack = NO_STACK;
    let firstIp = Number.NaN;
    if (layout.hasCallchain) {
      const chainAt = readAt + readSize;
      if (chainAt + 8 > end) throw this.#shortSample(fileByte);
      const count = bytes.u64(chainAt);
      if (count * 8 > end - chainAt - 8) throw this.#shortSample(fileByte);
      firstIp = this.#firstIp(bytes, chainAt + 8, count);
      stack = this.#stack(bytes, thread, chainAt + 8, count);
    }
    const ip = layout.ip < 0 ? firstIp : bytes.address(at + layout.ip);
    if (!Number.isNaN(ip) && (stack === NO_STACK || ip !== firstIp)) {
      const space = this.#threads.space(thread.pid);
      stack = this.#recording.profile.internStack(stack, this.#frames.frame(mode, space, ip));
    }
    if (thread.task < 0) thread.task = this.#task(thread, pid === 0 && tid === 0);
    const cpu = layout.cpu < 0 ? -1 : bytes.i32(at + layout.cpu);
    const time = layout.time < 0 ? Number.NaN : timeNs;
    if (layout.readFormat === null || !namesCounters(layout.readFormat)) {
      const period = layout.period < 0 ? event.fixedPeriod : bytes.u64(at + layout.period);
      this.#recording.profile.addSample(event.index, thread.task, cpu, time, period, stack);
      return;
    }
    for (const read of counterReads(bytes, readAt, layout.readFormat)) {
      const counted = this.#events.ofCounter(read.id);
      if (counted === null) continue;
      const period = this.#growthOf(counted, read.id, tid, read.value);
      // As perf does: a member of the group that did not count gets no sample.
      if (period <= 0) continue;
      this.#recording.profile.addSample(counted.index, thread.task, cpu, time, period, stack);
    }
  }

  diagnostics(): Diagnostic[] {
    const notes: [count: number, kind: string, text: string, hint: string | null][] = [
      [this.#cutChains, 'corrupt-callchain', 'callchains held an unknown context and were dropped', null],
      [
        this.#deferredChains,
        'deferred-callchains',
        'callchains end at the kernel: their user part was recorded apart and is not joined',
        'record without "defer" in --call-graph where user callers matter',
      ],
      [
        this.#deepChains,
        'deep-callchains',
        `callchains are deeper than ${PERF_MAX_STACK_DEPTH} frames: they are followed to their end, perf report leaves the inner frames out of its children`,
        'compare with perf report --max-stack 100000',
      ],
      [
        this.#guestSamples,
        'guest-samples',
        'samples are of code inside a virtual machine: their addresses cannot be resolved on the host',
        'record inside the guest',
      ],
    ];
    return notes
      .filter(([count]) => count > 0)
      .map(([count, kind, text, hint]) => finding(kind, `${count} ${text}`, hint, this.#file));
  }

  #task(thread: Thread, idleTask: boolean): number {
    const { profile } = this.#recording;
    const comm = commOf(thread);
    return thread.comm === null ? profile.addTask(comm, idleTask) : profile.internTask(comm, idleTask);
  }

  #growthOf({ attr }: RecordedEvent, id: number, tid: number, value: number): number {
    const perThread = attr.inherit && (attr.sampleType & SampleType.tid) !== 0;
    return this.#growth.since(id, perThread ? tid : 0, value);
  }

  #firstIp(bytes: Bytes, at: number, count: number): Address {
    for (let index = 0; index < count; index++) {
      const ip = bytes.address(at + index * 8);
      if (ip < CONTEXT_MAX || ip >= 0) return ip;
    }
    return Number.NaN;
  }

  /** Interns the callchain of `count` entries at `at`, innermost first as recorded. */
  #stack(bytes: Bytes, thread: Thread, at: number, count: number): number {
    if (count > this.#chain.length) this.#chain = new Int32Array(count * 2);
    const space = this.#threads.space(thread.pid);
    // perf starts in user mode until the first marker: util/machine.c thread__resolve_callchain_sample().
    let mode: number = CpuMode.user;
    let depth = 0;
    for (let index = 0; index < count; index++) {
      const ip = bytes.address(at + index * 8);
      if (ip >= CONTEXT_MAX && ip < 0) {
        if (ip === CONTEXT_USER_DEFERRED) {
          this.#deferredChains++;
          break;
        }
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
    if (depth > PERF_MAX_STACK_DEPTH) this.#deepChains++;
    let stack = NO_STACK;
    while (depth > 0) stack = this.#recording.profile.internStack(stack, this.#chain[--depth] as number);
    return stack;
  }

  #shortSample(fileByte: number): InputError {
    return new InputError(
      { file: this.#file, byte: fileByte },
      'expected a sample that holds the fields its event declares, found a shorter record',
    );
  }
}
