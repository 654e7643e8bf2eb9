import { describe, expect, it } from 'vitest';
import { FrameFlag } from '../../src/model/profile.js';
import type { Recording } from '../../src/model/recording.js';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { kallsymsFormat } from '../../src/symbols/kallsyms.js';
import { KernelSymbols, resolveKernelFrames } from '../../src/symbols/kernel-symbols.js';
import { contentOf, fixture, readBytes, readTruncated } from '../conformance.js';

const NAMES = [
  'pipe',
  'z',
  'zpipe',
  'two',
  'group',
  'groups',
  'dwarf',
  'mem',
  'bidmmap',
  'side',
  'tp',
  'dirpipe',
  'big-endian',
] as const;

const bytesOf = (name: string): Uint8Array => fixture(`perf-data/${name}.data.gz`);

type Counts = Record<string, Record<string, number>>;

function add(counts: Counts, event: string, key: string, samples: number): void {
  counts[event] ??= {};
  const rows = counts[event];
  rows[key] = (rows[key] ?? 0) + samples;
}

/** Samples by event and leaf as perf report counts them: kernel symbols, user DSOs (their symbols need the ELF). */
function reported(name: string): Counts {
  const counts: Counts = {};
  let event = '';
  for (const line of new TextDecoder().decode(fixture(`perf-data/${name}.report.txt`)).split('\n')) {
    const heading = / of events? '(.+)'/.exec(line);
    if (heading !== null) {
      event = heading[1] as string;
      continue;
    }
    const [samples, dso, symbol] = line.split('|');
    if (symbol === undefined) continue;
    add(counts, event, symbol.startsWith('[k] ') ? symbol.slice(4) : (dso as string), Number(samples));
  }
  return counts;
}

function counted({ profile, relocation }: Recording): Counts {
  const list = readBytes(kallsymsFormat, fixture('perf-data/kallsyms.gz')).symbols;
  if (list === null) throw new Error('no kallsyms');
  resolveKernelFrames(profile, new KernelSymbols(list, relocation));
  const counts: Counts = {};
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    const frame = profile.stackFrame(cell.stack);
    const isKernel = (profile.frameFlags(frame) & FrameFlag.kernel) !== 0;
    const key = isKernel ? profile.frameSymbol(frame) : profile.frameDso(frame);
    add(counts, profile.events[cell.event]?.name ?? '', key ?? '[unknown]', cell.samples);
  }
  return counts;
}

describe.each(NAMES)('%s.data', (name) => {
  const bytes = bytesOf(name);

  it('is recognised, and counted as perf report counts it', () => {
    expect(perfDataFormat.detect(bytes.subarray(0, 8), false)).toBe('yes');
    const recording = readBytes(perfDataFormat, bytes);
    expect(recording.diagnostics).toEqual([]);
    expect(counted(recording)).toEqual(reported(name));
  });

  it('reads the same in chunks of any size', () => {
    const whole = contentOf(readBytes(perfDataFormat, bytes));
    for (const chunk of bytes.length < 30_000 ? [1, 7, 65536] : [7, 65536]) {
      expect(contentOf(readBytes(perfDataFormat, bytes, chunk))).toEqual(whole);
    }
  });

  it('ends in a recording or one InputError wherever it is cut', () => {
    const cuts = Array.from({ length: 400 }, (_, index) =>
      index < 200 ? index : Math.floor((bytes.length * index) / 400),
    );
    expect(readTruncated(perfDataFormat, bytes, cuts)).toBeGreaterThan(0);
  });
});

describe('what the recordings say beside their samples', () => {
  it('a pipe knows its machine, but not its caches: perf leaves them out there', () => {
    const { machine, topologies } = readBytes(perfDataFormat, bytesOf('pipe'));
    expect(machine).toMatchObject({ hostname: 'vm', arch: 'x86_64', onlineCpus: 2, perfVersion: '6.1.192' });
    expect(topologies).toMatchObject([{ sockets: 1, coresPerSocket: 2, numaNodes: 1, cacheDomains: null }]);
  });

  it('a file knows its caches and the build ids of what was hit', () => {
    const { topologies, buildIds } = readBytes(perfDataFormat, bytesOf('two'));
    expect(topologies).toMatchObject([
      { cpus: 2, sockets: 1, coresPerSocket: 2, threadsPerCore: 1, numaNodes: 1, cacheDomains: 1 },
    ]);
    expect(buildIds.get('[kernel.kallsyms]')).toBe('4a5a9b0affb66c437abcd455d2738af879985fa9');
    expect(buildIds.get('libc.so.6')).toBe('93ac61ec5a8eb1396f9fbd350e3169a558528a40');
  });

  it('of a big-endian machine is the same as of a little-endian one', () => {
    const little = contentOf(readBytes(perfDataFormat, bytesOf('group')));
    expect(contentOf(readBytes(perfDataFormat, bytesOf('big-endian')))).toEqual(little);
  });

  it('build ids of MMAP2 records are those of the header', () => {
    const { buildIds } = readBytes(perfDataFormat, bytesOf('bidmmap'));
    expect(buildIds.get('w')).toBe(readBytes(perfDataFormat, bytesOf('two')).buildIds.get('w'));
  });

  it('a group that was read has the counters as periods', () => {
    const { profile } = readBytes(perfDataFormat, bytesOf('groups'));
    let total = 0;
    for (let index = 0; index < profile.cellCount; index++) total += profile.cell(index).period;
    // "Event count (approx.)" of perf report --group.
    expect(total).toBe(1_070_301_896);
  });

  it('a pipe that ends inside a record says so', () => {
    const { diagnostics } = readBytes(perfDataFormat, bytesOf('pipe').subarray(0, -4));
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['truncated']);
  });
});

it('names the samples of a thread before its first name as perf report does', () => {
  const { profile } = readBytes(perfDataFormat, bytesOf('rename'));
  const counts: Record<string, number> = {};
  for (let index = 0; index < profile.cellCount; index++) {
    const { task, samples } = profile.cell(index);
    const comm = profile.tasks[task]?.comm ?? '';
    counts[comm] = (counts[comm] ?? 0) + samples;
  }
  const rows = new TextDecoder().decode(fixture('perf-data/rename.comms.txt')).trim().split('\n');
  expect(Object.entries(counts).map(([comm, samples]) => [String(samples), comm])).toEqual(
    rows.map((row) => row.split('| ').pop()?.split('|')),
  );
});
