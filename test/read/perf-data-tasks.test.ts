import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSamples, PLAIN, plain, readRecords } from './perf-data-drawing.js';
import { KERNEL, PerfContext, RecordWriter, USER } from './perf-data-writer.js';

const user = (pid: number, time: number, ip = 0x1000n, tid = pid): Uint8Array =>
  plain.sample({ pid, tid, time, ip, mode: USER, period: 1, callchain: [PerfContext.user, ip] });
const who = (records: Uint8Array[]): string[] =>
  drawSamples(readRecords(records)).map((line) => line.replace(/^cpu-clock | 1\/1: .*/g, ''));
const where = (records: Uint8Array[]): string[] =>
  drawSamples(readRecords(records)).map((line) => line.replace(/^.*: /, ''));

describe('names', () => {
  it('hold from the time of their COMM record on, wherever it stands in the file', () => {
    expect(
      who([user(5, 30), plain.comm(5, 'late', 20), plain.comm(5, 'early', 5), user(5, 10, 0x2000n)]),
    ).toEqual(['early', 'late']);
  });

  // What perf script prints as ":5"; fixtures/perf-data/rename.data holds a recorded case.
  it('go to the samples before them too where they are the first, as in perf report', () => {
    expect(
      who([user(5, 10), plain.comm(5, 'first', 20), user(5, 30, 0x2000n), plain.comm(5, 'second', 40)]),
    ).toEqual(['first', 'first']);
  });

  it('go to no other thread that had the tid before', () => {
    const records = [user(5, 10), plain.fork(5, 5, 6, 20), user(5, 30, 0x2000n), plain.comm(5, 'new', 40)];
    expect(who(records)).toEqual([':5', 'new']);
  });

  it('are inherited at a fork, and kept when the parent is renamed later', () => {
    expect(
      who([plain.comm(5, 'nginx', 1), plain.fork(6, 6, 5, 2), plain.comm(5, 'other', 3), user(6, 4)]),
    ).toEqual(['nginx']);
  });

  it('go to the new thread when a tid is used again', () => {
    expect(
      who([
        plain.comm(5, 'old', 1),
        user(5, 2),
        plain.comm(7, 'parent', 3),
        plain.fork(5, 5, 7, 4),
        user(5, 5),
      ]),
    ).toEqual(['old', 'parent']);
  });

  it('belong to threads, not to processes', () => {
    expect(
      who([plain.comm(5, 'main', 1), plain.comm(6, 'worker', 2, 5), user(5, 3), user(5, 4, 0x1000n, 6)]),
    ).toEqual(['main', 'worker']);
  });

  it('are :tid where nobody told', () => {
    expect(who([user(5, 1)])).toEqual([':5']);
  });

  it('call pid 0 the idle task', () => {
    expect(who([user(0, 1)])).toEqual(['swapper idle']);
  });
});

describe('order', () => {
  it('is that of the times, across the rounds that perf read the buffers in', () => {
    const records = [
      user(5, 50, 0x5000n),
      user(5, 20, 0x2000n),
      plain.finishedRound(),
      plain.comm(5, 'nginx', 40),
      plain.comm(5, 'first', 10),
      plain.finishedRound(),
      user(5, 60, 0x6000n),
      plain.finishedRound(),
    ];
    expect(drawSamples(readRecords(records))).toEqual([
      'cpu-clock first 1/1: ?@2000',
      'cpu-clock nginx 1/1: ?@5000',
      'cpu-clock nginx 1/1: ?@6000',
    ]);
  });

  it('of records within a round changes nothing', () => {
    const records = [
      plain.comm(5, 'a', 10),
      user(5, 20),
      plain.comm(5, 'b', 30),
      user(5, 40),
      plain.mmap({ pid: 5, start: 0x1000n, length: 0x1000n, file: '/lib/c.so', time: 50 }),
      user(5, 60),
      plain.fork(6, 6, 5, 70),
      user(6, 80),
    ];
    const inOrder = drawSamples(readRecords(records));
    expect(inOrder).toHaveLength(3);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
        (shuffled) => {
          expect(drawSamples(readRecords(shuffled))).toEqual(inOrder);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is that of the file where nothing has a time', () => {
    const attr = { ...PLAIN, sampleIdAll: false };
    const writer = new RecordWriter(attr);
    const records = [
      writer.comm(5, 'before'),
      writer.sample({ pid: 5, time: 10, ip: 1n, mode: USER, period: 1 }),
      writer.comm(5, 'after'),
    ];
    // Without sample_id_all a COMM has no time: it counts as soon as it is read, before the queued sample.
    expect(drawSamples(readRecords(records, [attr]))).toEqual(['cpu-clock after 1/1: ?@1']);
  });
});

describe('mappings', () => {
  const map = (file: string, start: bigint, length: bigint, time: number, pageOffset = 0n): Uint8Array =>
    plain.mmap2({ pid: 5, start, length, file, time, pageOffset });

  it('turn addresses into offsets of the mapped file', () => {
    expect(where([map('/lib/c.so', 0x7f00n, 0x1000n, 1, 0x2000n), user(5, 2, 0x8000n)])).toEqual([
      'c.so@2100',
    ]);
  });

  it('cut holes into the ones they cover in part', () => {
    const records = [map('/a', 0x1000n, 0x3000n, 1), map('/b', 0x2000n, 0x1000n, 2)];
    const ips = [0x1fffn, 0x2000n, 0x2fffn, 0x3000n, 0x3fffn, 0x4000n];
    expect(where([...records, ...ips.map((ip, index) => user(5, 10 + index, ip))])).toEqual([
      'a@fff',
      'b@0',
      'b@fff',
      'a@2000',
      'a@2fff',
      '?@4000',
    ]);
  });

  it('replace those they cover whole', () => {
    const records = [
      map('/a', 0x2000n, 0x100n, 1),
      map('/b', 0x2200n, 0x100n, 2),
      map('/c', 0x1000n, 0x3000n, 3),
    ];
    expect(where([...records, user(5, 10, 0x2010n), user(5, 11, 0x2210n)])).toEqual(['c@1010', 'c@1210']);
  });

  it('hold only from their time on', () => {
    expect(where([user(5, 2), map('/a', 0x1000n, 0x1000n, 3), user(5, 4)])).toEqual(['?@1000', 'a@0']);
  });

  it('are copied by a fork, and what the child maps then is its own', () => {
    const child = plain.mmap2({ pid: 6, start: 0x1000n, length: 0x1000n, file: '/exec', time: 3 });
    const records = [map('/a', 0x1000n, 0x1000n, 1), plain.fork(6, 6, 5, 2), child, user(6, 4), user(5, 5)];
    expect(where(records)).toEqual(['exec@0', 'a@0']);
  });

  it('are not copied by a fork that perf made up for a running process', () => {
    const records = [map('/a', 0x1000n, 0x1000n, 1), plain.fork(6, 6, 5, 2, 1 << 13), user(6, 4)];
    expect(where(records)).toEqual(['?@1000']);
  });

  it('are shared by the threads of a process', () => {
    const thread = plain.record(7, 0, plain.fork(5, 8, 5, 2).subarray(8));
    expect(where([map('/a', 0x1000n, 0x1000n, 1), thread, user(5, 3, 0x1000n, 8)])).toEqual(['a@0']);
  });

  it('of the kernel name what is loaded there from then on: modules and BPF programs', () => {
    const module = 0xffff_ffff_c000_0000n;
    const program = 0xffff_ffff_c100_0000n;
    const kernel = (ip: bigint, time: number): Uint8Array =>
      plain.sample({ pid: 5, time, ip, mode: KERNEL, period: 1, callchain: [PerfContext.kernel, ip] });
    const file = '/lib/modules/6.1/kernel/net/nf-tables.ko.xz';
    const records = [
      plain.mmap({ pid: -1, start: module, length: 0x1000n, file, time: 1, mode: KERNEL }),
      plain.ksymbol(program, 0x80, 'bpf_prog_5a'),
      kernel(module + 8n, 2),
      kernel(program + 0x7fn, 3),
      kernel(program + 0x80n, 4),
    ];
    expect(where(records)).toEqual([
      '[nf_tables]@ffffffffc0000008k',
      'bpf_prog_5a@ffffffffc100007fk',
      '?@ffffffffc1000080k',
    ]);
  });

  it('that end before they begin, or have no length, are ignored', () => {
    expect(where([map('/a', 0x1000n, 0n, 1), map('/b', -0x10n, 0x8n, 2), user(5, 3)])).toEqual(['?@1000']);
  });
});
