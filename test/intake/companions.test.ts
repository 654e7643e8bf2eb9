import { describe, expect, it } from 'vitest';
import { joinCompanions } from '../../src/intake/companions.js';
import { unknownMachine } from '../../src/model/machine.js';
import { Recording } from '../../src/model/recording.js';
import { aaStatusFormat } from '../../src/read/aa-status.js';
import { ftraceProfileFormat } from '../../src/read/ftrace-profile.js';
import { httpnFormat } from '../../src/read/summary-line/programs.js';
import { bytesOf, fixture, readBytes } from '../conformance.js';

const MACHINE = { ...unknownMachine(), kernel: '6.1.192-labp' };

const ftrace = (folder: string): Recording[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((cpu) => {
    const name = `function${cpu}`;
    return readBytes(ftraceProfileFormat, fixture(`ftrace-profile/${folder}/${name}.gz`), 65_536, name);
  });

describe('calls per request', () => {
  const requests = readBytes(httpnFormat, bytesOf('httpn requests=1000 ok=1000 mode=keep\n'));
  const joined = joinCompanions([[...ftrace('keep'), requests]], MACHINE, null);
  const of = (symbol: string) => joined.functionCalls.find((row) => row.symbol === symbol);

  // traces/INDEX.md: 1,000 keep-alive requests, confined.
  it.each([
    ['apparmor_file_open', 1003, 2],
    ['apparmor_file_alloc_security', 1005, 1],
    ['apparmor_file_free_security', 1005, 1],
    ['apparmor_current_getsecid_subj', 1005, 2],
    ['aa_get_buffer', 2001, null],
  ])('of %s are summed over CPUs and set against the catalogue', (symbol, calls, rmws) => {
    expect(of(symbol)).toMatchObject({ calls, perRequest: calls / 1000, rmws });
  });

  it('are unknown with two loads: nobody knows which ran meanwhile', () => {
    const { functionCalls } = joinCompanions([[...ftrace('keep'), requests, requests]], MACHINE, null);
    expect(functionCalls.every(({ perRequest }) => perRequest === null)).toBe(true);
  });
});

describe('perf lock texts beside one another', () => {
  const wait = (changes: object) => ({
    tool: 'perf lock contention' as const,
    name: null,
    nameIsCut: false,
    caller: 'aa_path_perm+0x77',
    type: 'spinlock',
    comm: null,
    acquired: null,
    contended: 5,
    waitTotalNs: 100,
    waitMaxNs: null,
    waitMinNs: null,
    waitAvgNs: null,
    stack: [],
    file: 'lock.txt',
    ...changes,
  });
  const view = (...rows: ReturnType<typeof wait>[]): Recording => {
    const recording = new Recording();
    recording.lockWaits.push(...rows);
    return recording;
  };

  it('are views of one recording: one is listed, the one with stacks before the others', () => {
    const plain = view(wait({}), wait({ caller: 'policy_update+0x105' }));
    const stacks = view(wait({ stack: ['0xffffffff81309dd0 aa_get_buffer+0x2b'] }));
    const report = view(wait({ tool: 'perf lock report', caller: null, name: 'aa_buffers_lock' }));
    const { lockWaits } = joinCompanions([[report, plain, stacks]], MACHINE, null);
    expect(lockWaits).toMatchObject([{ role: 'buffer-pool', stack: [expect.any(String)] }]);
  });

  it('belong to the lock that their caller takes, or to none of AppArmor’s', () => {
    const { lockWaits } = joinCompanions(
      [[view(wait({}), wait({ caller: 'aa_label_merge+0x10' }), wait({ caller: 'tcp_sendmsg+0x1' }))]],
      MACHINE,
      null,
    );
    expect(lockWaits.map(({ role }) => role)).toEqual(['buffer-pool', 'label-tree', null]);
  });
});

it('takes the number of labels from aa-status unless --labels says otherwise', () => {
  const status = readBytes(aaStatusFormat, bytesOf('/usr/sbin/nginx (enforce)\n/usr/bin/man (enforce)\n'));
  expect(joinCompanions([[status]], MACHINE, null).labels).toBe(2);
  expect(joinCompanions([[status]], MACHINE, 4000).labels).toBe(4000);
  expect(joinCompanions([[]], MACHINE, null).labels).toBe(null);
});
