import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/model/recording.js';
import { ftraceProfileFormat } from '../../src/read/ftrace-profile.js';
import { bytesOf, checkConformance, fixture, readBytes } from '../conformance.js';

const CPUS = [0, 1, 2, 3, 4, 5, 6, 7];
const HEAD = `  Function                               Hit    Time            Avg             s^2
  --------                               ---    ----            ---             ---
`;

const read = (text: string, file = 'function0'): Recording =>
  readBytes(ftraceProfileFormat, bytesOf(text), 65536, file);

/** Calls per function over all CPUs of one recording. */
function callsOf(run: 'keep' | 'close'): Map<string, number> {
  const sums = new Map<string, number>();
  for (const cpu of CPUS) {
    const bytes = fixture(`ftrace-profile/${run}/function${cpu}.gz`);
    const { functionCalls } = checkConformance(ftraceProfileFormat, bytes, `trace_stat/function${cpu}`);
    for (const { symbol, calls, cpu: readCpu } of functionCalls) {
      expect(readCpu).toBe(cpu);
      sums.set(symbol, (sums.get(symbol) ?? 0) + calls);
    }
  }
  return sums;
}

describe('ftrace function profile', () => {
  it('1,000 requests over one connection: calls per function', () => {
    const calls = callsOf('keep');
    expect({
      open: calls.get('apparmor_file_open'),
      alloc: calls.get('apparmor_file_alloc_security'),
      free: calls.get('apparmor_file_free_security'),
      getsecid: calls.get('apparmor_current_getsecid_subj'),
      buffer: calls.get('aa_get_buffer'),
      permission: calls.get('apparmor_file_permission'),
    }).toEqual({ open: 1003, alloc: 1005, free: 1005, getsecid: 1005, buffer: 2001, permission: 7004 });
  });

  it('1,000 requests over a connection each: the sockets come on top', () => {
    const calls = callsOf('close');
    expect({
      alloc: calls.get('apparmor_file_alloc_security'),
      free: calls.get('apparmor_file_free_security'),
      clone: calls.get('apparmor_sk_clone_security'),
      skFree: calls.get('apparmor_sk_free_security'),
    }).toEqual({ alloc: 3003, free: 3003, clone: 1000, skFree: 2000 });
  });

  it('times in nanoseconds, every row of the file', () => {
    const text = new TextDecoder().decode(fixture('ftrace-profile/keep/function1.gz'));
    const { functionCalls, diagnostics } = read(text, 'runs/function1');
    expect(diagnostics).toEqual([]);
    expect(functionCalls).toHaveLength(text.trimEnd().split('\n').length - 2);
    expect(functionCalls[0]).toEqual({
      symbol: 'fput',
      calls: 4,
      totalNs: 223922,
      avgNs: 55980,
      cpu: 1,
      file: 'runs/function1',
    });
  });

  it('times that leave no room for three decimals', () => {
    const row =
      '  fput                                     4    12345678 us     13660.1 us      11137.93 us \n';
    expect(read(HEAD + row).functionCalls).toMatchObject([{ totalNs: 12345678000, avgNs: 13660100 }]);
  });

  it('a kernel without the graph tracer counts only', () => {
    const { functionCalls } = read(
      '  Function                               Hit\n  --------      ---\n  fput        41\n',
    );
    expect(functionCalls).toMatchObject([{ symbol: 'fput', calls: 41, totalNs: null, avgNs: null }]);
    expect(() => read('  Function                               Hit\n  fput        4')).toThrow(
      'function0:2',
    );
  });

  it('an idle CPU has an empty table; a file of another name has no CPU', () => {
    expect(read(HEAD)).toMatchObject({ functionCalls: [], diagnostics: [] });
    expect(
      read(`${HEAD}  fput  4    1.000 us  1.000 us  0.000 us    \n`, 'profile.txt').functionCalls[0]?.cpu,
    ).toBeNull();
  });

  it('names cut to the same 30 characters are reported', () => {
    const row =
      '  security_inode_need_killpriv_x           4    1.000 us        1.000 us        0.000 us    \n';
    expect(read(HEAD + row + row).diagnostics).toMatchObject([{ kind: 'ftrace-profile-name-cut' }]);
  });

  it('a row that is not whole is counted; a table without a readable row is refused', () => {
    const row =
      '  fput                                     4    223.922 us      55.980 us       11137.93 us \n';
    expect(read(`${HEAD}${row}  fput        4    223.9`).diagnostics).toMatchObject([
      { kind: 'ftrace-profile-skipped', line: 4 },
    ]);
    expect(() => read(`${HEAD}  fput   4    223.9`)).toThrow(
      'function0:3: expected a row of a function profile, found "fput   4    223.9"',
    );
  });
});
