import { finding } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { ByteReader, PartReader } from '../../model/format.js';
import type { Recording } from '../../model/recording.js';
import { ByteStream } from './byte-stream.js';
import { EventTable } from './event-table.js';
import { FeatureCollector } from './feature-collector.js';
import { readFeatureTail } from './feature-tail.js';
import {
  FEATURES_AT,
  type FileHeader,
  headerShape,
  PIPE_HEADER_SIZE,
  readAttrEntries,
  readFileHeader,
} from './file-header.js';
import { HeaderRecords } from './header-records.js';
import { type RecordExtent, RecordStream } from './record-stream.js';

/** Attrs and ids of the largest machines are a few MB; a header that claims more would only fill memory. */
const MAX_PREFACE = 64 << 20;
/** Features behind the data are a few MB; of a larger tail nothing is kept, and that is reported. */
const MAX_TAIL = 64 << 20;

type Stage = 'header' | 'preface' | 'records' | 'tail';

/**
 * Reads perf.data front to back in chunks. A file has header, attrs, records, features; a pipe a short header
 * and then nothing but records.
 */
export class PerfDataReader implements ByteReader {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #features: FeatureCollector;
  readonly #stream = new ByteStream();
  #stage: Stage = 'header';
  #littleEndian = true;
  #header: FileHeader | null = null;
  #events: EventTable | null = null;
  #records: RecordStream | null = null;
  #tailDropped = false;
  #hasParts = false;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#features = new FeatureCollector(file, recording);
  }

  push(chunk: Uint8Array): void {
    this.#stream.push(chunk);
    while (this.#step());
  }

  /** Reads `file`, one of those beside the file with the header. */
  part(file: string): PartReader {
    const records = this.#records;
    if (records === null) this.#failHeader();
    this.#hasParts = true;
    return new PartOfDirectory(records.beside(file));
  }

  end(): void {
    const events = this.#events;
    if (events === null || events.size === 0) this.#failHeader();
    if (this.#header?.isDirectory === true && !this.#hasParts) {
      throw new InputError(
        { file: this.#file, byte: FEATURES_AT },
        'expected a whole recording, found one file of a perf.data directory (perf record --threads): give the directory, or join it with "perf inject -i DIRECTORY -o - > FILE"',
      );
    }
    this.#records?.end(this.#stage === 'records' ? this.#stream.held.length : 0);
    if (this.#stage === 'tail') {
      const held = this.#tailDropped ? new Uint8Array(0) : this.#stream.held;
      readFeatureTail(held, this.#littleEndian, this.#header as FileHeader, this.#features);
    }
    this.#features.end(events);
    events.settleLost();
    this.#noteSamplesWithoutEvent(events.samplesWithoutEvent);
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
    const { littleEndian, size } = headerShape(this.#file, held);
    this.#littleEndian = littleEndian;
    if (size === PIPE_HEADER_SIZE) {
      this.#stream.consume(size);
      this.#beginRecords(new EventTable(this.#recording.profile, littleEndian), {
        at: size,
        size: null,
        isPipe: true,
      });
      return true;
    }
    if (held.length < size) return false;
    const header = readFileHeader(this.#file, held.subarray(0, size), littleEndian);
    if (header.data.at < size || header.data.at > MAX_PREFACE) {
      throw new InputError(
        { file: this.#file, byte: 40 },
        `expected data between byte ${size} and ${MAX_PREFACE}, found ${header.data.at}`,
      );
    }
    this.#header = header;
    this.#stage = 'preface';
    return true;
  }

  #readPreface(): boolean {
    const { held } = this.#stream;
    const header = this.#header as FileHeader;
    const { at, size } = header.data;
    if (held.length < at) return false;
    const events = new EventTable(this.#recording.profile, this.#littleEndian);
    for (const entry of readAttrEntries(this.#file, held.subarray(0, at), header, this.#littleEndian)) {
      events.add(entry.attr, entry.ids);
    }
    this.#stream.consume(at);
    this.#beginRecords(events, { at, size: size === 0 ? null : size, isPipe: false });
    return true;
  }

  #beginRecords(events: EventTable, extent: RecordExtent): void {
    const headers = new HeaderRecords(this.#file, this.#recording, events, this.#features, extent.isPipe);
    this.#events = events;
    this.#records = new RecordStream(this.#file, this.#recording, events, headers, extent);
    this.#stage = 'records';
  }

  #readRecords(): boolean {
    const records = this.#records as RecordStream;
    this.#stream.consume(records.take(this.#stream.held, this.#stream.position));
    if (!records.isComplete(this.#stream.position)) return false;
    this.#stage = 'tail';
    return true;
  }

  /** The features are few and lie at the end: they are held until then, within bounds. */
  #readTail(): boolean {
    this.#tailDropped ||= this.#stream.held.length > MAX_TAIL;
    if (this.#tailDropped) this.#stream.consume(this.#stream.held.length);
    return false;
  }

  #failHeader(): never {
    throw new InputError(
      { file: this.#file, byte: this.#stream.position + this.#stream.held.length },
      'expected the header and events of a perf.data file, found the end of the file',
    );
  }

  #noteSamplesWithoutEvent(count: number): void {
    if (count === 0) return;
    this.#recording.diagnostics.push(
      finding(
        'samples-without-event',
        `${count} samples carry an event id that the header does not list; they are not counted`,
        null,
        this.#file,
      ),
    );
  }
}

/** A file of nothing but records. */
class PartOfDirectory implements PartReader {
  readonly #records: RecordStream;
  readonly #stream = new ByteStream();

  constructor(records: RecordStream) {
    this.#records = records;
  }

  get reached(): number {
    return this.#records.reached;
  }

  push(chunk: Uint8Array): void {
    this.#stream.push(chunk);
    this.#stream.consume(this.#records.take(this.#stream.held, this.#stream.position));
  }

  end(): void {
    this.#records.end(this.#stream.held.length);
  }
}
