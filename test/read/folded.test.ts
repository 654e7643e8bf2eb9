import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import type { Recording } from '../../src/model/recording.js';
import { foldedFormat } from '../../src/read/folded/format.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';
import { drawCells, kernelLeaves, kindsOf } from './perf-script-drawing.js';

const OPENCLOSE = fixture('folded/openclose.folded.gz');
const TRAPS = fixture('folded/traps.folded');

const read = (text: string): Recording => readBytes(foldedFormat, bytesOf(text));
const detect = (text: string, complete = true): string => foldedFormat.detect(bytesOf(text), complete);

it('behind a prompt, a fence and quote marks: the same stacks and commands', () => {
  const plain = fixture('folded/openclose.folded.gz');
  const text = new TextDecoder().decode(plain);
  const mail = `Hi,\n\n> $ stackcollapse-perf.pl out\n> \`\`\`\n${text.trimEnd().replace(/^/gm, '> ')}\n> \`\`\`\n`;
  expect(foldedFormat.detect(bytesOf(mail), true)).toBe('yes');
  const comms = (bytes: Uint8Array): string[] =>
    readBytes(foldedFormat, bytes).profile.tasks.map(({ comm }) => comm);
  expect(comms(bytesOf(mail))).toEqual(comms(plain));
  expect(readBytes(foldedFormat, bytesOf(mail)).profile.samples).toBe(400);
  // Prose with a few numbers at the ends of its lines is none.
  expect(foldedFormat.detect(bytesOf('We saw;that was 12\nok\nand;this 3\nand;that 4\n'), true)).toBe('no');
});

describe('folded stacks', () => {
  it('has the leaves that an awk script counted in perf script text', () => {
    const recording = readBytes(foldedFormat, OPENCLOSE);
    const counted = new TextDecoder().decode(fixture('perf-script/default.leaves.txt')).trim().split('\n');
    const expected = new Map(counted.map((line) => [line.split(' ')[1] ?? '', Number(line.split(' ')[0])]));
    expect(kernelLeaves(recording)).toEqual(expected);
    expect(recording.profile.samples).toBe(400);
    expect(recording.diagnostics).toEqual([]);
  });

  it.each([['openclose', OPENCLOSE] as const, ['traps', TRAPS] as const])(
    '%s: recognised, same in any chunks, never another exception when truncated',
    (_, bytes) => {
      expect(foldedFormat.detect(bytes, true)).toBe('yes');
      expect(foldedFormat.detect(bytes.subarray(0, 5), false)).toBe('more');
      const whole = contentOf(readBytes(foldedFormat, bytes));
      expect(contentOf(readBytes(foldedFormat, bytes, 1))).toEqual(whole);
      expect(contentOf(readBytes(foldedFormat, bytes, 7))).toEqual(whole);
      // Without one whole line, "nginx;main", it is nobody's text.
      const cuts = Array.from({ length: 400 }, (_none, cut) => cut);
      expect(readTruncated(foldedFormat, bytes, cuts)).toBeGreaterThan(0);
    },
  );

  it('reads names with blanks, annotations, dsos, offsets, threads, idle and samples without a stack', () => {
    const recording = readBytes(foldedFormat, TRAPS);
    expect(recording.profile.events.map(({ name }) => name)).toEqual(['cpu-clock']);
    expect(drawCells(recording).sort()).toMatchInlineSnapshot(`
      [
        "cpu-clock kdamond.0 2/2: -(libc.so.6) < -(-)",
        "cpu-clock nginx 1/1: -([nf_tables])k < main(-)",
        "cpu-clock nginx 3/3: operator new(unsigned long)+0x1c(-) < main(-)",
        "cpu-clock nginx 4/4: apparmor_file_open(-)k < aa_get_label(-)i < main(-)",
        "cpu-clock nginx 5/5: ",
        "cpu-clock swapper idle 7/7: default_idle_call(-)k < cpu_startup_entry(-)k",
      ]
    `);
    expect(recording.profile.samples).toBe(22);
    expect(recording.profile.firstTimeNs).toBeNull();
    expect(recording.profile.cpuCell(0).cpu).toBe(-1);
    expect(kindsOf(recording)).toEqual([]);
  });

  it('takes "-1" for a part of a name unless every command has a pid', () => {
    const comms = (text: string) => read(text).profile.tasks.map(({ comm }) => comm);
    expect(comms('docker-proxy-1;a 1\nnginx;b 2\n')).toEqual(['docker-proxy-1', 'nginx']);
    expect(comms('nginx-17;a 1\nnginx-18;b 2\nperf-?;b 2\n')).toEqual(['nginx', 'perf']);
  });

  it('knows idle by pid, and by name where there is none', () => {
    const idle = (text: string) => read(text).profile.tasks.map(({ idleTask }) => idleTask);
    expect(idle('swapper;a 1\nswapper/3;a 1\nswapperd;a 1\n')).toEqual([true, true, false]);
    expect(idle('swapper-0;a 1\nswapper-12;a 1\n')).toEqual([true, false]);
  });

  it('takes no function for a command', () => {
    const recording = read('entry_SYSCALL_64_after_hwframe;do_syscall_64;aa_file_perm 4\n');
    expect(recording.profile.tasks).toEqual([{ comm: '', idleTask: false }]);
    expect(recording.profile.stackCount).toBe(3);
    expect(kindsOf(recording)).toEqual(['folded-no-comm']);
  });

  it('counts a fraction as a weight of one sample', () => {
    const recording = read('a;b 1.5\na;c 2\n');
    expect(drawCells(recording).sort()).toEqual(['folded a 1/1.5: b(-)', 'folded a 2/2: c(-)']);
    expect(kindsOf(recording)).toEqual(['folded-fractions']);
  });

  it('reads the second counts of difffolded, and says so', () => {
    const recording = read('a;b 3 5\na;lambda 7 1 0\na;c 0 2\n');
    expect(drawCells(recording).sort()).toEqual(['folded a 2/2: c(-)', 'folded a 5/5: b(-)']);
    expect(kindsOf(recording)).toEqual(['folded-differential']);
    const named = read('a;b 3\na;lambda 7 1\n');
    expect(drawCells(named).sort()).toEqual(['folded a 1/1: lambda 7(-)', 'folded a 3/3: b(-)']);
    expect(kindsOf(named)).toEqual([]);
  });

  it('reports lines behind the held ones that differ from them', () => {
    const many = Array.from({ length: 1000 }, (_, at) => `a;f${at} 1 2\n`).join('');
    const recording = read(`${many}a;b 3\n`);
    expect(recording.profile.samples).toBe(2000);
    expect(recording.diagnostics[0]).toMatchObject({ kind: 'unrecognised-lines', line: 1001 });
  });

  it('says what waking threads show, and that a cut count cannot be told', () => {
    expect(kindsOf(read('a;b;--;c_[w];d_[w] 3\n'))).toEqual(['folded-waker']);
    const open = read('a;b 3\na;c 12');
    expect(open.diagnostics).toMatchObject([{ kind: 'folded-open-line', line: 2 }]);
  });

  it('refuses a text without any stack, and reports lines between stacks', () => {
    expect(() => read('hello\n')).toThrow(InputError);
    expect(() => read('')).toThrow(
      'input:1: expected a stack and a count ("a;b;c 12"), found the end of the file',
    );
    expect(read('a;b 3\n# remark\n').diagnostics).toMatchObject([{ kind: 'unrecognised-lines', line: 2 }]);
  });

  it.each([
    ['/proc/vmstat', 'nr_free_pages 77\nnr_zone_inactive_anon 12\n'],
    ['perf report -g folded', '12.34% nginx  [kernel.kallsyms]  [k] aa_file_perm\n12.34% a;b;c\n'],
    ['perf report -g folded,count', '34 a;b;c\n'],
    ['code', 'x = 1; y = 2\n'],
    ['CSV', 'time;value;unit\n1;2;3\n'],
    ['perf stat -x;', '123.4;msec;task-clock;1234;100.00;0.9;CPUs utilized\n'],
    ['tabs', 'a;b\t12 3\n'],
    ['binary', 'a;b 1\u0000\n'],
    ['nothing', ''],
  ])('does not claim %s', (_, text) => {
    expect(detect(text)).toBe('no');
  });

  it('waits for a few lines', () => {
    expect(detect('a;b 1\n', false)).toBe('more');
    expect(detect('a;b 1\n')).toBe('yes');
    expect(detect('a 1\na;b 1\na;b 1\na;b 1\na;b 1\n', false)).toBe('yes');
  });
});

it('reads back what is folded, in any chunks', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_<>(), *&:~]{0,10}[A-Za-z)>]$/);
  const row = fc.record({
    comm: fc.stringMatching(/^[a-z]{1,12}$/),
    frames: fc.array(name, { minLength: 1, maxLength: 5 }),
    count: fc.integer({ min: 1, max: 1e9 }),
  });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      (rows, size) => {
        const text = rows.map(({ comm, frames, count }) => `${comm};${frames.join(';')} ${count}\n`).join('');
        const recording = readBytes(foldedFormat, bytesOf(text), size);
        const sums = new Map<string, number>();
        for (const { comm, frames, count } of rows) {
          const key = `${comm}: ${frames
            .map((frame) => `${frame}(-)`)
            .reverse()
            .join(' < ')}`;
          sums.set(key, (sums.get(key) ?? 0) + count);
        }
        const expected = [...sums].map(([key, sum]) => {
          const at = key.indexOf(':');
          const comm = key.slice(0, at);
          return `folded ${comm}${comm === 'swapper' ? ' idle' : ''} ${sum}/${sum}${key.slice(at)}`;
        });
        expect(drawCells(recording).sort()).toEqual(expected.sort());
      },
    ),
    { seed: 3, numRuns: 200 },
  );
});
