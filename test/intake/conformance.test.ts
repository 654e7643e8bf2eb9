import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { FORMATS } from '../../src/intake/formats.js';
import { decompress } from '../../src/io/codecs/decompress.js';
import { asInputError } from '../../src/io/source.js';
import { InputError } from '../../src/model/errors.js';
import type { Format } from '../../src/model/format.js';
import { checkLineCounts, contentOf, fixture, readBytes } from '../conformance.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
/** What is read of a larger fixture: its beginning is a cut input, and must be read alike in any chunks too. */
const MOST_BYTES = 100_000;
const CUTS = 40;
/** Folders whose files are not single inputs, or only references of other tests. */
const NOT_INPUTS = /^(archives|compressed|catalogue|elf|kernel-code)\//;

/** What other tests hold readings against: output of other tools, counts, lists, sources, parts of a directory. */
const REFERENCES =
  /\.(addr2line\.txt|gnu|llvm)\.gz$|\/(default\.leaves|hop\.comms|rename\.comms|deep\.children-\d+|burn\.top\d*)\.txt$|\/perf-annotate-counts\.txt\.gz$|\/locked-insns\.apparmor\.txt\.gz$|\/apparmor_file_open\.locked\.txt$|\.data\/data\.\d$|^two-process-refs\/(truth\/\w+|sites)\.json$|^cxx\/names(\.report)?\.txt$|^nginx-thread\/throughput\.csv$|^perf-script-shapes\/report\.txt$/;

const FILES = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath.slice(FIXTURES.length)}/${entry.name}`.replace(/^\//, ''))
  .filter((path) => !NOT_INPUTS.test(path) && !/README|\.(sh|py|cc?|h|s|awk|go|mjs)$/.test(path));

/** What a reading came to: its content, or the one line that refuses it. */
function outcome(format: Format, bytes: Uint8Array, chunkSize: number): unknown {
  try {
    const recording = readBytes(format, bytes, chunkSize);
    checkLineCounts(recording, bytes);
    return contentOf(recording);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

async function plain(path: string): Promise<Uint8Array> {
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield fixture(path);
  }
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of decompress(path, whole())) chunks.push(chunk);
  } catch (error) {
    throw asInputError(path, error);
  }
  return Buffer.concat(chunks);
}

const claimed: string[] = [];

it.each(FILES)(
  '%s: recognised without its name, or a reference; the same in any chunks; cut anywhere; each line accounted for',
  async (path) => {
    const all = await plain(path);
    const format = FORMATS.find((each) => each.detect(all.subarray(0, 1 << 18), true) === 'yes');
    expect(format === undefined, 'a reference is no input, and everything else is one').toBe(
      REFERENCES.test(path),
    );
    if (format === undefined) return;
    claimed.push(format.id);
    const bytes = all.subarray(0, MOST_BYTES);
    const expected = outcome(format, bytes, 65_536);
    for (const chunkSize of [1, 7]) expect(outcome(format, bytes, chunkSize)).toEqual(expected);
    for (let cut = 0; cut < CUTS; cut++) {
      outcome(format, bytes.subarray(0, Math.floor((bytes.length * cut) / CUTS)), 4096);
    }
  },
);

it('was tried on every format that has a fixture', () => {
  // Samples of these are built in their own tests.
  const built = ['aa-status', 'elf', 'httpn'];
  const missing = FORMATS.map(({ id }) => id).filter((id) => !claimed.includes(id) && !built.includes(id));
  expect(missing).toEqual([]);
});
