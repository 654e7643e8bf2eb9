import { InputError } from '../../model/errors.js';
import type { Recording } from '../../model/recording.js';
import { readAttr, SMALLEST_ATTR } from './attr.js';
import { readBuildIdRecord } from './build-ids.js';
import type { Bytes } from './bytes.js';
import type { EventTable } from './event-table.js';
import type { FeatureCollector } from './feature-collector.js';
import { RECORD_HEADER, UserRecord } from './record-types.js';

/** EVENT_UPDATE: u64 type and u64 id stand before the new value. */
const UPDATE_VALUE = RECORD_HEADER + 16;
const UPDATE_NAME = 2;
/** HEADER_FEATURE: u64 feature bit before the section's bytes. */
const FEATURE_DATA = RECORD_HEADER + 8;

/** More than any recording has (a few per CPU at most), less than what fills memory. */
const MAX_EVENTS = 100_000;

type Reader = (bytes: Bytes, at: number, end: number, fileByte: number) => void;

/**
 * The records by which a pipe (perf record -o -) tells what a file has in its header: events, their names,
 * features, build ids. Source: tools/perf/util/header.c perf_event__process_attr(), _event_update(),
 * _feature(), _build_id().
 */
export class HeaderRecords {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #events: EventTable;
  readonly #features: FeatureCollector;
  /** A file's header has named its events already: its HEADER_ATTR records would only double them. */
  readonly #isPipe: boolean;

  constructor(
    file: string,
    recording: Recording,
    events: EventTable,
    features: FeatureCollector,
    isPipe: boolean,
  ) {
    this.#file = file;
    this.#recording = recording;
    this.#events = events;
    this.#features = features;
    this.#isPipe = isPipe;
  }

  /** Applies a record of `type`; other records are none of its business. @throws InputError */
  apply(type: number, bytes: Bytes, at: number, end: number, fileByte: number): void {
    this.#readers[type]?.(bytes, at, end, fileByte);
  }

  readonly #readers: Readonly<Record<number, Reader>> = {
    [UserRecord.headerAttr]: (bytes, at, end, fileByte) => {
      if (this.#isPipe) this.#readAttr(bytes, at + RECORD_HEADER, end, fileByte);
    },
    [UserRecord.eventUpdate]: (bytes, at, end) => {
      if (at + UPDATE_VALUE >= end || bytes.u64(at + RECORD_HEADER) !== UPDATE_NAME) return;
      this.#events.rename(bytes.u64(at + RECORD_HEADER + 8), bytes.text(at + UPDATE_VALUE, end));
    },
    [UserRecord.headerFeature]: (bytes, at, end) => {
      // perf ends its features with one of the first unused number that holds nothing.
      if (at + FEATURE_DATA >= end) return;
      this.#features.read(bytes.u64(at + RECORD_HEADER), bytes, at + FEATURE_DATA, end);
    },
    [UserRecord.buildId]: (bytes, at, end, fileByte) => {
      try {
        readBuildIdRecord(bytes, at, end, this.#recording.buildIds);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new InputError(
          { file: this.#file, byte: fileByte },
          `expected a build id, found ${error.message}`,
        );
      }
    },
  };

  #readAttr(bytes: Bytes, at: number, end: number, fileByte: number): void {
    if (this.#events.size === MAX_EVENTS) {
      throw new InputError(
        { file: this.#file, byte: fileByte },
        `expected at most ${MAX_EVENTS} events, found more`,
      );
    }
    const room = end - at;
    // The oldest attrs leave their size 0.
    const size = (room >= SMALLEST_ATTR && bytes.u32(at + 4)) || SMALLEST_ATTR;
    if (size < SMALLEST_ATTR || size > room) {
      throw new InputError(
        { file: this.#file, byte: fileByte },
        `expected an attr of ${SMALLEST_ATTR} to ${Math.max(room, SMALLEST_ATTR)} bytes, found ${Math.min(size, room)}`,
      );
    }
    const count = Math.floor((room - size) / 8);
    const ids = Array.from({ length: count }, (_, index) => bytes.u64(at + size + index * 8));
    this.#events.add(readAttr(bytes, at), ids);
  }
}
