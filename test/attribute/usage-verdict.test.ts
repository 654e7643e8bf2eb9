import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineRate } from '../../src/attribute/line-rate.js';
import { usageChecks } from '../../src/attribute/usage-check.js';
import { getsOf, rmwsSeen, usageVerdict } from '../../src/attribute/usage-verdict.js';
import type { EventAttribution } from '../../src/model/analysis.js';
import type { FunctionCalls } from '../../src/model/function-calls.js';
import type { HookUsage, InstructionCounts, UsageCheck } from '../../src/model/usage.js';
import { newRun } from '../../src/read/load-run.js';

const KERNEL = { major: 6, minor: 1 };

function usage(own: Partial<HookUsage>): HookUsage {
  return {
    function: 'apparmor_x',
    operation: 'get+put',
    lifetime: 'transient-object',
    kernels: { from: null, before: null },
    sources: [],
    rmwsPerCall: 2,
    rmwsAssumed: false,
    calls: 10,
    expectedCalls: 10,
    expectedFrom: '1 per open',
    callsPerRequest: null,
    rmwsPerRequest: null,
    expectedRmwsPerRequest: null,
    instructions: null,
    verdict: 'cannot-tell',
    why: '',
    ...own,
  };
}

function code(own: Partial<InstructionCounts>): InstructionCounts {
  return {
    function: 'apparmor_x',
    gets: 0,
    puts: 0,
    stale: 0,
    getsIn: [],
    putsIn: [],
    sitesCalled: [],
    unnamedCalls: 0,
    ...own,
  };
}

describe('a verdict', () => {
  // The machine code of 6.1.192: locked instructions by function, fixtures/catalogue/locked-label-functions-6.1.txt.
  it.each<[string, Partial<HookUsage>, InstructionCounts, HookUsage['verdict']]>([
    ['both operations there', {}, code({ gets: 1, puts: 1, stale: 1 }), 'as-described'],
    [
      'the get in a helper: ptrace checks',
      {},
      code({ puts: 1, stale: 2, getsIn: ['aa_get_task_label'] }),
      'as-described',
    ],
    ['a loop over profiles: aa_label_destroy', { operation: 'put' }, code({ puts: 1 }), 'as-described'],
    ['more than the common path runs: sk_free', { operation: 'put' }, code({ puts: 2 }), 'as-described'],
    ['no get but for stale labels: condref', {}, code({ puts: 1, stale: 1 }), 'differs'],
    ['calls that the listing does not name', {}, code({ puts: 1, unnamedCalls: 2 }), 'cannot-tell'],
    ['nothing dropped', {}, code({ gets: 1 }), 'differs'],
    [
      'a get where no label in force has one',
      { rmwsPerCall: 0, lifetime: 'stale' },
      code({ gets: 1 }),
      'differs',
    ],
    [
      'a slow path that counts: aa_file_perm',
      { rmwsPerCall: 0 },
      code({ gets: 1, puts: 1, stale: 1 }),
      'as-described',
    ],
  ])('with %s', (_, own, instructions, verdict) => {
    expect(usageVerdict(usage({ ...own, instructions }), null, true).verdict).toBe(verdict);
  });

  it('is never "as described" without both calls and code', () => {
    const counts = fc.nat(5);
    const names = fc.constantFrom<string[]>([], ['aa_get_task_label'], ['__vec_find']);
    const instructions = fc.option(
      fc.record({ gets: counts, puts: counts, stale: counts, getsIn: names, putsIn: names }).map(code),
    );
    fc.assert(
      fc.property(
        fc.option(fc.nat(2000)),
        fc.option(fc.nat(2000)),
        instructions,
        fc.boolean(),
        (calls, expectedCalls, own, known) => {
          const { verdict, why } = usageVerdict(
            usage({ calls, expectedCalls, instructions: own }),
            null,
            known,
          );
          expect(why).not.toBe('');
          if (verdict === 'as-described')
            expect([calls, expectedCalls, own].includes(null) || !known).toBe(false);
          if (verdict === 'calls-as-described') expect(own).toBeNull();
          if (verdict === 'code-as-described') expect(own).not.toBeNull();
          expect(known || verdict === 'cannot-tell').toBe(true);
        },
      ),
    );
  });

  it('counts nothing of what functions with rows of their own do', () => {
    const left = code({ getsIn: ['__vec_find'], sitesCalled: ['__vec_find'] });
    expect(rmwsSeen(usage({ operation: 'get', rmwsPerCall: 1, instructions: left }))).toBe(0);
    const helped = code({ puts: 1, getsIn: ['aa_get_task_label'] });
    expect(rmwsSeen(usage({ instructions: helped }))).toBe(2);
  });
});

const rowsOf = (counts: Readonly<Record<string, number>>, file = 'run/function0'): FunctionCalls[] =>
  Object.entries(counts).map(([symbol, calls]) => ({ symbol, calls, file }) as unknown as FunctionCalls);

function checkOf(rows: readonly FunctionCalls[]): UsageCheck {
  const load = { ...newRun('httpn', 'run/httpn.txt'), requests: 100 };
  const [check] = usageChecks(rows, { loads: [load], kernel: KERNEL, instructionCounts: null });
  if (check === undefined) throw new Error('no check');
  return check;
}

describe('operations per request', () => {
  const counts = fc.record({
    security_file_open: fc.integer({ min: 1, max: 5000 }),
    apparmor_file_open: fc.nat(5000),
    apparmor_file_alloc_security: fc.nat(5000),
    apparmor_file_free_security: fc.nat(5000),
    aa_label_merge: fc.nat(50),
    aa_label_alloc: fc.nat(3),
    aa_change_profile: fc.nat(50),
  });

  it('are gets and puts together, are the sum over hooks, and tell what is assumed', () => {
    fc.assert(
      fc.property(counts, (drawn) => {
        const check = checkOf(rowsOf(drawn));
        const all = check.rmwsPerRequest ?? Number.NaN;
        expect((check.getsPerRequest ?? 0) + (check.putsPerRequest ?? 0)).toBeCloseTo(all, 9);
        const sum = (part: (hook: HookUsage) => boolean): number =>
          check.hooks.filter(part).reduce((total, hook) => total + (hook.rmwsPerRequest ?? 0), 0);
        expect(sum(() => true)).toBeCloseTo(all, 9);
        expect(sum((hook) => hook.rmwsAssumed)).toBeCloseTo(check.assumedRmwsPerRequest ?? Number.NaN, 9);
        // By hand, by the rows of 6.1: 2 + 1 + 1 for a file; a merge of two equal labels is one get, else six are assumed.
        const { apparmor_file_open: open, apparmor_file_alloc_security: alloc } = drawn;
        const fixed = 2 * open + alloc + drawn.apparmor_file_free_security;
        const merged = drawn.aa_label_merge * (drawn.aa_label_alloc > 0 ? 6 : 1);
        expect(all).toBeCloseTo((fixed + merged + 4 * drawn.aa_change_profile) / 100, 9);
      }),
    );
  });

  it('do not depend on the order of the rows, nor on how CPUs share the calls', () => {
    fc.assert(
      fc.property(counts, fc.nat(), (drawn, seed) => {
        const halves = Object.fromEntries(
          Object.entries(drawn).map(([name, n]) => [name, n - (seed % (n + 1))]),
        );
        const rest = Object.fromEntries(Object.entries(drawn).map(([name, n]) => [name, seed % (n + 1)]));
        const split = [...rowsOf(rest, 'run/function1').reverse(), ...rowsOf(halves)];
        expect(checkOf(split)).toEqual(checkOf(rowsOf(drawn)));
      }),
    );
  });
});

describe('operations per second', () => {
  const attribution = { sites: [], labelSharePct: 10, labelShareWhy: null } as unknown as EventAttribution;
  const wrk = { ...newRun('wrk', 'run/wrk.txt'), requestsPerSec: 2000, duringRecording: true };
  const httpn = { ...newRun('httpn', 'run/ftrace/httpn.txt'), requests: 100, duringRecording: false };
  const rows = rowsOf({ security_file_open: 100, apparmor_file_open: 100 }, 'run/ftrace/function0');
  const rate = (loads: readonly (typeof wrk)[], ownRows = rows) => {
    const checks = usageChecks(ownRows, { loads, kernel: KERNEL, instructionCounts: null });
    return lineRate({ attribution, busyCpus: 8, loads, checks, kernel: KERNEL });
  };

  it('assume, and say so, that the recorded load makes requests like the profiled one', () => {
    // 2 RMWs a request x 2,000 requests/s; a tenth of 8 CPUs is 8e8 ns/s: 200,000 ns each.
    expect(rate([wrk, httpn] as never)).toMatchObject({
      opsPerSec: 4000,
      nsPerOp: 200_000,
      assumption: 'a request of wrk does what one of httpn did',
    });
  });

  it('assume nothing where the profiled load is the recorded one', () => {
    const own = { ...wrk, requests: 100 };
    const beside = rowsOf({ security_file_open: 100, apparmor_file_open: 100 }, 'run/function0');
    expect(rate([own] as never, beside)).toMatchObject({ opsPerSec: 4000, assumption: null });
  });

  it('leave out what is assumed of a call', () => {
    const more = rowsOf(
      { security_file_open: 100, apparmor_file_open: 100, aa_change_profile: 100 },
      'run/ftrace/function0',
    );
    expect(rate([wrk, httpn] as never, more)?.rmwsPerRequest).toBe(2);
  });

  it('of openclose are the catalogue less what the code at hand does not do, and an assumption without it', () => {
    const loads = [{ ...newRun('openclose', 'run/load.txt'), requestsPerSec: 1000, duringRecording: true }];
    const both = { gets: 1, puts: 1, stale: 1 };
    const rateOf = (fileOpen: Partial<InstructionCounts> | null) => {
      const instructionCounts =
        fileOpen === null
          ? null
          : [
              code({ function: 'apparmor_file_open', ...fileOpen }),
              code({ function: 'apparmor_file_alloc_security', gets: 1, stale: 1 }),
              code({ function: 'apparmor_file_free_security', puts: 1 }),
            ];
      const checks = usageChecks([], { loads, kernel: KERNEL, instructionCounts });
      return lineRate({ attribution, busyCpus: 8, loads, checks, kernel: KERNEL });
    };
    // traces/INDEX.md: the condref kernel, same uname, keeps a put and a cmpxchg in file_open, both conditional.
    expect(rateOf({ puts: 1, stale: 1 })).toMatchObject({
      rmwsPerRequest: 2,
      opsPerSec: 2000,
      assumption: null,
    });
    expect(rateOf(both)).toMatchObject({ rmwsPerRequest: 4, assumption: null });
    expect(rateOf(null)).toMatchObject({ rmwsPerRequest: 4 });
    expect(rateOf(null)?.assumption).toContain('this kernel has the hooks of the catalogue');
  });

  it('of openclose are not the catalogue’s where no sample shows that its hooks run, as with AppArmor off', () => {
    const loads = [{ ...newRun('openclose', 'run/load.txt'), requestsPerSec: 1000, duringRecording: true }];
    const off = { sites: [], labelSharePct: 0, labelShareWhy: null } as unknown as EventAttribution;
    const result = lineRate({ attribution: off, busyCpus: 8, loads, checks: [], kernel: KERNEL });
    expect(result).toMatchObject({ rmwsPerRequest: null, opsPerSec: null, nsPerOp: null, assumption: null });
    expect(result?.why).toContain('no sample shows that there are any');
  });

  it('are not known with two profiled loads, and the reason names them', () => {
    const second = { ...httpn, file: 'run/close/httpn.txt' };
    const both = [...rows, ...rowsOf({ apparmor_file_open: 100 }, 'run/close/function0')];
    const result = rate([wrk, httpn, second] as never, both);
    expect(result?.opsPerSec).toBeNull();
    expect(result?.why).toContain('2 profiled loads');
  });
});

it('gets and puts of a call are all its RMWs', () => {
  fc.assert(
    fc.property(fc.constantFrom('get', 'put', 'get+put'), fc.nat(10), (operation, rmws) => {
      const gets = getsOf({ operation } as HookUsage, rmws);
      expect(gets).toBeGreaterThanOrEqual(0);
      expect(gets).toBeLessThanOrEqual(rmws);
    }),
  );
});
