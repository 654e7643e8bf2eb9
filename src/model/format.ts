import type { Recording } from './recording.js';

/** `more`: the bytes seen so far do not decide; ask again with a longer head. */
export type Detection = 'yes' | 'no' | 'more';

/** Takes the bytes of one input in chunks of any size. `end` is called after the last chunk. */
export interface ByteReader {
  /** @throws InputError when the input is of this format but broken beyond use. */
  push(chunk: Uint8Array): void;
  end(): void;
  /** Asked after `end`: true when all bytes are to be pushed once more, from the start, and ended once more. */
  again?(): boolean;
  /** Before `end`, a reader for one of the files that belong to this input. @throws InputError when there can be none. */
  part?(file: string): PartReader;
}

/** Takes one of several files that are read side by side: the next chunk goes to the one that is behind. */
export interface PartReader {
  /** How far it has come, on a scale that all parts of an input share; it never falls. */
  readonly reached: number;
  /** @throws InputError */
  push(chunk: Uint8Array): void;
  end(): void;
}

/** One input format: how it is recognised by content, and who reads it. */
export interface Format {
  /** Stable name, printed in `inputs[].format`: "perf.data". */
  readonly id: string;
  readonly title: string;
  /** Its reader may ask for all bytes `again`: what comes once only must be kept aside first. */
  readonly readTwice?: true;
  /** `complete` says that `head` is the whole input. */
  detect(head: Uint8Array, complete: boolean): Detection;
  /** `file` is the name to use in diagnostics and errors. */
  open(file: string, recording: Recording): ByteReader;
}
