import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/model/recording.js';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { readBytes } from '../conformance.js';
import { join, PerfBytes } from './perf-data-bytes.js';

const write = new PerfBytes();
const ID = Uint8Array.from({ length: 20 }, (_, index) => index + 1);
const HEX = '0102030405060708090a0b0c0d0e0f1011121314';
const [KERNEL, USER] = [1, 2];

/** A file without any data would be one that perf record did not finish. */
const FINISHED_ROUND = write.record(68);

function readWith(
  features: ReadonlyMap<number, Uint8Array>,
  records: readonly Uint8Array[] = [FINISHED_ROUND],
): Recording {
  return readBytes(perfDataFormat, write.file(write.attr(1), records, features));
}

const texts = (...all: string[]): Uint8Array =>
  join(write.u32(all.length), ...all.map((text) => write.featureText(text)));

function cache(level: number, type: string, map: string): Uint8Array {
  const numbers = join(write.u32(level), write.u32(64), write.u32(1024), write.u32(16));
  return join(numbers, write.featureText(type), write.featureText('32K'), write.featureText(map));
}

function cpuTopology(packages: string[], cores: string[]): Uint8Array {
  // Behind the lists: core id and socket id of each CPU, then dies; newer perf adds them.
  return join(texts(...packages), texts(...cores), new Uint8Array(64), texts('0-7'));
}

function numa(nodes: number): Uint8Array {
  const node = (index: number): Uint8Array =>
    join(write.u32(index), write.u64(1 << 30), write.u64(1), write.featureText('0-3'));
  return join(write.u32(nodes), ...Array.from({ length: nodes }, (_, index) => node(index)));
}

describe('topology of the perf header', () => {
  // Two sockets of four cores of two threads; each socket has two L3 caches.
  const packages = ['0-3,8-11', '4-7,12-15'];
  const cores = Array.from({ length: 8 }, (_, core) => `${core},${core + 8}`);
  const caches = join(
    write.u32(1),
    write.u32(6),
    cache(1, 'Data', '0,8'),
    cache(2, 'Unified', '0,8'),
    cache(3, 'Unified', '0-1,8-9'),
    cache(3, 'Unified', '2-3,10-11'),
    cache(3, 'Unified', '4-5,12-13'),
    cache(3, 'Unified', '6-7,14-15'),
  );

  it('counts sockets, cores, threads, nodes and last-level caches', () => {
    const features = new Map([
      [7, join(write.u32(16), write.u32(16))],
      [8, write.featureText('Some CPU')],
      [9, write.featureText('GenuineIntel,6,85,7')],
      [13, cpuTopology(packages, cores)],
      [14, numa(2)],
      [20, caches],
    ]);
    const recording = readWith(features);
    expect(recording.diagnostics).toEqual([]);
    expect(recording.topologies).toEqual([
      {
        cpus: 16,
        sockets: 2,
        coresPerSocket: 4,
        threadsPerCore: 2,
        numaNodes: 2,
        cacheDomains: 4,
        model: 'Some CPU',
        vendor: 'GenuineIntel',
        hypervisor: null,
        file: 'input',
      },
    ]);
  });

  it('leaves unknown what the header lacks, and what differs between sockets', () => {
    expect(readWith(new Map([[3, write.featureText('box')]])).topologies).toEqual([]);
    expect(readWith(new Map([[13, cpuTopology(['0-1', '2'], ['0', '1', '2'])]])).topologies).toMatchObject([
      {
        cpus: null,
        sockets: 2,
        coresPerSocket: null,
        threadsPerCore: 1,
        numaNodes: null,
        cacheDomains: null,
      },
    ]);
  });

  it('says when a section is cut or of another layout', () => {
    const { topologies, diagnostics } = readWith(
      new Map([
        [13, cpuTopology(packages, cores).subarray(0, 60)],
        [14, numa(2)],
        [20, join(write.u32(2), write.u32(0))],
      ]),
    );
    expect(topologies).toMatchObject([{ sockets: null, numaNodes: 2, cacheDomains: null }]);
    expect(diagnostics[0]?.text).toContain('header sections 13, 20 are cut or corrupt');
  });
});

describe('build ids', () => {
  /** `misc` with bit 15: the size of the id stands behind it. */
  function entry(name: string, misc: number, size: number): Uint8Array {
    return write.record(67, join(write.u32(-1), ID, Uint8Array.of(size, 0, 0, 0), write.name(name)), misc);
  }
  const expected = new Map([
    ['[kernel.kallsyms]', HEX],
    ['[nf_tables]', HEX],
    ['libc.so.6', HEX],
    ['md5', HEX.slice(0, 32)],
  ]);
  const entries = [
    entry('[kernel.kallsyms]', KERNEL, 0),
    entry('/lib/modules/6.1.0/kernel/net/netfilter/nf_tables.ko.xz', KERNEL, 0),
    entry('/usr/lib/x86_64-linux-gnu/libc.so.6', USER, 0),
    entry('/opt/md5', USER | (1 << 15), 16),
  ];

  it('come from the header, under the names that frames carry', () => {
    expect(readWith(new Map([[2, join(...entries)]])).buildIds).toEqual(expected);
  });

  it('come from a pipe', () => {
    const recording = readBytes(perfDataFormat, write.pipe(write.headerAttr(write.attr(1)), ...entries));
    expect(recording.buildIds).toEqual(expected);
  });

  it('come without a pid from a perf older than guests', () => {
    const old = (name: string, misc: number): Uint8Array =>
      write.record(67, join(ID, new Uint8Array(4), write.name(name)), misc);
    const table = join(old('[kernel.kallsyms]', KERNEL), old('/usr/bin/cat', USER));
    expect(readWith(new Map([[2, table]])).buildIds).toEqual(
      new Map([
        ['[kernel.kallsyms]', HEX],
        ['cat', HEX],
      ]),
    );
  });

  it('come from MMAP2 in place of device and inode', () => {
    const mmap = (misc: number, name: string): Uint8Array =>
      write.record(
        10,
        join(
          write.u32(5),
          write.u32(5),
          write.u64(0x400000),
          write.u64(0x1000),
          write.u64(0),
          Uint8Array.of(20, 0, 0, 0),
          ID,
          write.u32(4),
          write.u32(2),
          write.name(name),
        ),
        USER | misc,
      );
    const { buildIds } = readWith(new Map(), [mmap(1 << 14, '/usr/bin/with'), mmap(0, '/usr/bin/without')]);
    expect(buildIds).toEqual(new Map([['with', HEX]]));
  });

  it('that do not fit their section are said', () => {
    const { diagnostics } = readWith(new Map([[2, join(...entries).subarray(0, 90)]]));
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['broken-features']);
  });
});
