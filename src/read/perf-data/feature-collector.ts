import { finding } from '../../model/diagnostic.js';
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
  readonly #broken = new Set<number>();
  readonly #unknown = new Set<number>();

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
  }

  /** Reads feature `bit` from [at, end). A broken one is noted: the samples are sound without it. */
  read(bit: number, bytes: Bytes, at: number, end: number): void {
    if (bit > LAST_FEATURE) this.#unknown.add(bit);
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
      this.#broken.add(bit);
    }
  }

  /** Hands on what needs all features: event names and the topology. */
  end(events: EventTable): void {
    events.describe(this.#descriptions);
    const topology = topologyOf(this.#topology, this.#recording.machine, this.#file);
    if (topology !== null) this.#recording.topologies.push(topology);
    if (this.#broken.size > 0) {
      this.#note(
        'broken-features',
        `header sections ${list(this.#broken)} are cut or corrupt: parts of the machine's description are unknown`,
      );
    }
    if (this.#unknown.size > 0) {
      this.#note(
        'unknown-features',
        `header sections ${list(this.#unknown)} are of a newer perf and were skipped`,
      );
    }
  }

  #note(kind: string, text: string): void {
    this.#recording.diagnostics.push(finding(kind, text, null, this.#file));
  }
}

/** A corrupt pipe can name any number of them. */
const MAX_LISTED = 20;

function list(bits: ReadonlySet<number>): string {
  const listed = [...bits].slice(0, MAX_LISTED).join(', ');
  return bits.size > MAX_LISTED ? `${listed} and ${bits.size - MAX_LISTED} more` : listed;
}
