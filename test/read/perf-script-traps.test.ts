import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import { parseFrame } from '../../src/read/perf-script/frame-line.js';
import { HeaderLine } from '../../src/read/perf-script/header-line.js';
import { drawCells, kindsOf, readText } from './perf-script-drawing.js';

const FRAME = '\tffffffff81001000 do_syscall_64+0x2f ([kernel.kallsyms])\n';

/** The header line with `event` behind its usual fields, and one frame. */
const sample = (head: string): string => `${head}\n${FRAME}\n`;

describe('header lines', () => {
  const parse = (line: string) => {
    const header = new HeaderLine();
    if (!header.parse(line)) return null;
    const { comm, pid, tid, cpu, timeNs, period, event } = header;
    return [comm, pid, tid, cpu, Number.isNaN(timeNs) ? null : timeNs, period, event];
  };

  // Forms seen in formats.md, in the fixtures, and in the texts of FlameGraph's and inferno's tests.
  it.each([
    [
      'nginx   135 [001]    34.310015:    2004008 cpu-clock: ',
      'nginx',
      null,
      135,
      1,
      34310015e3,
      2004008,
      'cpu-clock',
    ],
    ['nginx   135/136   [001]    34.310015: cpu-clock: ', 'nginx', 135, 136, 1, 34310015e3, -1, 'cpu-clock'],
    [
      'kdamond.0    77 [003]   12.000001:     250000 cycles:P: ',
      'kdamond.0',
      null,
      77,
      3,
      12000001e3,
      250000,
      'cycles:P',
    ],
    ['kdamond.0 5    77 cycles: ', 'kdamond.0 5', null, 77, -1, null, -1, 'cycles'],
    ['kdamond.0    77     250000 cycles: ', 'kdamond.0', null, 77, -1, null, 250000, 'cycles'],
    ['java  3244 cpu-clock:', 'java', null, 3244, -1, null, -1, 'cpu-clock'],
    ['Web Content 7/8 [000] 1.000000: cycles:', 'Web Content', 7, 8, 0, 1e9, -1, 'cycles'],
    [
      'tab: [1] 7 11476  2079.712166:   10101010  cpu-clock:u: ',
      'tab: [1] 7',
      null,
      11476,
      -1,
      2079712166e3,
      10101010,
      'cpu-clock:u',
    ],
    ['kworker/u16:3-x 12 [002] 1.000000: 1 cycles: ', 'kworker/u16:3-x', null, 12, 2, 1e9, 1, 'cycles'],
    [':-1    -1 [000]     0.000000:   1 cycles: ', ':-1', null, -1, 0, 0, 1, 'cycles'],
    [':-1    -1/-1    [-01]     1.000000:   1 cycles: ', ':-1', -1, -1, -1, 1e9, 1, 'cycles'],
    [
      'openclose   230 [000]    83.769961234:    2004008 cpu-clock: ',
      'openclose',
      null,
      230,
      0,
      83769961234,
      2004008,
      'cpu-clock',
    ],
    [
      'openclose   230 [000] K        83.769961:    2004008 cpu-clock: ',
      'openclose',
      null,
      230,
      0,
      83769961e3,
      2004008,
      'cpu-clock',
    ],
    ['sh   230 [000] d.h. 83.769961: cpu-clock: ', 'sh', null, 230, 0, 83769961e3, -1, 'cpu-clock'],
    [
      'sh   230 [000] 2026-11-22 13:31:29.000123 83.769961: 5 cycles: ',
      'sh',
      null,
      230,
      0,
      83769961e3,
      5,
      'cycles',
    ],
    ['sh\t230 [000] 684943449.406000:\t 1 cpu-cycles:u', null, null, null, null, null, null, null],
    [
      'sh\t230 [000] 684943449.406000:\t1 cpu-cycles:u:',
      'sh',
      null,
      230,
      0,
      684943449406e6,
      1,
      'cpu-cycles:u',
    ],
    ['openclose [000] cpu-clock: ', 'openclose', null, null, 0, null, -1, 'cpu-clock'],
    ['sh 1.000000: cycles: ', 'sh', null, null, -1, 1e9, -1, 'cycles'],
    ['  230 cpu-clock: ', '', null, 230, -1, null, -1, 'cpu-clock'],
    ['sh 1 [000] 1.000000: 5 cpu_core/cycles:ppp/: ', 'sh', null, 1, 0, 1e9, 5, 'cpu_core/cycles:ppp/'],
    ['sh 1 [000] 1.000000: 5 ibs_op//: ', 'sh', null, 1, 0, 1e9, 5, 'ibs_op//'],
    [
      'sh 1 [000] 1.000000: 5   MEM_TRANS_RETIRED.LOAD_LATENCY:ldlat=64:precise=2:mh:mg:pinned: ',
      'sh',
      null,
      1,
      0,
      1e9,
      5,
      'MEM_TRANS_RETIRED.LOAD_LATENCY:ldlat=64:precise=2:mh:mg:pinned',
    ],
    [
      'sh 1 [000] 1.000000: irq:softirq_entry: vec=1 [action=TIMER] 2 [001] 3.000000: x: y',
      'sh',
      null,
      1,
      0,
      1e9,
      -1,
      'irq:softirq_entry',
    ],
  ])('%s', (line, ...expected) => {
    expect(parse(line)).toEqual(expected[0] === null ? null : expected);
  });

  it.each(['In 2020 we: did it', 'processor\t: 0', '# cmdline : perf', 'Note: x', '&rq->lock: 1 2 3'])(
    'refuses %s',
    (line) => expect(parse(line)).toBeNull(),
  );
});

describe('frame lines', () => {
  it.each([
    [
      '\tffffffff8157fc5f do_syscall_64+0x2f ([kernel.kallsyms])',
      -0x7ea803a1,
      'do_syscall_64',
      0x2f,
      '[kernel.kallsyms]',
      1,
    ],
    [
      '\t          10ad6a setsockopt+0xa (/usr/lib/x86_64-linux-gnu/libc.so.6)',
      0x10ad6a,
      'setsockopt',
      10,
      'libc.so.6',
      0,
    ],
    ['\ta646c2500647773 [unknown] ([unknown])', Number(0xa646c2500647773n), null, -1, null, 0],
    ['\tbe552274c0854800 [unknown] ([unknown])', -0x41aadd8b3f7ab800, null, -1, null, 0],
    ['\t           1b25b _dl_start_final+0x25b (inlined)', 0x1b25b, '_dl_start_final', -1, null, 2],
    ['\t           1b25b _dl_start_final (inlined)', 0x1b25b, '_dl_start_final', -1, null, 2],
    ['\tffffffff8130bfb4 aa_get_label+0x12 (inlined)', -0x7ecf404c, 'aa_get_label', -1, null, 3],
    ['\t            1165 work+0x25 (/tmp/hd/t prog)', 0x1165, 'work', 0x25, 't prog', 0],
    ['\t            1165 work+0x25 (/tmp/x (deleted))', 0x1165, 'work', 0x25, 'x (deleted)', 0],
    ['\t            1165 work+0x25 (/tmp/a)b)', 0x1165, 'work', 0x25, 'a)b', 0],
    ['\t            1165 work+0x25 (//anon)', 0x1165, 'work', 0x25, 'anon', 0],
    [
      '\t            1165 [unknown] (/memfd:doublemap (deleted))',
      0x1165,
      null,
      -1,
      'memfd:doublemap (deleted)',
      0,
    ],
    ['\t    7ffe97bcc990 [unknown] ([stack])', 0x7ffe97bcc990, null, -1, '[stack]', 0],
    [
      '\t             96d __vdso_clock_gettime+0x2d ([vdso])',
      0x96d,
      '__vdso_clock_gettime',
      0x2d,
      '[vdso]',
      0,
    ],
    [
      '\tffffffffc0a01234 nft_do_chain+0x74 ([nf_tables])',
      -0x3f5fedcc,
      'nft_do_chain',
      0x74,
      '[nf_tables]',
      1,
    ],
    [
      '\tffffffffc0a01234 f+0x1 (/lib/modules/6.1/kernel/net/nf-tables.ko.xz)',
      -0x3f5fedcc,
      'f',
      1,
      '[nf_tables]',
      1,
    ],
    [
      '\tffffffff81fa2182 start_kernel+0x518 ([kernel.kallsyms].init.text)',
      -0x7e05de7e,
      'start_kernel',
      0x518,
      '[kernel.kallsyms]',
      1,
    ],
    [
      '\tffffffff81fa2182 f+0x5 (/usr/lib/debug/boot/vmlinux-6.1.0-13-amd64)',
      -0x7e05de7e,
      'f',
      5,
      '[kernel.kallsyms]',
      1,
    ],
    ['\t    7f1234567890 [unknown] (/tmp/perf-158.map)', 0x7f1234567890, null, -1, '[JIT] tid 158', 0],
    [
      '\t            2000 operator new(unsigned long)+0x18 (/usr/lib/libstdc++.so.6.0.30)',
      0x2000,
      'operator new(unsigned long)',
      0x18,
      'libstdc++.so.6.0.30',
      0,
    ],
    [
      '\t            2000 (anonymous namespace)::f(int) const+0x1 (/a b/c (x86)/d.so)',
      0x2000,
      '(anonymous namespace)::f(int) const',
      1,
      'd.so',
      0,
    ],
    ['\t            2000 add+0x10+0x2 (/a)', 0x2000, 'add+0x10', 2, 'a', 0],
    ['\t            2000 main (/a)', 0x2000, 'main', -1, 'a', 0],
    ['\t            2000 main', 0x2000, 'main', -1, null, 0],
    ['\t            2000 (/usr/bin/a)', 0x2000, null, -1, 'a', 0],
    ['\t            2000', 0x2000, null, -1, null, 0],
    [
      '\tffffffff81001000 x+0xffff018fd5dce000 ([kernel.kallsyms])',
      -0x7efff000,
      'x',
      0xffff018fd5dce000,
      '[kernel.kallsyms]',
      1,
    ],
    ['\tffffffff81001000 ioctl+0x3b (/lib/libc.so.6+0xfdd6b)', -0x7efff000, 'ioctl', 0x3b, 'libc.so.6', 1],
  ])('%s', (line, address, symbol, offset, dso, flags) => {
    expect(parseFrame(line)).toEqual({ address, symbol, offset, dso, flags });
  });

  it.each(['\tnohex sym (dso)', '\t12345678901234567 f (a)', '  t.c:3', '\t00007f05:\tinsn: 0f'])(
    'refuses %s',
    (line) => expect(parseFrame(line)).toBeNull(),
  );
});

describe('samples', () => {
  it('treats pid 0 as idle, tid 0 without a pid, and swapper without either', () => {
    const heads = [
      'swapper 0 [000] 1.000000: 1 cycles: ',
      'swapper 0/9 [000] 1.000000: 1 cycles: ',
      'swapper/1 [000] 1.000000: 1 cycles: ',
      'swapper 5/0 [000] 1.000000: 1 cycles: ',
      'swapper -1 [000] 1.000000: 1 cycles: ',
    ];
    const { tasks } = readText(heads.map(sample).join('')).profile;
    expect(tasks).toEqual([
      { comm: 'swapper', idleTask: true },
      { comm: 'swapper/1', idleTask: true },
      { comm: 'swapper', idleTask: false },
    ]);
  });

  it('keeps stack and event of a tracepoint whatever its payload', () => {
    const payload = '0xffff8881b8fef5d0 (flags=SPIN|MUTEX) ffffffff81001000 f+0x1 ([kernel.kallsyms])';
    const recording = readText(sample(`perf 549 [000] 80.974274: lock:contention_begin: ${payload}`));
    expect(drawCells(recording)).toEqual([
      'lock:contention_begin perf 1/1: do_syscall_64+0x2f([kernel.kallsyms])k',
    ]);
    expect(kindsOf(recording)).toEqual([]);
  });

  it('never adds two modifiers of one event together', () => {
    const text = ['cycles:u', 'cycles:k', 'cycles:u'].map((name) =>
      sample(`a 1 [000] 1.000000: 7 ${name}: `),
    );
    const recording = readText(text.join(''));
    expect(recording.profile.events.map((event) => event.name)).toEqual(['cycles:u', 'cycles:k']);
    expect(drawCells(recording).map((cell) => cell.split(':').slice(0, 2).join(':'))).toEqual([
      'cycles:u a 2/14',
      'cycles:k a 1/7',
    ]);
  });

  it('says once that there is no period', () => {
    const recording = readText(sample('a 1 [000] 1.000000: cycles:ppp: ').repeat(3));
    expect(recording.diagnostics).toEqual([
      expect.objectContaining({ kind: 'no-period', file: 'perf.script' }),
    ]);
    expect(recording.profile.events[0]?.precise).toBe(3);
  });

  it('reads one-line samples behind memory fields and before branch stacks', () => {
    const dso = '([kernel.kallsyms])';
    const text = [
      `            dead    12 [001]     1.000000:         10 cycles:  ffffffff81001000 f+0x1 ${dso}`,
      `            dead    12 [001]     1.000000:         10 cycles:             beef ffffffff81001000 f+0x1 ${dso}`,
      `            dead    12 [001]     1.000000:         10 cycles:      7f2c5080022 |OP LOAD|LVL L1 hit|SNP None|TLB L1 or L2 hit|LCK No|BLK  N/A              34 ffffffff81001000 f+0x1 ${dso}`,
      `            dead    12 [001]     1.000000:         10 cycles:  ffffffff81001000 f+0x1 ${dso} 0x401156(/a)/0x401136(/a b)/P/-/-/1`,
      `            dead    12 [001]     1.000000:         10 cycles:  ffffffff81001000 f+0x1 ${dso} insn: 0f 05`,
    ];
    const recording = readText(`${text.join('\n')}\n`);
    expect(drawCells(recording)).toEqual([`cycles dead 5/50: f+0x1([kernel.kallsyms])k`]);
    expect(kindsOf(recording)).toEqual([]);
  });

  it('tells a header from a frame whose tab became spaces, even with a comm of hex digits', () => {
    const frame = '        ffffffff81001000 f+0x1 ([kernel.kallsyms])';
    const header = '            dead    12 [001]     1.000000:  10 lock:contention_end: 0x1 (ret=0)';
    expect(drawCells(readText(`a 1 [000] 1.000000: 10 cycles: \n${frame}\n${header}\n${frame}\n\n`))).toEqual(
      [
        'cycles a 1/10: f+0x1([kernel.kallsyms])k',
        'lock:contention_end dead 1/10: f+0x1([kernel.kallsyms])k',
      ],
    );
  });

  it('keeps inlined frames, also with source lines', () => {
    const head = 'a 1 [000] 1.000000: 10 cycles: \n';
    const inlined = '\t           1b25b inner+0x25b';
    const outer = '\t           1b25b outer+0x25b (/lib/ld.so)';
    const expected = ['cycles a 1/10: inner(-)i < outer+0x25b(ld.so)'];
    expect(drawCells(readText(`${head}${inlined} (inlined)\n${outer}\n\n`))).toEqual(expected);
    // Source: util/evsel_fprintf.c prints the source line before " (inlined)".
    const text = `${head}${inlined}\n  rtld.c:4 (inlined)\n${outer}\n  rtld.c:9\n\n`;
    expect(drawCells(readText(text))).toEqual(expected);
    expect(kindsOf(readText(text))).toEqual([]);
  });

  it('accepts inlined groups without a physical frame', () => {
    const text = 'a 1 [000] 1.000000: 10 cycles: \n\t 1b25b a+0x1 (inlined)\n\t 1b25b b+0x1 (inlined)\n\n';
    expect(drawCells(readText(text))).toEqual(['cycles a 1/10: a(-)i < b(-)i']);
  });

  it('ignores branch stacks, registers and instructions behind a callchain', () => {
    const extras =
      ' 0x401156/0x401136/P/-/-/1\n ABI:2    AX:0x0    BX:0x1\n insn: 0f 05\n\t00007f05:\tinsn: 0f 05\n';
    const recording = readText(`a 1 [000] 1.000000: 10 cycles: \n${FRAME}${extras}\n`);
    expect(drawCells(recording)).toEqual(['cycles a 1/10: do_syscall_64+0x2f([kernel.kallsyms])k']);
    expect(kindsOf(recording)).toEqual([]);
  });

  it('takes the name of the only recorded event where lines have none', () => {
    const header =
      '# event : name = cycles:P, , id = { 1, 2 }, type = 0 (PERF_TYPE_HARDWARE), size = 136, config = 0 (PERF_COUNT_HW_CPU_CYCLES), precise_ip = 3\n# event : name = dummy:u, , type = 1, size = 136, config = 0x9\n';
    const { events } = readText(`# ========\n${header}# ========\n#\n${sample('a 1 1.000000: ')}`).profile;
    expect(events).toEqual([{ name: 'cycles:P', type: 0, config: 0, precise: 3, instances: 2, lost: null }]);
  });
});

describe('lines that are no samples', () => {
  const good = sample('a 1 [000] 1.000000: 10 cycles: ');

  it('passes over PERF_RECORD lines and counts what they say was lost, LOST and LOST_SAMPLES never added', () => {
    const lines = [
      'a 1 [000] 1.000000: PERF_RECORD_COMM exec: a: 5 b:1/1',
      'PERF_RECORD_FINISHED_ROUND',
      'a 1 [000] 1.000000: PERF_RECORD_NAMESPACES 1/1 - nr_namespaces: 7',
      '\t\t[0/net: 3/0xf0000098, 1/uts: 3/0xeffffffe, ',
      '\t\t 4/pid: 3/0xeffffffc]',
      'a 1 [000] 1.000000: PERF_RECORD_LOST lost 30',
      'a 1 [000] 1.000000: PERF_RECORD_LOST lost 12',
      'a 1 [000] 1.000000: PERF_RECORD_SWITCH_CPU_WIDE OUT preempt  next pid/tid:     0/0    ',
    ];
    const lost = readText(`${good}${lines.join('\n')}\n${good}`);
    expect(lost.profile.samples).toBe(2);
    expect(lost.profile.events[0]?.lost).toBe(42);
    expect(kindsOf(lost)).toEqual([]);
    const both = readText(`${good}${lines.join('\n')}\nPERF_RECORD_LOST_SAMPLES lost 40\n`);
    expect(both.profile.events[0]?.lost).toBe(40);
    const twoEvents = readText(`${good}${sample('a 1 [000] 1.000000: 10 faults: ')}${lines.join('\n')}\n`);
    expect(kindsOf(twoEvents)).toEqual(['lost-samples']);
  });

  it('counts trace errors', () => {
    const error =
      ' instruction trace error type 1 time 34.310015000 cpu 0 pid 1 tid 1 ip 0x1 code 5: Failed to get instruction\n';
    expect(readText(`${good}${error}${error}${good}`).diagnostics).toEqual([
      expect.objectContaining({ kind: 'trace-errors', line: 4, text: expect.stringContaining(': 2 trace') }),
    ]);
  });

  it('counts what it does not know, with the first line', () => {
    const recording = readText(`${FRAME}${good}Killed\nwhat is this\n${good}`);
    expect(recording.profile.samples).toBe(2);
    expect(recording.diagnostics).toEqual([
      expect.objectContaining({
        kind: 'unrecognised-lines',
        line: 1,
        text: expect.stringContaining('3 lines'),
      }),
    ]);
  });

  it.each([
    [
      '',
      'perf.script:1: expected a sample of perf script ("comm tid [cpu] time: event:"), found an empty file',
    ],
    [
      '\n\nhello world\n',
      'perf.script:3: expected a sample of perf script ("comm tid [cpu] time: event:"), found "hello world"',
    ],
    ['# ========\n# arch : x86_64\n# ========\n# Samples: 5\n  29.37%  nginx\n', 'perf.script:5: expected'],
  ])('refuses %j', (text, message) => {
    expect(() => readText(text)).toThrow(InputError);
    expect(() => readText(text)).toThrow(message);
  });

  it('takes a header block without samples for what it is', () => {
    const recording = readText('# ========\n# arch : aarch64\n# ========\n#\n');
    expect(recording.machine.arch).toBe('aarch64');
    expect(kindsOf(recording)).toEqual(['no-samples']);
  });
});

describe('a file that ends inside its last sample', () => {
  const good = sample('a 1 [000] 1.000000: 10 cycles: ');
  const inner = '\tffffffff81000000 f+0x1 ([kernel.kallsyms])\n';

  it.each([
    ['a header', 'a 1 [000] 1.0000', 1],
    ['the event', 'a 1 [000] 1.000000: 10 cyc', 1],
    ['the first frame', `a 1 [000] 1.000000: 10 cycles: \n${inner.slice(0, 20)}`, 1],
    ['behind the header', 'a 1 [000] 1.000000: 10 cycles: \n', 1],
    ['the second frame', `a 1 [000] 1.000000: 10 cycles: \n${inner}${FRAME.slice(0, 40)}`, 2],
    ['behind a frame', `a 1 [000] 1.000000: 10 cycles: \n${inner}`, 2],
  ])('cut in %s', (_, rest, samples) => {
    const recording = readText(good + rest);
    expect(recording.profile.samples).toBe(samples);
    expect(kindsOf(recording)).toEqual(['truncated']);
  });

  it('is not said of one-line samples or of samples without stacks', () => {
    const line = ' a 1 [000] 1.000000: 10 cycles:  ffffffff81000000 f+0x1 ([kernel.kallsyms])';
    expect(kindsOf(readText(`${line}\n${line}`))).toEqual([]);
    expect(kindsOf(readText('a 1 [000] 1.000000: lock:x_y: 0x1\n'.repeat(2)))).toEqual([]);
  });
});
