import { InputError } from '../../model/errors.js';
import type { Recording } from '../../model/recording.js';
import { Bytes } from './bytes.js';
import { Decoder, RecordType } from './decoder.js';
import { EventQueue } from './event-queue.js';
import type { EventTable } from './event-table.js';
import type { Section } from './file-header.js';

/** Records perf itself writes: tools/perf/lib/include/perf/event.h enum perf_user_event_type. */
const UserRecord = {
  finishedRound: 68,
  auxtrace: 71,
  compressed: 81,
  compressed2: 83,
  first: 64,
  last: 83,
} as const;
/** The newest kernel record type we know of: PERF_RECORD_CALLCHAIN_DEFERRED is 22. */
const LAST_KERNEL_RECORD = 22;
const RECORD_HEADER = 8;
/** What may be missing behind a cut record before the file counts as truncated: perf's closing records. */
const CLOSING_RECORDS = 256;

/** Cuts the data section into records and hands them on in time order. */
export class RecordStream {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #events: EventTable;
  readonly #decoder: Decoder;
  readonly #queue: EventQueue;
  /** First byte behind the records; infinite when perf record was killed before it wrote the size. */
  readonly #endByte: number;
  readonly #startByte: number;
  readonly #unknown = new Map<number, number>();
  #position: number;
  /** Bytes to skip that belong to no record: an AUXTRACE payload. */
  #skip = 0;
  /** Declared size of the record that is not whole yet. */
  #pendingSize = 0;

  constructor(file: string, recording: Recording, events: EventTable, data: Section) {
    this.#file = file;
    this.#recording = recording;
    this.#events = events;
    this.#decoder = new Decoder(file, recording, events);
    this.#queue = new EventQueue((bytes, at, size, time, fileByte) =>
      this.#decoder.record(bytes, at, size, time, fileByte),
    );
    this.#startByte = data.at;
    this.#position = data.at;
    this.#endByte = data.size === 0 ? Number.POSITIVE_INFINITY : data.at + data.size;
  }

  isComplete(position: number): boolean {
    return position >= this.#endByte;
  }

  /** Consumes whole records from `held`, whose first byte is `position` in the file; returns the bytes used. */
  take(held: Uint8Array, position: number): number {
    const bytes = new Bytes(held, this.#events.littleEndian);
    const limit = Math.min(held.length, this.#endByte - position);
    let at = 0;
    this.#pendingSize = 0;
    while (at < limit) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, limit - at);
        this.#skip -= skipped;
        at += skipped;
        continue;
      }
      if (at + RECORD_HEADER > limit) break;
      const size = bytes.u16(at + 6);
      this.#position = position + at;
      if (size < RECORD_HEADER) {
        throw new InputError(
          { file: this.#file, byte: this.#position },
          `expected a record of at least ${RECORD_HEADER} bytes, found size ${size}`,
        );
      }
      if (at + size > limit) {
        this.#pendingSize = size;
        break;
      }
      this.#record(held, bytes, at, size);
      at += size;
    }
    this.#position = position + at;
    // A record that would cross the end of the data section can never become whole.
    return this.#endByte - position <= held.length ? limit : at;
  }

  /** `left` bytes of a record that is not whole were read before the file ended. */
  end(left: number): void {
    this.#queue.end();
    this.#checkEnd(left);
    for (const [type, count] of this.#unknown) {
      this.#note('unknown-record', `${count} records of unknown type ${type} were skipped`, null);
    }
    this.#recording.diagnostics.push(...this.#decoder.diagnostics());
  }

  #record(held: Uint8Array, bytes: Bytes, at: number, size: number): void {
    const type = bytes.u32(at);
    if (type < UserRecord.first) {
      if (type > LAST_KERNEL_RECORD) this.#count(type);
      const time = this.#events.timeOf(bytes, at, at + size, type === RecordType.sample);
      this.#queue.push(held.subarray(at, at + size), time, this.#position);
      return;
    }
    if (type > UserRecord.last) {
      this.#count(type);
      return;
    }
    if (type === UserRecord.finishedRound) this.#queue.finishRound();
    if (type === UserRecord.auxtrace && size >= 16) this.#skip = bytes.u64(at + 8);
    if (type === UserRecord.compressed || type === UserRecord.compressed2) {
      throw new InputError(
        { file: this.#file, byte: this.#position },
        'expected plain records, found compressed ones (perf record -z): decompress with "perf inject -i IN -o OUT"',
      );
    }
  }

  /** perf itself is silent about files that end early; we are not. */
  #checkEnd(left: number): void {
    if (this.#endByte === Number.POSITIVE_INFINITY) {
      this.#note(
        'unfinished-recording',
        'perf record did not finish this file: its header names no data size and no features',
        'stop perf record with SIGINT so that it can write the header',
      );
      return;
    }
    const missing = this.#endByte - this.#position - left;
    if (missing <= 0) {
      if (this.#skip > 0) {
        this.#note('truncated', `an AUXTRACE payload is ${this.#skip} bytes longer than the records`, null);
      }
      return;
    }
    const restOfRecord = this.#pendingSize === 0 ? 0 : this.#pendingSize - left;
    const total = this.#endByte - this.#startByte;
    if (missing > restOfRecord + CLOSING_RECORDS && missing > total / 100) {
      throw new InputError(
        { file: this.#file, byte: this.#position + left },
        `expected ${total} bytes of records, found the end of the file after ${total - missing}: truncated`,
      );
    }
    this.#note(
      'truncated',
      `the file ends ${missing} bytes before its last record does; what is whole was read`,
      'copy the recording again',
    );
  }

  #count(type: number): void {
    this.#unknown.set(type, (this.#unknown.get(type) ?? 0) + 1);
  }

  #note(kind: string, text: string, hint: string | null): void {
    this.#recording.diagnostics.push({ kind, text, hint, file: this.#file, line: null });
  }
}
