import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { decompress } from '../../src/io/codecs/decompress.js';
import { InputError } from '../../src/model/errors.js';
import { fixture } from '../conformance.js';

const PLAIN = fixture('compressed/symbols.map');
const CODECS = { gz: 'gzip', xz: 'xz', zst: 'zstd', bz2: 'bzip2' };

function compressed(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/compressed/${name}`, import.meta.url));
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function decoded(bytes: Uint8Array, size = 65536): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of decompress('input', inChunks(bytes, size))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it.each(Object.keys(CODECS))('decompresses %s whatever the chunks', async (suffix) => {
  for (const size of [1, 7, 65536]) {
    expect((await decoded(compressed(`symbols.map.${suffix}`), size)).equals(PLAIN)).toBe(true);
  }
});

it.each(['xz', 'zst', 'bz2'])('reads several %s streams in one file', async (suffix) => {
  const twice = Buffer.concat([PLAIN, PLAIN]);
  for (const size of [1, 65536]) {
    expect((await decoded(compressed(`twice.map.${suffix}`), size)).equals(twice)).toBe(true);
  }
});

it.each(['le', 'be'])('reads UTF-16%s with its mark as UTF-8, compressed too', async (order) => {
  const text = 'apparmor_file_open \u{1f512} \u00b5s\r\n';
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  const bytes = order === 'le' ? little : Buffer.from(little).swap16();
  for (const size of [1, 3, 65536]) expect((await decoded(bytes, size)).toString()).toBe(text);
  expect((await decoded(gzipSync(bytes), 5)).toString()).toBe(text);
  // Cut within a character.
  expect((await decoded(bytes.subarray(0, 7), 1)).toString()).toBe('ap\ufffd');
});

it('leaves other bytes as they are', async () => {
  expect((await decoded(PLAIN, 3)).equals(PLAIN)).toBe(true);
  expect(await decoded(new Uint8Array(0))).toHaveLength(0);
  expect([...(await decoded(new Uint8Array([0xff])))]).toEqual([0xff]);
});

it.each(Object.entries(CODECS))('names the codec of a truncated %s file', async (suffix, codec) => {
  const bytes = compressed(`symbols.map.${suffix}`);
  for (const cut of [8, 20, bytes.length >> 1, bytes.length - 1]) {
    const error = await decoded(bytes.subarray(0, cut)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(
      new RegExp(`^input: byte ${cut}: expected a sound ${codec} file.*$`),
    );
  }
});

it.each(Object.keys(CODECS))('notices any flipped bit of a %s file', async (suffix) => {
  const bytes = compressed(`symbols.map.${suffix}`);
  for (let at = 12; at < bytes.length; at += 97) {
    const flipped = Uint8Array.from(bytes);
    flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
    const result = await decoded(flipped).catch((thrown: unknown) => thrown);
    if (result instanceof Buffer) expect(result.equals(PLAIN)).toBe(true);
    else expect(result).toBeInstanceOf(InputError);
  }
});

it('says in one line which xz is not read', async () => {
  // printf refscope | xz --x86 --lzma2 | xxd -p
  const filtered =
    'fd377a585a000004e6d6b44602010400210116000d86351f01000772656673636f70650003728431e6d5313c00012008bb19d9bb1fb6f37d010000000004595a';
  await expect(decoded(Buffer.from(filtered, 'hex'))).rejects.toThrow(
    /^input: byte \d+: expected a sound xz file, found .*\(it uses a filter other than LZMA2, .*: compress it with xz alone\)$/,
  );
});

it("passes on an error of the input that is not the codec's", async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield compressed('symbols.map.zst').subarray(0, 100);
    throw new RangeError('disk');
  }
  const read = async (): Promise<void> => {
    for await (const _ of decompress('input', failing()));
  };
  await expect(read()).rejects.toThrow(RangeError);
});

it('refuses a zstd window above 128 MiB before it is taken', async () => {
  const header = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, (28 - 10) << 3);
  await expect(decoded(header)).rejects.toThrow('window of 256 MiB, at most 128 MiB');
});

it('refuses an xz inside an xz instead of waiting for ever', async () => {
  const bytes = compressed('symbols.map.xz');
  for await (const _ of decompress('outer', inChunks(bytes, 64))) {
    await expect(decoded(bytes)).rejects.toThrow('compress it once');
  }
  expect((await decoded(bytes)).equals(PLAIN)).toBe(true);
});
