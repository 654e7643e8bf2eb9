import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, it, onTestFinished } from 'vitest';
import { readInputs } from '../../src/intake/inputs.js';
import { noLeftovers } from '../../src/io/container.js';
import { fileSource } from '../../src/io/source.js';
import { isTar, tarArchive } from '../../src/io/tar.js';
import { fixture } from '../conformance.js';

function path(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}

async function contents(name: string): Promise<{ sizes: Record<string, number>; notFiles: string[] }> {
  const sizes: Record<string, number> = {};
  const leftovers = noLeftovers();
  const file = path(name);
  for await (const source of tarArchive(fileSource(file)).members(leftovers)) {
    let size = 0;
    for await (const chunk of source.open()) size += chunk.length;
    sizes[source.file.slice(file.length + 1)] = size;
  }
  return { sizes, notFiles: leftovers.notFiles };
}

it('tells a tar, compressed or not, from other files', async () => {
  expect(await isTar(fileSource(path('archives/run.tar')))).toBe(true);
  expect(await isTar(fileSource(path('archives/run.tar.xz')))).toBe(true);
  expect(await isTar(fileSource(path('compressed/symbols.map.gz')))).toBe(false);
});

it('lists plain files, decompressed, and names what it leaves out', async () => {
  const { sizes, notFiles } = await contents('archives/run.tar');
  expect(sizes).toEqual({
    'run/deep/map.txt': 16468,
    'run/kallsyms.gz': 16468,
    [`run/${'n'.repeat(150)}`]: 6,
    'run/note.txt': 6,
    'run/wrk.txt': 338,
  });
  expect(notFiles.sort()).toEqual(['run/fifo', 'run/link', 'run/sparse', 'run/zhard.txt']);
});

it('uses hostile names as labels only', async () => {
  expect((await contents('archives/hostile.tar')).sizes).toEqual({
    '../../etc/passwd': 6,
    '/etc/shadow': 338,
  });
});

it('lets a member be opened again, or left early, without losing the others', async () => {
  const seen: string[] = [];
  for await (const source of tarArchive(fileSource(path('archives/run.tar'))).members(noLeftovers())) {
    for await (const chunk of source.open()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    let again = 0;
    for await (const chunk of source.open()) again += chunk.length;
    seen.push(`${again}`);
  }
  expect(seen.sort()).toEqual(['16468', '16468', '338', '6', '6']);
});

it.each(['archives/run.tar', 'archives/run.tar.xz'])('reads %s as a run directory', async (name) => {
  const { groups, inputs, diagnostics } = await readInputs([path(name)], null);
  expect(
    groups[0]?.recordings.map(({ throughput, symbols }) => [throughput.length, symbols?.names.length]),
  ).toEqual([
    [0, 401],
    [1, undefined],
  ]);
  expect(inputs.map(({ format, notUsed }) => [format, notUsed])).toEqual([
    ['kallsyms', 'another folder: the run read is run'],
    ['kallsyms', null],
    ['wrk', null],
  ]);
  expect(diagnostics.map(({ kind }) => kind)).toEqual(['unknown-files', 'not-files', 'unrecognised-lines']);
});

it('says in one line that a cut tar is broken', async () => {
  const bytes = fixture('archives/run.tar');
  const cut = {
    file: 'cut.tar',
    async *open() {
      yield bytes.subarray(0, 5000);
    },
  };
  const read = async (): Promise<void> => {
    for await (const source of tarArchive(cut).members(noLeftovers())) {
      for await (const _ of source.open());
    }
  };
  await expect(read()).rejects.toThrow(/^cut\.tar: expected a whole tar, found one that cannot be read/);
});

it('says what to do with an archive in an archive, and with what was compressed twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'refscope-nested-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const twice = join(folder, 'run.tar.xz.gz');
  writeFileSync(twice, gzipSync(readFileSync(path('archives/run.tar.xz'))));
  await expect(readInputs([twice], null)).rejects.toThrow(
    /found xz data in a compressed file: decompress it once$/,
  );
  await expect(readInputs([folder], null)).rejects.toThrow(/found 1 file of no known format$/);
  const archive = pack();
  const outer = join(folder, 'outer.tar');
  archive.entry({ name: 'inner.tar' }, readFileSync(path('archives/run.tar')));
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  writeFileSync(outer, Buffer.concat(chunks));
  await expect(readInputs([outer], null)).rejects.toThrow(/found the tar archive inner.tar: unpack it$/);
});
