/** One compression: how its bytes begin and how they are turned back, as a stream of bounded memory. */
export interface Codec {
  /** As its tool is called: "gzip". */
  readonly name: string;
  readonly magic: readonly number[];
  /** Decompresses; throws any Error when the bytes are broken or end early. */
  decode(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/** The compressed bytes stop before their own end mark. */
export class EarlyEnd extends Error {
  constructor() {
    super('it ends early');
  }
}
