import { finding } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { Recording } from '../../model/recording.js';
import type { Nanoseconds } from '../../model/units.js';
import { Bytes } from './bytes.js';
import { CompressedRecords } from './compressed-records.js';
import { Decoder, RecordType } from './decoder.js';
import { type Deliver, EventQueue } from './event-queue.js';
import type { EventTable } from './event-table.js';
import type { HeaderRecords } from './header-records.js';
import {
  compressedPayload,
  isKnownRecord,
  isUserRecord,
  RECORD_HEADER,
  recordSize,
  UserRecord,
} from './record-types.js';

/** Where the records lie in the file, and who says so. */
export interface RecordExtent {
  /** First byte of the first record. */
  readonly at: number;
  /**
   * Bytes of all records; `null`: until the end of the input, in a pipe as it should be, in a file because
   * perf record was killed before it wrote the size.
   */
  readonly size: number | null;
  readonly isPipe: boolean;
}

/** What may be missing behind a cut record before the file counts as truncated: perf's closing records. */
const CLOSING_RECORDS = 256;

/** Unknown types told apart: a newer perf has a few, a corrupt file any number. */
const MAX_UNKNOWN_TYPES = 10;

/** Cuts the data section into records and hands them on in time order. */
export class RecordStream {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #events: EventTable;
  readonly #headers: HeaderRecords;
  readonly #extent: RecordExtent;
  readonly #decoder: Decoder;
  readonly #queue: EventQueue;
  readonly #compressed: CompressedRecords;
  /** The stream of the file with the header, when this is one of the files beside it. */
  readonly #whole: RecordStream | null;
  #reached = 0;
  /** First byte behind the records; infinite where only the end of the input tells. */
  readonly #endByte: number;
  readonly #unknown = new Map<number, number>();
  #otherUnknown = 0;
  #position: number;
  /** Bytes to skip that belong to no record: what follows AUXTRACE and, in a pipe, TRACING_DATA. */
  #skip = 0;
  /** Declared size of the record that is not whole yet. */
  #pendingSize = 0;

  constructor(
    file: string,
    recording: Recording,
    events: EventTable,
    headers: HeaderRecords,
    extent: RecordExtent,
    whole: RecordStream | null = null,
  ) {
    this.#file = file;
    this.#recording = recording;
    this.#events = events;
    this.#headers = headers;
    this.#extent = extent;
    this.#whole = whole;
    this.#decoder = whole === null ? new Decoder(file, recording, events) : whole.#decoder;
    this.#queue = whole === null ? new EventQueue(deliverTo(this.#decoder)) : whole.#queue;
    this.#compressed = new CompressedRecords(file, events.littleEndian, (held, bytes, at, size) =>
      this.#record(held, bytes, at, size),
    );
    this.#position = extent.at;
    this.#endByte = extent.size === null ? Number.POSITIVE_INFINITY : extent.at + extent.size;
  }

  /** The records of `file`, which stands beside this one in a perf.data directory: put in order with these. */
  beside(file: string): RecordStream {
    const extent = { at: 0, size: null, isPipe: true };
    return new RecordStream(file, this.#recording, this.#events, this.#headers, extent, this);
  }

  /** Time of the newest record taken, 0 before the first. */
  get reached(): Nanoseconds {
    return this.#reached;
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
      const size = this.#sizeAt(bytes, at, limit, position + at);
      if (size === 0 || at + size > limit) {
        this.#pendingSize = size;
        break;
      }
      this.#position = position + at;
      this.#record(held, bytes, at, size);
      at += size;
    }
    this.#position = position + at;
    // A record that would cross the end of the data section can never become whole.
    return this.#endByte - position <= held.length ? limit : at;
  }

  /** `left` bytes of a record that is not whole were read before the file ended. */
  end(left: number): void {
    if (this.#whole === null) {
      this.#queue.end();
      this.#decoder.end();
    }
    if (this.#extent.size === null) this.#checkOpenEnd(left);
    else this.#checkEnd(left, this.#extent.size);
    if (!this.#compressed.isWhole) {
      this.#note('truncated', 'the compressed records end inside a record; what is whole was read', null);
    }
    for (const [type, count] of this.#unknown) {
      this.#note('unknown-record', `${count} records of unknown type ${type} were skipped`, null);
    }
    if (this.#otherUnknown > 0) {
      this.#note('unknown-record', `${this.#otherUnknown} records of other unknown types were skipped`, null);
    }
    if (this.#whole === null) this.#recording.diagnostics.push(...this.#decoder.diagnostics());
  }

  /** 0 when more than the header must be seen. */
  #sizeAt(bytes: Bytes, at: number, limit: number, fileByte: number): number {
    const size = recordSize(bytes, at, limit);
    const mayWait = size === 0 && bytes.u32(at) === UserRecord.compressed2 && at + 2 * RECORD_HEADER > limit;
    if (size < RECORD_HEADER && !mayWait) {
      throw new InputError(
        { file: this.#file, byte: fileByte },
        `expected a record of at least ${RECORD_HEADER} bytes, found size ${size}`,
      );
    }
    return size;
  }

  #record(held: Uint8Array, bytes: Bytes, at: number, size: number): void {
    const type = bytes.u32(at);
    if (!isKnownRecord(type)) this.#countUnknown(type);
    if (!isUserRecord(type)) {
      const time = this.#events.timeOf(bytes, at, at + size, type === RecordType.sample);
      if (time > this.#reached) this.#reached = time;
      this.#queue.push(held.subarray(at, at + size), time, this.#position, this.#file);
      return;
    }
    const act = this.#actions[type];
    if (act === undefined) this.#headers.apply(type, bytes, at, at + size, this.#position);
    else act(held, bytes, at, size);
  }

  #countUnknown(type: number): void {
    const count = this.#unknown.get(type);
    if (count === undefined && this.#unknown.size === MAX_UNKNOWN_TYPES) this.#otherUnknown++;
    else this.#unknown.set(type, (count ?? 0) + 1);
  }

  readonly #actions: Readonly<
    Record<number, (held: Uint8Array, bytes: Bytes, at: number, size: number) => void>
  > = {
    [UserRecord.finishedRound]: () => this.#queue.finishRound(),
    [UserRecord.auxtrace]: (_held, bytes, at, size) => {
      if (size >= 16) this.#skip = bytes.u64(at + 8);
    },
    [UserRecord.tracingData]: (_held, bytes, at, size) => {
      if (size >= 12) this.#skip = bytes.u32(at + 8);
    },
    [UserRecord.compressed]: (held, bytes, at, size) => this.#decompress(held, bytes, at, size),
    [UserRecord.compressed2]: (held, bytes, at, size) => this.#decompress(held, bytes, at, size),
  };

  #decompress(held: Uint8Array, bytes: Bytes, at: number, size: number): void {
    const payload = compressedPayload(bytes, at, size);
    this.#compressed.push(held.subarray(payload.at, payload.at + payload.size), this.#position);
  }

  #checkOpenEnd(left: number): void {
    if (!this.#extent.isPipe) {
      this.#note(
        'unfinished-recording',
        'perf record did not finish this file: its header names no data size and no features',
        'stop perf record with SIGINT so that it can write the header',
      );
    } else if (left > 0 || this.#skip > 0) {
      this.#note(
        'truncated',
        'the input ends inside a record; what is whole was read',
        'copy the recording again',
      );
    }
  }

  /** perf itself is silent about files that end early; we are not. */
  #checkEnd(left: number, total: number): void {
    const missing = this.#endByte - this.#position - left;
    if (missing <= 0) {
      if (this.#skip > 0) {
        this.#note('truncated', `an AUXTRACE payload is ${this.#skip} bytes longer than the records`, null);
      }
      return;
    }
    const restOfRecord = this.#pendingSize === 0 ? 0 : this.#pendingSize - left;
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

  #note(kind: string, text: string, hint: string | null): void {
    this.#recording.diagnostics.push(finding(kind, text, hint, this.#file));
  }
}

/** The decoder knows the file with the header only: what it finds wrong in a file beside it is said of that one. */
function deliverTo(decoder: Decoder): Deliver {
  return (bytes, at, size, timeNs, fileByte, file) => {
    try {
      decoder.record(bytes, at, size, timeNs, fileByte);
    } catch (error) {
      throw error instanceof InputError ? error.in(file) : error;
    }
  };
}
