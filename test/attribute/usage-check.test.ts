import { describe, expect, it } from 'vitest';
import { judgedKernel } from '../../src/attribute/kernel-inference.js';
import { usageChecks } from '../../src/attribute/usage-check.js';
import type { FunctionCalls } from '../../src/model/function-calls.js';
import { parseKernelRelease } from '../../src/model/kernel-release.js';
import type { InstructionCounts } from '../../src/model/usage.js';
import { ftraceProfileFormat } from '../../src/read/ftrace-profile.js';
import { newRun } from '../../src/read/load-run.js';
import { fixture, readBytes } from '../conformance.js';

const calls = (folder: string): FunctionCalls[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].flatMap((cpu) => {
    const name = `${folder}/function${cpu}`;
    return [
      ...readBytes(ftraceProfileFormat, fixture(`ftrace-profile/${name}.gz`), 65_536, name).functionCalls,
    ];
  });

function checkOf(
  folder: string,
  kernel: string | null,
  instructionCounts: readonly InstructionCounts[] | null = null,
  rows = calls(folder),
) {
  const load = { ...newRun('httpn', `${folder}/httpn.txt`), requests: 1000 };
  const [check] = usageChecks(rows, { loads: [load], kernel: parseKernelRelease(kernel), instructionCounts });
  if (check === undefined) throw new Error('no check');
  const of = (name: string) => check.hooks.find((hook) => hook.function === name);
  return { check, of };
}

const NO_CALLEES = { getsIn: [], putsIn: [], sitesCalled: [], unnamedCalls: 0 };

const SEEN: InstructionCounts[] = [
  // traces/INDEX.md, locked instructions of the recorded 6.1 kernel: get, put, stale-label cmpxchg.
  { function: 'apparmor_file_open', gets: 1, puts: 1, stale: 1, ...NO_CALLEES },
  { function: 'apparmor_file_alloc_security', gets: 1, puts: 1, stale: 1, ...NO_CALLEES },
  { function: 'apparmor_file_free_security', gets: 0, puts: 1, stale: 0, ...NO_CALLEES },
];

describe('1,000 requests on kernel 6.1', () => {
  // traces/INDEX.md: "ftrace, 1,000 keep-alive requests" and "with a connection per request".
  it.each([
    ['keep', 'apparmor_file_open', 1003, 1003, 2],
    ['keep', 'apparmor_file_alloc_security', 1005, 1005, 1],
    ['keep', 'apparmor_file_free_security', 1005, 1005, 1],
    ['keep', 'apparmor_current_getsecid_subj', 1005, 1003, 2],
    ['close', 'apparmor_file_alloc_security', 3003, 3003, 1],
    ['close', 'apparmor_file_free_security', 3003, 3003, 1],
    ['close', 'apparmor_sk_clone_security', 1000, 1000, 1],
    ['close', 'apparmor_sk_free_security', 2000, 2000, 1],
  ])('%s: %s is called as what leads to it says', (folder, name, counted, expected, rmws) => {
    expect(checkOf(folder, '6.1.192').of(name)).toMatchObject({
      calls: counted,
      expectedCalls: expected,
      rmwsPerCall: rmws,
      callsPerRequest: counted / 1000,
      rmwsPerRequest: (rmws * counted) / 1000,
      verdict: 'calls-as-described',
    });
  });

  it('make six atomic operations per open and close', () => {
    const { check } = checkOf('keep', '6.1.192');
    expect(check).toMatchObject({ requests: 1000, opens: 1003, rmwsPerOpen: 6, expectedRmwsPerOpen: 6 });
    // By hand: 1005 + 2 x 1003 + 2 x 1005 + 1005 of open and close; 24 of starting the program and the
    // connection, one of them of aa_label_merge: aa_label_alloc was not called, so both labels were the same.
    expect(check.rmwsPerRequest).toBeCloseTo(6.05, 6);
    expect((check.getsPerRequest ?? 0) + (check.putsPerRequest ?? 0)).toBeCloseTo(6.05, 6);
  });

  it('are as described where the machine code has the atomics', () => {
    expect(checkOf('keep', '6.1.192', SEEN).of('apparmor_file_open')?.verdict).toBe('as-described');
    expect(checkOf('keep', '6.1.192', SEEN).of('apparmor_file_free_security')?.verdict).toBe('as-described');
  });

  it('differ where the hook takes a reference for stale labels only: the condref kernel', () => {
    // traces/INDEX.md: "keeps only the put +0x1ad and the cmpxchg +0x1fe, both conditional".
    const condref = [{ function: 'apparmor_file_open', gets: 0, puts: 1, stale: 1, ...NO_CALLEES }];
    const { check, of } = checkOf('keep', '6.1.192', condref);
    expect(of('apparmor_file_open')).toMatchObject({ verdict: 'differs', rmwsPerRequest: 0 });
    expect(check).toMatchObject({ rmwsPerOpen: 4, expectedRmwsPerOpen: 6 });
  });

  it('differ where calls are missing', () => {
    const rows = calls('keep').map((row) =>
      row.symbol === 'apparmor_file_free_security' ? { ...row, calls: Math.floor(row.calls / 2) } : row,
    );
    expect(checkOf('keep', '6.1.192', null, rows).of('apparmor_file_free_security')?.verdict).toBe('differs');
  });

  it('are four without IMA', () => {
    const rows = calls('keep').filter((row) => !row.symbol.includes('getsecid'));
    const { check, of } = checkOf('keep', '6.1.192', null, rows);
    expect(check).toMatchObject({ rmwsPerOpen: 4, expectedRmwsPerOpen: 4 });
    expect(of('apparmor_current_getsecid_subj')?.why).toContain('IMA');
  });
});

it.each([
  ['6.1', 6],
  ['6.6', 6],
  ['6.7', 4],
  ['6.10', 4],
  ['6.11', 2],
  ['6.12', 2],
])('kernel %s is expected to make %d operations per open and close', (kernel, expected) => {
  // model.md: "6 RMWs before 6.7 with IMA built in, 4 from 6.7 to 6.10, 2 from 6.11".
  expect(checkOf('keep', kernel).check.expectedRmwsPerOpen).toBe(expected);
});

it('without a kernel release nothing can be told', () => {
  expect(new Set(checkOf('keep', null).check.hooks.map((hook) => hook.verdict))).toEqual(
    new Set(['cannot-tell']),
  );
});

it('requests are unknown with several loads, and the reason is given', () => {
  const loads = ['a/wrk.txt', 'b/wrk.txt'].map((file) => ({ ...newRun('wrk', file), requests: 5 }));
  const [check] = usageChecks(calls('keep'), {
    loads,
    kernel: { major: 6, minor: 1 },
    instructionCounts: null,
  });
  expect(check).toMatchObject({ requests: null, rmwsPerRequest: null });
  expect(check?.requestsWhy).toContain('2 loads');
});

describe('the kernel release', () => {
  it.each([
    // Of a patch that was merged after 5.16-rc1 (kernel-markers.ts).
    [['apparmor_current_getsecid_subj'], 'inferred', '5.17'],
    [['apparmor_task_getsecid', 'apparmor_current_getsecid_subj'], 'unknown', null],
    [['apparmor_current_getsecid_subj', 'apparmor_userns_create'], 'inferred', '6.7'],
    [['apparmor_task_getsecid'], 'inferred', '4.15'],
    [['apparmor_current_getlsmprop_subj'], 'inferred', '6.13'],
    [['apparmor_task_getsecid', 'apparmor_userns_create'], 'unknown', null],
    [['apparmor_file_open'], 'unknown', null],
  ])('by %j is %s', (functions, from, release) => {
    const kernel = judgedKernel(null, functions);
    expect(kernel.from).toBe(from);
    expect(kernel.release && `${kernel.release.major}.${kernel.release.minor}`).toBe(release);
  });

  it('that is recorded goes first', () => {
    expect(judgedKernel('6.1.192-labp', ['apparmor_userns_create'])).toMatchObject({
      from: 'recorded',
      release: { major: 6, minor: 1 },
    });
  });
});
