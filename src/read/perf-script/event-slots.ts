import type { Profile } from '../../model/profile.js';
import { ownCopy } from './characters.js';
import type { CommentBlock } from './comment-block.js';
import { isTracepointName, preciseOf } from './event-name.js';

/** PERF_TYPE_TRACEPOINT of include/uapi/linux/perf_event.h. */
const TYPE_TRACEPOINT = 2;

/** One event of the file: where it stands in the profile, and what its samples count when no period is printed. */
export class EventSlot {
  readonly index: number;
  readonly name: string;
  readonly isTracepoint: boolean;
  /** A sample came without a period that would be needed. */
  lacksPeriod = false;
  /** A sample came with a stack. */
  hasStacks = false;

  constructor(index: number, name: string, isTracepoint: boolean) {
    this.index = index;
    this.name = name;
    this.isTracepoint = isTracepoint;
  }

  /** perf prints no period for tracepoints: each sample is one occurrence. */
  periodOf(printed: number): number {
    if (printed >= 0) return printed;
    if (!this.isTracepoint) this.lacksPeriod = true;
    return 1;
  }
}

/** The file's events by name, never merged: "cycles:u" is not "cycles:k". */
export class EventSlots {
  readonly #profile: Profile;
  readonly #comments: CommentBlock;
  readonly #slots = new Map<string, EventSlot>();

  constructor(profile: Profile, comments: CommentBlock) {
    this.#profile = profile;
    this.#comments = comments;
  }

  /** `printed` is "" where the lines do not name the event. */
  get(printed: string): EventSlot {
    const known = this.#slots.get(printed);
    if (known !== undefined) return known;
    const name = printed === '' ? (this.#comments.onlyEvent ?? '[unknown]') : ownCopy(printed);
    const described = this.#comments.event(name);
    const index = this.#profile.addEvent({
      name,
      type: described?.type ?? null,
      config: described?.config ?? null,
      precise: described?.precise ?? preciseOf(name),
      instances: described?.instances ?? null,
      lost: null,
    });
    const slot = new EventSlot(index, name, this.#isTracepoint(name));
    this.#slots.set(printed === '' ? '' : name, slot);
    return slot;
  }

  /** Whether `printed` names a tracepoint; does not add the event. */
  isTracepoint(printed: string): boolean {
    return this.#slots.get(printed)?.isTracepoint ?? this.#isTracepoint(printed);
  }

  all(): EventSlot[] {
    return [...this.#slots.values()];
  }

  #isTracepoint(name: string): boolean {
    const described = this.#comments.event(name);
    return described === undefined ? isTracepointName(name) : described.type === TYPE_TRACEPOINT;
  }
}
