import { InputError } from '../../model/errors.js';
import type { ByteReader } from '../../model/format.js';
import type { Recording } from '../../model/recording.js';
import { ByteStream } from './byte-stream.js';
import { EventTable } from './event-table.js';
import { FeatureTail } from './feature-tail.js';
import {
  type FileHeader,
  HEADER_SIZE,
  PIPE_HEADER_SIZE,
  readAttrEntries,
  readFileHeader,
} from './file-header.js';
import { RecordStream } from './record-stream.js';

/** Attrs and ids of the largest machines are a few MB; a header that claims more would only fill memory. */
const MAX_PREFACE = 64 << 20;
/** Features behind the data are a few MB; of a larger tail nothing is kept, and that is reported. */
const MAX_TAIL = 64 << 20;

type Stage = 'header' | 'preface' | 'records' | 'tail';

/** Reads a perf.data file front to back in chunks: header, attrs, records, features. */
export class PerfDataReader implements ByteReader {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #stream = new ByteStream();
  #stage: Stage = 'header';
  #littleEndian = true;
  #header: FileHeader | null = null;
  #events: EventTable | null = null;
  #records: RecordStream | null = null;
  #tail: FeatureTail | null = null;
  #tailDropped = false;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
  }

  push(chunk: Uint8Array): void {
    this.#stream.push(chunk);
    while (this.#step());
  }

  end(): void {
    if (this.#stage === 'header' || this.#stage === 'preface') {
      throw new InputError(
        { file: this.#file, byte: this.#stream.position + this.#stream.held.length },
        'expected the header and events of a perf.data file, found the end of the file',
      );
    }
    this.#records?.end(this.#stage === 'records' ? this.#stream.held.length : 0);
    this.#tail?.end(this.#tailDropped ? new Uint8Array(0) : this.#stream.held);
    this.#events?.settleLost();
    this.#noteRecording();
  }

  /** Advances one stage or consumes what it can; false when more bytes are needed. */
  #step(): boolean {
    return this.#stages[this.#stage]();
  }

  readonly #stages: Readonly<Record<Stage, () => boolean>> = {
    header: () => this.#readHeader(),
    preface: () => this.#readPreface(),
    records: () => this.#readRecords(),
    tail: () => this.#readTail(),
  };

  #readHeader(): boolean {
    const { held } = this.#stream;
    if (held.length < PIPE_HEADER_SIZE) return false;
    this.#littleEndian = held[0] === 'P'.charCodeAt(0);
    const sizeAt = this.#littleEndian ? 8 : 15;
    if (held[sizeAt] === PIPE_HEADER_SIZE) {
      throw new InputError(
        { file: this.#file, byte: 8 },
        'expected a perf.data file, found the pipe form (perf record -o -): convert it with "perf inject -i IN -o OUT"',
      );
    }
    if (held.length < HEADER_SIZE) return false;
    const header = readFileHeader(this.#file, held.subarray(0, HEADER_SIZE), this.#littleEndian);
    if (header.data.at < HEADER_SIZE || header.data.at > MAX_PREFACE) {
      throw new InputError(
        { file: this.#file, byte: 40 },
        `expected data between byte ${HEADER_SIZE} and ${MAX_PREFACE}, found ${header.data.at}`,
      );
    }
    this.#header = header;
    this.#stage = 'preface';
    return true;
  }

  #readPreface(): boolean {
    const { held } = this.#stream;
    const header = this.#header as FileHeader;
    if (held.length < header.data.at) return false;
    const events = new EventTable(this.#recording.profile, this.#littleEndian);
    for (const entry of readAttrEntries(
      this.#file,
      held.subarray(0, header.data.at),
      header,
      this.#littleEndian,
    )) {
      events.add(entry.attr, entry.ids);
    }
    this.#stream.consume(header.data.at);
    this.#events = events;
    this.#records = new RecordStream(this.#file, this.#recording, events, header.data);
    this.#stage = 'records';
    return true;
  }

  #readRecords(): boolean {
    const header = this.#header as FileHeader;
    const records = this.#records as RecordStream;
    this.#stream.consume(records.take(this.#stream.held, this.#stream.position));
    if (!records.isComplete(this.#stream.position)) return false;
    this.#tail = new FeatureTail(this.#file, this.#recording, header, this.#events as EventTable);
    this.#stage = 'tail';
    return true;
  }

  /** The features are few and lie at the end: they are held until then, within bounds. */
  #readTail(): boolean {
    this.#tailDropped ||= this.#stream.held.length > MAX_TAIL;
    if (this.#tailDropped) this.#stream.consume(this.#stream.held.length);
    return false;
  }

  #noteRecording(): void {
    const withoutEvent = this.#events?.samplesWithoutEvent ?? 0;
    if (withoutEvent > 0) {
      this.#recording.diagnostics.push({
        kind: 'samples-without-event',
        text: `${withoutEvent} samples carry an event id that the header does not list; they are not counted`,
        hint: null,
        file: this.#file,
        line: null,
      });
    }
  }
}
