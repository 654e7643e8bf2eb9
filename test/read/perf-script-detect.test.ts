import { describe, expect, it } from 'vitest';
import { perfScriptFormat } from '../../src/read/perf-script/format.js';
import { bytesOf } from '../conformance.js';

const BLOCK =
  '# ========\n# captured on    : Sun Nov 22 13:31:29 2026\n# os release : 6.1.192-labp\n# ========\n#\n';
const SAMPLE = 'nginx   135 [001]    34.310015:    2004008 cpu-clock: \n';
const FRAME = '\tffffffff8155ce50 f+0x0 ([kernel.kallsyms])\n';

const OTHERS: Record<string, string> = {
  lock_stat:
    'lock_stat version 0.4\n-----\n   class name    con-bounces    contentions\n-----\n\n  &rq->__lock:  2188 2188 0.10 25.30 1100.20 0.50 78956 81000 0.05 90.10 5000.20 0.06\n  -----\n  &rq->__lock  12  [<00000000a1b2c3d4>] raw_spin_rq_lock_nested+0x1c/0x80\n',
  wrk: 'Running 10s test @ http://127.0.0.1:80/\n  2 threads and 32 connections\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    Latency     1.20ms\nRequests/sec:   4012.20\n',
  kallsyms:
    'ffffffff81000000 T _text\nffffffff81000000 T startup_64\nffffffffc0a01234 t nft_do_chain\t[nf_tables]\n',
  'perf report': `${BLOCK}# Samples: 25K of event 'cpu-clock'\n#\n    54.88%         13854  [k] default_idle\n            |\n            ---default_idle\n`,
  'the header block alone': BLOCK,
  '/proc/cpuinfo':
    'processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel Core i7 9xx\ncpu MHz\t\t: 2400.000\nflags\t\t: fpu vme\n',
  prose: 'Dear list,\n\nIn 2020 we: measured this, see below.\nAt 12.000000: nothing happened.\n\nRegards\n',
  'a kernel log': '[   34.310015] audit: type=1400 audit(1700000000.123:45): apparmor="DENIED"\n',
  ftrace:
    '# tracer: function\n           nginx-135     [001] d.h..    34.310015: sched_switch: prev_comm=a (x)\n',
  folded: 'nginx;entry_SYSCALL_64_after_hwframe;do_syscall_64 12\n',
  'a list of instructions':
    'vdso_fault+0x6c ffffffff8100248c lock incl 0x34(%rax)\n' +
    'x86_pmu_event_unmapped+0xf ffffffff81003ddf lock decl 0x330(%rsi)\n' +
    'x86_reserve_hardware+0x21 ffffffff81004f11 lock cmpxchg %edx,0x108d1ef(%rip)        # ffffffff82092108 <pmc_refcount>\n' +
    'x86_reserve_hardware+0x54 ffffffff81004f44 lock incl 0x108d1bd(%rip)        # ffffffff82092108 <pmc_refcount>\n' +
    'x86_pmu_event_init+0x5b ffffffff8100511b lock incl 0x108cfea(%rip)        # ffffffff8209210c <active_events>\n',
  objdump: 'ffffffff8130bcc0 <apparmor_file_open>:\nffffffff8130bcc0:\t53                   \tpush   %rbx\n',
};

describe('detection', () => {
  it.each(Object.entries(OTHERS))('says no to %s', (_, text) => {
    expect(perfScriptFormat.detect(bytesOf(text), true)).toBe('no');
    expect(perfScriptFormat.detect(bytesOf(text), false)).not.toBe('yes');
  });

  it('says no to bytes', () => {
    expect(perfScriptFormat.detect(new Uint8Array([80, 69, 82, 70, 73, 76, 69, 50, 104, 0]), false)).toBe(
      'no',
    );
  });

  it('says no to a long text of something else before its end', () => {
    expect(perfScriptFormat.detect(bytesOf('ffffffff81000000 T _text\n'.repeat(50)), false)).toBe('no');
  });

  it('waits behind a header block for the first sample', () => {
    expect(perfScriptFormat.detect(bytesOf(BLOCK), false)).toBe('more');
    expect(perfScriptFormat.detect(bytesOf(BLOCK + SAMPLE), false)).toBe('yes');
  });

  it.each([
    ['a sample', SAMPLE],
    ['no time and no cpu', `java  3244 cpu-clock: \n${FRAME}`],
    ['no event', `java  3244 1.000000: \n${FRAME}`],
    ['one line', '  java  3244 cpu-clock:  ffffffff8155ce50 f+0x0 ([kernel.kallsyms])\n'],
    // perf script -G without dso of a recording of user code only (-e cpu-clock:u)
    [
      'one line with a time and no dso',
      ' tab: [1] 7  1224.746122:    3344481 cpu-clock:      56379c09d1d5 f+0x3c\n',
    ],
    [
      'one line with an event and no dso',
      '30051    3344481 cpu-clock:      56379c09d1d5 work_fn\n'.repeat(3),
    ],
    ['one line with a cpu and no dso', ' a 30051 [000]      56379c09d1d5 work_fn\n'.repeat(3)],
    [
      'other records first',
      `PERF_RECORD_FINISHED_ROUND\n${`a 1 [000] 0.000000: PERF_RECORD_COMM: a:1/1\n`.repeat(30)}${SAMPLE}`,
    ],
    // perf script --show-namespace-events of a recording with --namespaces: three lines a task before the first sample
    [
      'namespaces of many tasks first',
      `${'swapper     0 [000]     0.000000: PERF_RECORD_NAMESPACES 2/2 - nr_namespaces: 7\n\t\t[0/net: 4/0xeffffff9, 1/uts: 4/0xeffffffe, \n\t\t 4/user: 4/0xeffffffd, 5/mnt: 4/0xeffffff8, 6/cgroup: 4/0xeffffffb]\n'.repeat(60)}${SAMPLE}`,
    ],
    ['a text cut from the middle', `${FRAME.repeat(40)}\n${SAMPLE}`],
    ['what a shell printed first', `$ perf script\nWarning: something\n${SAMPLE}`],
  ])('says yes with %s', (_, text) => {
    expect(perfScriptFormat.detect(bytesOf(text), true)).toBe('yes');
  });
});
