import { NO_STACK, type Profile } from '../../model/profile.js';
import type { EventSlot } from './event-slots.js';
import type { HeaderLine } from './header-line.js';

/** The sample being read: its header's values and its frames, innermost first as perf prints them. */
export class OpenSample {
  /** Frames follow on lines of their own; otherwise the header line held all there is. */
  expectsFrames = false;
  isOpen = false;
  depth = 0;
  #slot: EventSlot | null = null;
  #task = 0;
  #cpu = -1;
  #timeNs = Number.NaN;
  #period = 1;
  #frames = new Int32Array(128);

  begin(header: HeaderLine, slot: EventSlot, task: number): void {
    this.isOpen = true;
    this.expectsFrames = true;
    this.depth = 0;
    this.#slot = slot;
    this.#task = task;
    this.#cpu = header.cpu;
    this.#timeNs = header.timeNs;
    this.#period = header.period;
  }

  /** More frames were to come: some came, or other samples of the event have them (not every event has stacks). */
  get lacksFrames(): boolean {
    return this.isOpen && this.expectsFrames && (this.depth > 0 || this.#slot?.hasStacks === true);
  }

  addFrame(frame: number): void {
    if (this.depth === this.#frames.length) {
      const grown = new Int32Array(this.#frames.length * 2);
      grown.set(this.#frames);
      this.#frames = grown;
    }
    this.#frames[this.depth++] = frame;
  }

  /** Frames come on lines of their own after all. */
  restartFrames(): void {
    this.expectsFrames = true;
    this.depth = 0;
  }

  replaceLastFrame(frame: number): void {
    this.depth--;
    this.addFrame(frame);
  }

  /** Adds the sample to `profile`; nothing if none is open. */
  finish(profile: Profile): void {
    if (!this.isOpen || this.#slot === null) return;
    this.isOpen = false;
    if (this.depth > 0) this.#slot.hasStacks = true;
    let stack = NO_STACK;
    for (let at = this.depth - 1; at >= 0; at--) {
      stack = profile.internStack(stack, this.#frames[at] as number);
    }
    const period = this.#slot.periodOf(this.#period);
    profile.addSample(this.#slot.index, this.#task, this.#cpu, this.#timeNs, period, stack);
  }

  discard(): void {
    this.isOpen = false;
  }
}
