import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readInputs } from '../../src/intake/inputs.js';
import { nameFrames } from '../../src/intake/symbolize.js';
import { fixture } from '../conformance.js';

const TRACE = fileURLToPath(new URL('../../fixtures/nginx-confined-8cpu/perf.data.gz', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'refscope-'));
  writeFileSync(join(folder, 'kallsyms'), fixture('nginx-confined-8cpu/kallsyms.gz').subarray(0, 800_000));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('what is odd about the list of --kallsyms is said as of one that lies beside the recording', async () => {
  const list = join(folder, 'kallsyms');
  const beside = await readInputs([TRACE, list], null);
  const { groups } = await readInputs([TRACE], null);
  const { diagnostics } = await nameFrames(groups, list);
  expect(diagnostics.map(({ kind }) => kind)).toContain('kallsyms-cut');
  expect(diagnostics).toEqual(beside.diagnostics.filter(({ file }) => file === list));
});
