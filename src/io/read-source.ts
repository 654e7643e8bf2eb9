import { InputError } from '../model/errors.js';
import type { ByteReader, Format } from '../model/format.js';
import type { Recording } from '../model/recording.js';
import { codecOf } from './codecs/decompress.js';
import type { Source } from './source.js';
import { isTarHead } from './tar.js';

/** Bytes looked at before "nothing recognises this" is final. */
const HEAD_BYTES = 1 << 18;

/** The format of `head`, `null` when none claims it, `more` while one is undecided. */
function detect(formats: readonly Format[], head: Uint8Array, complete: boolean): Format | 'more' | null {
  let undecided = false;
  for (const format of formats) {
    const answer = format.detect(head, complete);
    if (answer === 'yes') return format;
    undecided ||= answer === 'more';
  }
  return undecided && !complete ? 'more' : null;
}

/** Collects an input's head until its format is known. */
class Head {
  bytes = new Uint8Array(0);
  readonly #formats: readonly Format[];

  constructor(formats: readonly Format[]) {
    this.#formats = formats;
  }

  add(chunk: Uint8Array): Format | 'more' | null {
    const joined = new Uint8Array(this.bytes.length + chunk.length);
    joined.set(this.bytes);
    joined.set(chunk, this.bytes.length);
    this.bytes = joined;
    return detect(this.#formats, joined, joined.length >= HEAD_BYTES);
  }

  end(): Format | null {
    const format = detect(this.#formats, this.bytes, true);
    return format === 'more' ? null : format;
  }
}

/** What `source` is, by its first bytes; `null` when no format claims it. */
export async function detectSource(formats: readonly Format[], source: Source): Promise<Format | null> {
  const head = new Head(formats);
  for await (const chunk of source.open()) {
    const format = head.add(chunk);
    if (format !== 'more') return format;
  }
  return head.end();
}

/**
 * Reads all of `source` into `recording` and returns its format.
 * @throws InputError when it is empty, of no known format, or broken.
 */
export async function readSource(
  formats: readonly Format[],
  source: Source,
  recording: Recording,
  onBytes: (chunk: Uint8Array) => void,
): Promise<Format> {
  const head = new Head(formats);
  let format: Format | null = null;
  let reader: ByteReader | null = null;
  for await (const chunk of source.open()) {
    onBytes(chunk);
    if (reader !== null) {
      reader.push(chunk);
      continue;
    }
    const answer = head.add(chunk);
    if (answer === 'more') continue;
    format = checkKnown(formats, source, head, answer);
    reader = format.open(source.file, recording);
    reader.push(head.bytes);
  }
  if (format === null || reader === null) {
    format = checkKnown(formats, source, head, head.end());
    reader = format.open(source.file, recording);
    reader.push(head.bytes);
  }
  await readParts(source.parts ?? [], reader, onBytes);
  reader.end();
  while (reader.again?.() === true) {
    for await (const chunk of source.open()) reader.push(chunk);
    reader.end();
  }
  return format;
}

async function readParts(
  parts: readonly Source[],
  reader: ByteReader,
  onBytes: (chunk: Uint8Array) => void,
): Promise<void> {
  const open = parts.flatMap((part) => {
    const partReader = reader.part?.(part.file);
    return partReader === undefined
      ? []
      : [{ chunks: part.open()[Symbol.asyncIterator](), reader: partReader }];
  });
  try {
    for (let left = open; left.length > 0; ) {
      const behind = left.reduce((least, part) =>
        part.reader.reached < least.reader.reached ? part : least,
      );
      const next = await behind.chunks.next();
      if (next.done === true) {
        behind.reader.end();
        left = left.filter((part) => part !== behind);
      } else {
        onBytes(next.value);
        behind.reader.push(next.value);
      }
    }
  } finally {
    for (const { chunks } of open) await chunks.return?.();
  }
}

function checkKnown(formats: readonly Format[], source: Source, head: Head, format: Format | null): Format {
  if (format !== null) return format;
  const expected = formats.map((known) => known.id).join(', ');
  if (head.bytes.length === 0) {
    throw new InputError({ file: source.file }, `expected one of ${expected}, found an empty input`);
  }
  const wrapped = wrappedTwice(head.bytes);
  if (wrapped !== null) {
    throw new InputError({ file: source.file }, `expected one of ${expected}, found ${wrapped}`);
  }
  const first = new TextDecoder('utf-8').decode(head.bytes.subarray(0, 60)).split('\n')[0] ?? '';
  throw new InputError(
    { file: source.file, line: 1 },
    `expected one of ${expected}, found ${JSON.stringify(first.slice(0, 40))}`,
  );
}

/** What was put into another archive or compressed a second time; `null` for other bytes. */
function wrappedTwice(head: Uint8Array): string | null {
  if (isTarHead(head)) return 'a tar archive in another archive: unpack it';
  const codec = codecOf(head);
  return codec === null ? null : `${codec.name} data in a compressed file: decompress it once`;
}
