/** Collects chunks until a consumer has enough; only what is not yet consumed is held. */
export class ByteStream {
  #buffer = new Uint8Array(1 << 16);
  #from = 0;
  #to = 0;
  #position = 0;

  /** Byte of the file that `held` starts with. */
  get position(): number {
    return this.#position;
  }

  /** Valid until the next push. */
  get held(): Uint8Array {
    return this.#buffer.subarray(this.#from, this.#to);
  }

  push(chunk: Uint8Array): void {
    if (this.#to + chunk.length > this.#buffer.length) this.#makeRoom(chunk.length);
    this.#buffer.set(chunk, this.#to);
    this.#to += chunk.length;
  }

  consume(bytes: number): void {
    this.#from += bytes;
    this.#position += bytes;
  }

  #makeRoom(bytes: number): void {
    const held = this.held;
    const needed = held.length + bytes;
    // Doubling keeps the copying linear however small the chunks are.
    const target = needed > this.#buffer.length ? new Uint8Array(needed * 2) : this.#buffer;
    target.set(held);
    this.#buffer = target;
    this.#from = 0;
    this.#to = held.length;
  }
}
