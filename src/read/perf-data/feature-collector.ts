import type { Recording } from '../../model/recording.js';
import type { Bytes } from './bytes.js';
import type { EventTable } from './event-table.js';
import { type EventDescription, FEATURE_READERS } from './features.js';
import { noTopologyFeatures, topologyOf } from './topology-features.js';

/** The newest feature we know of: HEADER_CLN_SIZE in the perf of Linux 7.0. tools/perf/util/header.h */
const LAST_FEATURE = 34;

/** Collects what the header features say, from the sections of a file or the records of a pipe. */
export class FeatureCollector {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #descriptions: EventDescription[] = [];
  readonly #topology = noTopologyFeatures();
  readonly #broken: number[] = [];
  readonly #unknown: number[] = [];

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
  }

  /** Reads feature `bit` from [at, end). A broken one is noted: the samples are sound without it. */
  read(bit: number, bytes: Bytes, at: number, end: number): void {
    if (bit > LAST_FEATURE) this.#unknown.push(bit);
    const { machine, buildIds } = this.#recording;
    try {
      if (at < 0 || end > bytes.length) throw new RangeError('outside the file');
      FEATURE_READERS[bit]?.(bytes, at, end, {
        machine,
        buildIds,
        descriptions: this.#descriptions,
        topology: this.#topology,
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#broken.push(bit);
    }
  }

  /** Hands on what needs all features: event names and the topology. */
  end(events: EventTable): void {
    events.describe(this.#descriptions);
    const topology = topologyOf(this.#topology, this.#recording.machine, this.#file);
    if (topology !== null) this.#recording.topologies.push(topology);
    if (this.#broken.length > 0) {
      this.#note(
        'broken-features',
        `header sections ${this.#broken.join(', ')} are cut or corrupt: parts of the machine's description are unknown`,
      );
    }
    if (this.#unknown.length > 0) {
      this.#note(
        'unknown-features',
        `header sections ${this.#unknown.join(', ')} are of a newer perf and were skipped`,
      );
    }
  }

  #note(kind: string, text: string): void {
    this.#recording.diagnostics.push({ kind, text, hint: null, file: this.#file, line: null });
  }
}
