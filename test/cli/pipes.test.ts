import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { fixture } from '../conformance.js';
import { fixturePath } from '../recordings/recordings.js';
import { refscope, start } from './refscope.js';

const script = fixture('recordings/openclose-unconfined-8cpu/perf-script.txt.gz');
const DEMO_PATH = fixturePath('nginx-confined-8cpu');

it('analyzes the demo directory with a headline, and nothing on standard error', async () => {
  const { code, stdout, stderr } = await refscope(['analyze', DEMO_PATH]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // The label hooks' samples in the window are a few dozen of 11 to 12 thousand busy ones.
  expect(stdout).toMatch(/^label get\/put +0\.\d\d % of busy time \(95 %: .*upper bound/m);
  expect(stdout).toMatch(/apparmor_file_open +function +openat 23/);
  expect(stdout).toMatch(/^unattributed /m);
});

it('prints one JSON object under --json', async () => {
  const { code, stdout, stderr } = await refscope(['analyze', DEMO_PATH, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, attribution: { event: 'cpu-clock' } });
});

it.each([
  ['as -', ['analyze', '-', '--json']],
  ['with no PATH', ['analyze', '--json']],
])('reads a piped trace %s', async (_, args) => {
  const { code, stdout } = await refscope(args, script);
  expect(code).toBe(0);
  const analysis = JSON.parse(stdout);
  expect(analysis.inputs).toEqual([{ path: '<stdin>', format: 'perf-script', samples: 4654, notUsed: null }]);
});

it.each([
  ['text', []],
  ['JSON', ['--json']],
])('is quiet when the reader of its %s goes away', async (_, json) => {
  const child = start(['analyze', DEMO_PATH, ...json]);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin?.end();
  child.stdout?.destroy();
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it.each([
  ['a tar', (tar: Uint8Array) => tar],
  ['a tar.gz', (tar: Uint8Array) => gzipSync(tar)],
  ['a tar.xz', () => fixture('archives/run.tar.xz')],
  ['a tar.zst', () => fixture('archives/run.tar.zst')],
])('reads %s from a pipe as it reads it from a file, and leaves no temporary file', async (_, packed) => {
  // A folder of its own: other runs on the machine spool too.
  const spool = await mkdtemp(join(tmpdir(), 'refscope-test-'));
  const piped = await refscope(['analyze', '-', '--json'], packed(fixture('archives/run.tar')), {
    TMPDIR: spool,
  });
  const file = await refscope(['analyze', fixturePath('archives/run.tar'), '--json']);
  expect({ code: piped.code, stderr: piped.stderr }).toEqual({ code: 0, stderr: '' });
  const inputs = (text: string) =>
    JSON.parse(text).inputs.map(({ path, ...rest }: { path: string }) => ({ ...rest, name: basename(path) }));
  expect(inputs(piped.stdout)).toEqual(inputs(file.stdout));
  expect(inputs(piped.stdout).length).toBeGreaterThan(1);
  expect(await readdir(spool)).toEqual([]);
  await rm(spool, { recursive: true });
});

it('reads an ELF, which it reads twice, from a pipe', async () => {
  const { code, stdout } = await refscope(['analyze', '-', '--json'], fixture('elf/work-pie.gz'));
  expect(code).toBe(0);
  expect(JSON.parse(stdout).inputs).toEqual([{ path: '<stdin>', format: 'elf', samples: 0, notUsed: null }]);
});

it('says in one line that a tar from a pipe is cut', async () => {
  const cut = fixture('archives/run.tar').subarray(0, 2000);
  const { code, stdout, stderr } = await refscope(['analyze', '-'], cut);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^refscope: <stdin>: expected a whole tar, found .*\n$/);
});
