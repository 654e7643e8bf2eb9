import { describe, expect, it } from 'vitest';
import { drawCells, kindsOf, readText } from './perf-script-drawing.js';

const FRAME = '\tffffffff81001000 do_syscall_64+0x2f ([kernel.kallsyms])\n';

/** The header line with `event` behind its usual fields, and one frame. */
const sample = (head: string): string => `${head}\n${FRAME}\n`;

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

  // Of `perf record -e sched:sched_switch -g`: perf script -G -F comm,pid,event,ip,sym,symoff,dso, with and without trace.
  it.each([
    '',
    ' prev_comm=dso prev_pid=30585 prev_prio=130 prev_state=R ==> next_comm=(sd-pam) next_pid=1 next_prio=120',
  ])('takes the ip of a one-line tracepoint, behind the payload %j', (payload) => {
    const head = `             dso 30585 sched:sched_switch:${payload} `;
    const recording = readText(`${head}ffffffff82266208 __schedule+0x628 ([kernel.kallsyms])\n`.repeat(2));
    expect(drawCells(recording)).toEqual([
      'sched:sched_switch dso 2/2: __schedule+0x628([kernel.kallsyms])k',
    ]);
  });

  // Of `perf record -g -d -W --phys-data`: perf script -F comm,tid,time,period,event,addr,data_src,weight,ip,sym,dso
  it.each([
    '               0      1e05080021 |OP N/A|LVL N/A or N/A|SNP N/A|TLB N/A|LCK N/A|BLK  N/A               0',
    '               0               0',
    '    7fa4fa306153',
  ])('takes no address, data source or weight before a callchain for its innermost frame: %j', (values) => {
    const recording = readText(sample(`dso 21535   899.159690:    2004008 cpu-clock: ${values}`).repeat(2));
    expect(drawCells(recording)).toEqual(['cpu-clock dso 2/4008016: do_syscall_64+0x2f([kernel.kallsyms])k']);
    expect(kindsOf(recording)).toEqual([]);
  });

  it('reads a one-line sample whose dso has parentheses in its name, with registers behind it', () => {
    const line =
      ' dso 10333 [000]   493.361439:    1003009 cpu-clock:      7ff4b218a153 hidden_inner+0x4a (/tmp/dir (x)/lib odd.so) ABI:2    IP:0x7ff4b218a153\n';
    expect(drawCells(readText(line))).toEqual(['cpu-clock dso 1/1003009: hidden_inner+0x4a(lib odd.so)']);
  });

  it('keeps a comm that begins with a number sign', () => {
    const texts = ['#hash 1 [000] 1.000000: 10 cycles: ', '#1 a     1 cycles: '].map(sample);
    expect(texts.map((text) => readText(`# arch : x86_64\n#\n${text}`).profile.tasks[0]?.comm)).toEqual([
      '#hash',
      '#1 a',
    ]);
  });

  it('reads text with Windows line ends, and blank lines of spaces', () => {
    const text = sample('a 1 [000] 1.000000: 10 cycles: ').repeat(2);
    const unix = drawCells(readText(text));
    expect(drawCells(readText(text.replaceAll('\n', '\r\n')))).toEqual(unix);
    expect(drawCells(readText(text.replaceAll('\n\n', '\n   \n')))).toEqual(unix);
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

  it('reads one-line samples that name no event, also where the address is all digits', () => {
    const lines = ['          401136 main+0x4 (/a)', '         5            401136 main+0x4 (/a)'];
    const recording = readText(lines.map((line) => `  a     1 1.000000: ${line}\n`).join(''));
    expect(drawCells(recording)).toEqual(['[unknown] a 2/6: main+0x4(a)']);
  });

  it('takes the name of the only recorded event where lines have none', () => {
    const header =
      '# event : name = cycles:P, , id = { 1, 2 }, type = 0 (PERF_TYPE_HARDWARE), size = 136, config = 0 (PERF_COUNT_HW_CPU_CYCLES), precise_ip = 3\n# event : name = dummy:u, , type = 1, size = 136, config = 0x9\n';
    const { events } = readText(`# ========\n${header}# ========\n#\n${sample('a 1 1.000000: ')}`).profile;
    expect(events).toEqual([{ name: 'cycles:P', type: 0, config: 0, precise: 3, instances: 2, lost: null }]);
  });
});
