import type { Profile } from '../../model/profile.js';
import type { Nanoseconds } from '../../model/units.js';
import { type Attr, defaultEventName } from './attr.js';
import type { Bytes } from './bytes.js';
import type { EventDescription } from './features.js';
import { type SampleLayout, sampleLayout, type TrailerLayout, trailerLayout } from './sample-layout.js';

/** One event of the file: its index in the profile and where its samples keep their fields. */
export interface RecordedEvent {
  readonly index: number;
  readonly attr: Attr;
  readonly ids: readonly number[];
  readonly layout: SampleLayout;
  readonly trailer: TrailerLayout;
  /** Period of a sample that does not record its own. */
  readonly fixedPeriod: number;
}

/** The events of one file, found by id as tools/perf/util/evlist.c evlist__event2evsel() does. */
export class EventTable {
  readonly littleEndian: boolean;
  readonly #profile: Profile;
  readonly #events: RecordedEvent[] = [];
  readonly #byId = new Map<number, RecordedEvent>();
  readonly #lost = new Map<number, number>();
  readonly #lostSamples = new Map<number, number>();
  #withoutEvent = 0;

  constructor(profile: Profile, littleEndian: boolean) {
    this.#profile = profile;
    this.littleEndian = littleEndian;
  }

  get size(): number {
    return this.#events.length;
  }

  /** Samples whose id belongs to no event. */
  get samplesWithoutEvent(): number {
    return this.#withoutEvent;
  }

  add(attr: Attr, ids: readonly number[]): void {
    const index = this.#profile.addEvent({
      name: defaultEventName(attr),
      type: attr.type,
      config: attr.config,
      precise: attr.precise,
      instances: ids.length === 0 ? null : ids.length,
      lost: 0,
    });
    const event: RecordedEvent = {
      index,
      attr,
      ids,
      layout: sampleLayout(attr),
      trailer: trailerLayout(attr),
      fixedPeriod: attr.samplePeriod,
    };
    this.#events.push(event);
    for (const id of ids) this.#byId.set(id, event);
  }

  /** Names from EVENT_DESC: by id, or by position where the file has no ids. */
  describe(descriptions: readonly EventDescription[]): void {
    descriptions.forEach((description, position) => {
      const id = description.ids[0];
      const event = (id === undefined ? undefined : this.#byId.get(id)) ?? this.#events[position];
      const info = event === undefined ? undefined : this.#profile.events[event.index];
      if (info !== undefined && description.name !== '') info.name = description.name;
    });
  }

  /** Name from EVENT_UPDATE. */
  rename(id: number, name: string): void {
    const event = this.#byId.get(id);
    const info = event === undefined ? undefined : this.#profile.events[event.index];
    if (info !== undefined && name !== '') info.name = name;
  }

  /** The event of the counter `id` in a sample's READ field; `null`, and counted, when there is none. */
  ofCounter(id: number): RecordedEvent | null {
    const event = this.#byId.get(id);
    if (event === undefined) this.#withoutEvent++;
    return event ?? null;
  }

  /** The event of the sample at `at`; `null`, and counted, when its id belongs to none. */
  ofSample(bytes: Bytes, at: number, end: number): RecordedEvent | null {
    const event = this.#sampleEvent(bytes, at, end);
    if (event === undefined) this.#withoutEvent++;
    return event ?? null;
  }

  /** Time of a record in the queue; NaN where records carry none. */
  timeOf(bytes: Bytes, at: number, end: number, isSample: boolean): Nanoseconds {
    if (isSample) {
      const event = this.#sampleEvent(bytes, at, end) ?? this.#events[0];
      const offset = event?.layout.time ?? -1;
      return offset < 0 || at + offset + 8 > end ? Number.NaN : timeAt(bytes, at + offset);
    }
    const trailer = this.#events[0]?.trailer;
    if (trailer === undefined || trailer.time < 0 || end - trailer.size < at + 8) return Number.NaN;
    return timeAt(bytes, end - trailer.time);
  }

  /** Id of the event in a non-sample record's trailer; `null` where it has none. */
  trailerId(bytes: Bytes, at: number, end: number): number | null {
    const trailer = this.#events[0]?.trailer;
    if (trailer === undefined || trailer.id < 0 || end - trailer.size < at + 8) return null;
    return bytes.u64(end - trailer.id);
  }

  addLost(id: number, count: number): void {
    const only = this.#events.length === 1 ? this.#events[0] : undefined;
    this.#count(this.#lost, this.#byId.get(id) ?? only, count);
  }

  addLostSamples(id: number | null, count: number): void {
    const event = id === null ? this.#events[0] : this.#byId.get(id);
    this.#count(this.#lostSamples, event ?? this.#events[0], count);
  }

  /** LOST and LOST_SAMPLES count the same losses: LOST_SAMPLES where there are any, never the sum. */
  settleLost(): void {
    const counts = this.#lostSamples.size > 0 ? this.#lostSamples : this.#lost;
    for (const [index, count] of counts) {
      const info = this.#profile.events[index];
      if (info !== undefined) info.lost = count;
    }
  }

  #count(counts: Map<number, number>, event: RecordedEvent | undefined, count: number): void {
    if (event === undefined) return;
    counts.set(event.index, (counts.get(event.index) ?? 0) + count);
  }

  #sampleEvent(bytes: Bytes, at: number, end: number): RecordedEvent | undefined {
    const first = this.#events[0];
    if (first === undefined || this.#events.length === 1) return first;
    const idAt = at + first.layout.id;
    if (first.layout.id < 0 || idAt + 8 > end) return first;
    const id = bytes.u64(idAt);
    // What perf synthesizes has the id zero and belongs to the first event.
    return id === 0 ? first : this.#byId.get(id);
  }
}

/** NaN for a time of all ones, perf's "none" (tools/perf/util/ordered-events.c ordered_events__queue()). */
function timeAt(bytes: Bytes, at: number): Nanoseconds {
  const time = bytes.u64(at);
  return time < 2 ** 64 ? time : Number.NaN;
}
