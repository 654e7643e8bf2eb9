import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { DEFAULT_OPTIONS, fixturePath } from '../recordings/recordings.js';

const folder = mkdtempSync(join(tmpdir(), 'refscope-user-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function share(text: string) {
  const file = join(folder, 'text');
  writeFileSync(file, text);
  const { attribution } = await analyze([file], DEFAULT_OPTIONS);
  return attribution;
}

describe('a recording without the kernel', () => {
  it('of a user without privileges: no share of zero, the event and the way out are named', async () => {
    const { attribution, projections } = await analyze(
      [fixturePath('user-only/perf.data.gz')],
      DEFAULT_OPTIONS,
    );
    // perf report: "Samples: 52  of event 'cpu-clock:u'".
    expect(attribution?.total.samples).toBe(52);
    expect(attribution?.labelSharePct).toBe(null);
    expect(attribution?.labelPerfPct).toBe(null);
    expect(attribution?.labelShareWhy).toMatch(/^cpu-clock:u samples programs only.*perf_event_paranoid/);
    expect(projections.find(({ scheme }) => scheme === 'percpu-ref')).toMatchObject({ gain: null });
  });

  it("of a program's own profiler", async () => {
    const { attribution } = await analyze([fixturePath('pprof/burn.pb.gz')], DEFAULT_OPTIONS);
    expect(attribution?.labelShareWhy).toMatch(/^no stack has a function of the kernel/);
  });

  it('is told from folded stacks by the way into the kernel, with its functions marked or not', async () => {
    const user = await share('burn;main;spin 90\nburn;main;other 10\n');
    expect(user).toMatchObject({ labelSharePct: null, labelShareWhy: expect.stringMatching(/^no stack/) });
    for (const frame of ['do_syscall_64;__x64_sys_read', 'ksys_read_[k]']) {
      const kernel = await share(`burn;main;spin 90\nburn;main;read;${frame} 10\n`);
      expect(kernel).toMatchObject({ labelSharePct: 0, labelShareWhy: null });
    }
  });
});
