import { EarlyEnd } from './codec.js';

/** Takes exact numbers of bytes from chunks of any size. */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** True when no byte is left. */
  async atEnd(): Promise<boolean> {
    return this.#held.length === 0 && !(await this.#more());
  }

  /** The next `count` bytes; they are the caller's to keep. @throws EarlyEnd when there are fewer. */
  async take(count: number): Promise<Uint8Array> {
    const taken = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      if (this.#held.length === 0 && !(await this.#more())) throw new EarlyEnd();
      const piece = this.#held.subarray(0, count - filled);
      taken.set(piece, filled);
      filled += piece.length;
      this.#held = this.#held.subarray(piece.length);
    }
    return taken;
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const next = await this.#chunks.next();
      if (next.done === true) return false;
      if (next.value.length === 0) continue;
      this.#held = next.value as Uint8Array<ArrayBuffer>;
      return true;
    }
  }
}
