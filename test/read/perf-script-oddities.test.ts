import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import { drawCells, kindsOf, readText } from './perf-script-drawing.js';

const FRAME = '\tffffffff81001000 do_syscall_64+0x2f ([kernel.kallsyms])\n';

/** The header line with `event` behind its usual fields, and one frame. */
const sample = (head: string): string => `${head}\n${FRAME}\n`;

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

  // util/event.c, perf_event__fprintf_text_poke().
  it('passes over a TEXT_POKE with the bytes below it', () => {
    const poke = [
      'a 1 [000] 1.000000: PERF_RECORD_TEXT_POKE  ffffffff81001000 f+0x10 old len 5 new len 5',
      '            Old bytes: 0f 1f 44 00 00',
      '            New bytes: e9 3b 01 00 00',
    ];
    const recording = readText(`${good}${poke.join('\n')}\n${good}`);
    expect(recording.profile.samples).toBe(2);
    expect(recording.diagnostics).toEqual([]);
  });

  // perf script -G -F comm,tid,period,ip,sym,dso --show-mmap-events, and -G -F time,ip,sym,dso --ns
  it.each([
    '             dso 10333    1003009      7ff4b218a153 hidden_inner (/tmp/libdl1.so)\n',
    '  493.361439789:      7ff4b218a153 hidden_inner (/tmp/libdl1.so)\n',
  ])('drops no one-line sample of a short header, whatever record stands before it: %j', (line) => {
    const record =
      '             dso 10333 PERF_RECORD_MMAP2 10333/10333: [0x7ff4b218a000(0x1000) @ 0x1000 fe:00 1 2]: r-xp /tmp/libdl1.so\n';
    const recording = readText(record + line.repeat(3) + record + line.repeat(2));
    expect(recording.profile.samples).toBe(5);
    expect(recording.lines).toEqual({ read: 7, parsed: 5, ignored: 2, diagnosed: 0 });
  });

  it('takes no period that no 64 bits hold: weights stay finite', () => {
    const recording = readText(`${good}${sample(`a 1 [000] 1.000000: ${'9'.repeat(400)} cycles: `)}`);
    expect(drawCells(recording)).toEqual(['cycles a 1/10: do_syscall_64+0x2f([kernel.kallsyms])k']);
    expect(kindsOf(recording)).toEqual(['unrecognised-lines']);
  });

  it('lets one comm that looks like a time not decide over all other headers', () => {
    const bare = (comm: string): string => `${comm}       1003009 cpu-clock: \n${FRAME}\n`;
    const recording = readText(bare('a') + bare('1.000000:') + bare('b').repeat(3));
    expect(recording.profile.samples).toBe(5);
    expect(recording.profile.tasks.map(({ comm }) => comm)).toEqual(expect.arrayContaining(['a', 'b']));
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
    const mixed = readText(`${good}a 1 [000] 1.000000: lock:x_y: 0x1\n`);
    expect(mixed.profile.samples).toBe(2);
    expect(kindsOf(mixed)).toEqual([]);
  });
});
