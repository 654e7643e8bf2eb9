import { type Diagnostic, finding } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { Recording } from '../../model/recording.js';
import type { Nanoseconds } from '../../model/units.js';
import { Bytes } from './bytes.js';
import type { EventTable } from './event-table.js';
import { Frames } from './frames.js';
import { MappingDecoder } from './mapping-decoder.js';
import { SampleDecoder } from './sample-decoder.js';
import { Threads } from './threads.js';

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

/** LOST_SAMPLES of what a BPF filter was asked to leave out (PERF_RECORD_MISC_LOST_SAMPLES_BPF): no loss. */
const MISC_DROPPED_BY_FILTER = 1 << 15;
/** Misc bit of FORK records. */
const MISC_FORK_SYNTHESIZED = 1 << 13;

/** Applies records in time order: keeps names and mappings, pushes samples into the profile. */
export class Decoder {
  readonly #file: string;
  readonly #events: EventTable;
  readonly #threads = new Threads();
  readonly #samples: SampleDecoder;
  readonly #mappings: MappingDecoder;
  #bytes = new Bytes(new Uint8Array(0), true);
  #current: Uint8Array | null = null;
  #throttled = 0;
  readonly #recording: Recording;
  /** By task: the first name of a thread that had samples before it. */
  readonly #firstNames = new Map<number, string>();

  constructor(file: string, recording: Recording, events: EventTable) {
    this.#file = file;
    this.#recording = recording;
    this.#events = events;
    const frames = new Frames(recording.profile);
    this.#samples = new SampleDecoder(file, recording, events, this.#threads, frames);
    this.#mappings = new MappingDecoder(file, recording, this.#threads, frames);
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

  /** After the last record: samples of a thread that nobody had named yet get its first name, as in perf report. */
  end(): void {
    this.#recording.profile.renameTasks(this.#firstNames);
  }

  diagnostics(): Diagnostic[] {
    const diagnostics = this.#samples.diagnostics();
    if (this.#throttled > 0) {
      diagnostics.push(
        finding(
          'throttled',
          `the kernel throttled sampling ${this.#throttled} times`,
          'record with a lower frequency, or raise kernel.perf_event_max_sample_rate',
          this.#file,
        ),
      );
    }
    return diagnostics;
  }

  #apply(type: number, at: number, end: number, timeNs: Nanoseconds, fileByte: number): void {
    const bytes = this.#bytes;
    switch (type) {
      case RecordType.sample:
        this.#samples.sample(bytes, at, end, timeNs, fileByte);
        break;
      case RecordType.comm: {
        const thread = this.#threads.get(bytes.i32(at + 8), bytes.i32(at + 12));
        const comm = bytes.text(at + 16, end);
        // tools/perf/util/thread.c ____thread__set_comm() overrides ":tid" also where it was used already.
        if (thread.comm === null && thread.task >= 0) this.#firstNames.set(thread.task, comm);
        thread.comm = comm;
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
        this.#mappings.mmap(bytes, at, end, fileByte);
        break;
      case RecordType.mmap2:
        this.#mappings.mmap2(bytes, at, end, fileByte);
        break;
      case RecordType.ksymbol:
        this.#mappings.ksymbol(bytes, at, end);
        break;
      case RecordType.lost:
        this.#events.addLost(bytes.u64(at + 8), bytes.u64(at + 16));
        break;
      case RecordType.lostSamples:
        if ((bytes.u16(at + 4) & MISC_DROPPED_BY_FILTER) !== 0) break;
        this.#events.addLostSamples(this.#events.trailerId(bytes, at, end), bytes.u64(at + 8));
        break;
      case RecordType.throttle:
        this.#throttled++;
        break;
    }
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
