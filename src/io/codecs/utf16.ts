/** The byte order marks that Windows tools begin a text with. */
const MARKS = [
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

type Decoder = InstanceType<typeof TextDecoder>;

/** A text in UTF-16 that begins with its byte order mark as UTF-8; other bytes as they are. */
export async function* asUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  let decoder: Decoder | null = null;
  for await (const chunk of chunks) {
    if (head.length >= 2) {
      yield inUtf8(chunk, decoder);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 2) continue;
    const mark = MARKS.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
    if (mark !== undefined) decoder = new TextDecoder(mark.encoding);
    yield inUtf8(head, decoder);
  }
  if (head.length === 1) yield head;
  if (decoder !== null) yield Buffer.from(decoder.decode());
}

function inUtf8(bytes: Uint8Array, decoder: Decoder | null): Uint8Array {
  return decoder === null ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
}
