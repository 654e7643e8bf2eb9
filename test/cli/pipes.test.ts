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
