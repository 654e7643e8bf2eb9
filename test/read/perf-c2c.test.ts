import { describe, expect, it } from 'vitest';
import { perfC2cFormat } from '../../src/read/perf-c2c/perf-c2c.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';

const FIXTURES = [
  'share-hitm-6.1.txt',
  'share-peer-6.1.txt',
  'hitm-6.1.txt',
  'peer-6.1.txt',
  'hitm-2016.txt',
];

const bytes = (name: string): Uint8Array => fixture(`perf-c2c/${name}`);
const text = (name: string): string => new TextDecoder().decode(bytes(name));
const read = (input: string): ReturnType<typeof readBytes> => readBytes(perfC2cFormat, bytesOf(input));
const kinds = (input: string): string[] => read(input).diagnostics.map(({ kind }) => kind);
const linesOf = (name: string): ReturnType<typeof readBytes>['cacheLines'] => read(text(name)).cacheLines;
/** From the second table on. */
const pareto = (name: string): string => text(name).slice(text(name).indexOf('      Shared Cache Line Dist'));

describe('every fixture', () => {
  it.each(FIXTURES)('%s is recognised, and reads the same in chunks of any size', (name) => {
    expect(perfC2cFormat.detect(bytes(name), true)).toBe('yes');
    const whole = contentOf(readBytes(perfC2cFormat, bytes(name)));
    for (const size of [1, 7]) expect(contentOf(readBytes(perfC2cFormat, bytes(name), size))).toEqual(whole);
  });

  it.each(FIXTURES)('%s cut anywhere gives lines that are right, and a diagnostic', (name) => {
    const all = bytes(name);
    const whole = new Map(linesOf(name).map((line) => [line.address, line]));
    expect(readTruncated(perfC2cFormat, all, all.keys())).toBe(0);
    // A cut within the last cell, or in the list of nodes, takes nothing that is read.
    for (let cut = 0; cut < all.length - 60; cut += 3) {
      const { cacheLines, diagnostics } = readBytes(perfC2cFormat, all.subarray(0, cut));
      expect(diagnostics.length, `cut at ${cut}`).toBeGreaterThan(0);
      for (const line of cacheLines) {
        const { accesses, ...counts } = line;
        const { accesses: all, ...expected } = whole.get(line.address) ?? { accesses: [] };
        expect(counts).toEqual(expected);
        expect(all.slice(0, accesses.length)).toEqual(accesses);
      }
    }
  });
});

describe('printed by perf 6.1 itself', () => {
  it('by HITM: each cache line has text columns of its own width, and "Object" is wider than its dots', () => {
    const { cacheLines, diagnostics } = read(text('share-hitm-6.1.txt'));
    expect(cacheLines).toEqual([
      {
        address: '0x4040c0',
        records: 307,
        localHitm: 81,
        remoteHitm: 26,
        peer: null,
        file: 'input',
        accesses: [
          access(0, 'take_ref', 'share', 38.46, 37.04, null, 103, 2),
          access(0, 'drop_ref', 'share', 7.69, 8.64, null, 102, 2),
          access(8, 'read_flags_of_a_line_that_', 'share', 53.85, 54.32, null, 102, 2),
        ],
      },
      {
        address: '0x404080',
        records: 51,
        localHitm: 8,
        remoteHitm: 2,
        peer: null,
        file: 'input',
        accesses: [access(0, 'take_ref', 'share', 100, 100, null, 51, 1)],
      },
    ]);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['c2c-symbols-cut']);
  });

  it('by peer snoops, with process ids, CPU lists and whole symbols', () => {
    const { cacheLines, diagnostics } = read(text('share-peer-6.1.txt'));
    expect(diagnostics).toEqual([]);
    expect(cacheLines).toMatchObject([
      { address: '0x4040c0', records: 307, localHitm: 81, remoteHitm: 26, peer: 54 },
      { address: '0x404080', records: 51, localHitm: 8, remoteHitm: 2, peer: 5 },
    ]);
    const shares = cacheLines.flatMap(({ accesses }) =>
      accesses.map(({ symbol, dso, peerPct }) => [symbol, dso, peerPct?.toFixed(3)]),
    );
    // Of 26 remote and 28 local ones: (34.62 * 26 + 35.71 * 28) / 54, and so on.
    expect(shares).toEqual([
      ['take_ref', 'share', '35.185'],
      ['drop_ref', 'share', '9.256'],
      ['read_flags_of_a_line_that_is_shared', 'share', '55.554'],
      ['take_ref', 'share', '100.000'],
    ]);
  });
});

describe('layouts', () => {
  it('of perf 6.1 by HITM, a number wider than its column included', () => {
    expect(linesOf('hitm-6.1.txt')).toEqual([
      {
        address: '0xffff9d2a4bd51100',
        records: 4210,
        localHitm: 800,
        remoteHitm: 300,
        peer: null,
        file: 'input',
        accesses: [
          access(0, 'apparmor_file_open', '[kernel.kallsyms]', 60, 55.25, null, 2400, 8),
          access(0, 'apparmor_file_free_securit', '[kernel.kallsyms]', 40, 32.25, null, 1700, 8),
          access(0x30, null, 'a lib.so (del)', 0, 12.5, null, 110, 3),
        ],
      },
      {
        address: '0xffff9d2a4bd51140',
        records: 12345678,
        localHitm: 200,
        remoteHitm: 0,
        peer: null,
        file: 'input',
        accesses: [access(8, 'do_dentry_open', '[kernel.kallsyms]', 0, 100, null, 12345678, 2)],
      },
    ]);
    expect(read(text('hitm-6.1.txt')).diagnostics).toMatchObject([
      { kind: 'c2c-symbols-cut', text: '1 symbols may be cut: they fill their column' },
    ]);
  });

  it('of perf 6.1 by peer snoops: remote and local shares are weighed by their counts', () => {
    expect(linesOf('peer-6.1.txt')).toEqual([
      {
        address: '0xffff00080c2a1000',
        records: 900,
        localHitm: 0,
        remoteHitm: 0,
        peer: 100,
        file: 'input',
        accesses: [
          access(0, 'apparmor_file_open', '[kernel.kallsyms]', null, null, 45, 800, 6),
          access(0, 'fput', '[kernel.kallsyms]', null, null, 55, 100, 5),
        ],
      },
    ]);
    expect(read(text('peer-6.1.txt')).diagnostics).toEqual([]);
  });

  it('of 2016, with process ids, CPU lists and callchains', () => {
    const [first, second] = linesOf('hitm-2016.txt');
    expect(first).toMatchObject({
      address: '0xffff883ffb6a7e80',
      records: 260,
      localHitm: 3,
      remoteHitm: 12,
    });
    expect(first?.accesses).toEqual([
      access(0, 'task_tick_fair', '[kernel.kallsyms]', 58.33, 100, null, null, 9),
      access(8, 'update_cfs_rq_blocked_load', '[kernel.kallsyms]', 41.67, 0, null, null, 13),
    ]);
    expect(second?.accesses).toHaveLength(1);
    expect(kinds(text('hitm-2016.txt'))).toEqual(['c2c-symbols-cut']);
  });

  it('quoted or indented as a whole', () => {
    for (const prefix of ['> ', '>   ', '\t']) {
      expect(read(text('hitm-6.1.txt').replace(/^/gm, prefix)).cacheLines).toEqual(linesOf('hitm-6.1.txt'));
    }
  });

  it('of an offset without Num, whose headings stand elsewhere', () => {
    const table = [
      '# ----- HITM -----  -- Store Refs --  ------- CL --------                      Total',
      '# RmtHitm  LclHitm   L1 Hit  L1 Miss    Off  Node  PA cnt            Tid     records            Symbol',
      '# .......  .......  .......  .......  .....  ....  ......  .............     .......  ................',
      '#',
      `  ${'-'.repeat(61)}`,
      '      0       21       20    38634    28457      0x7f439f2a1ec0',
      `  ${'-'.repeat(61)}`,
      '  100.00%  100.00%    0.00%    0.00%   0x18     0       1    22239:julia        1200  [.] inc',
    ];
    const { cacheLines, diagnostics } = read(`${table.join('\n')}\n`);
    expect(diagnostics).toEqual([]);
    expect(cacheLines).toMatchObject([
      { address: '0x7f439f2a1ec0', records: null, localHitm: 20, remoteHitm: 21 },
    ]);
    expect(cacheLines[0]?.accesses).toEqual([access(0x18, 'inc', null, 100, 100, null, 1200, null)]);
  });
});

describe('what is missing', () => {
  it('an excerpt with the second table only has the counts of its headings', () => {
    expect(perfC2cFormat.detect(bytesOf(pareto('peer-6.1.txt')), true)).toBe('yes');
    const [line] = read(pareto('peer-6.1.txt')).cacheLines;
    expect(line).toMatchObject({ records: null, localHitm: null, peer: 100 });
    expect(line?.accesses).toHaveLength(2);
  });

  it('rows without a header are counted, not guessed', () => {
    const bare = pareto('hitm-6.1.txt').replace(/^#.*\n/gm, '');
    const { cacheLines, diagnostics } = read(bare);
    expect(cacheLines.map(({ address, localHitm }) => [address, localHitm])).toEqual([
      ['0xffff9d2a4bd51100', null],
      ['0xffff9d2a4bd51140', null],
    ]);
    expect(diagnostics[0]?.text).toMatch(/^4 lines could not be read/);
  });

  it('accesses that were left out are noticed', () => {
    const less = text('hitm-6.1.txt').replace(/^ .*free_securit.*\n/m, '');
    expect(kinds(less)).toEqual(['c2c-incomplete']);
  });

  it('a broken cell is counted, in either table', () => {
    const broken = text('hitm-6.1.txt')
      .replace('84.62%     1100      800', '84.62%     1100      8x0')
      .replace('55.25%', '55,25%');
    expect(read(broken).diagnostics[1]?.text).toMatch(/^2 lines could not be read/);
  });

  it('a report without lines says so', () => {
    const stats = text('hitm-6.1.txt').slice(0, 220);
    expect(kinds(stats)).toEqual(['c2c-empty']);
  });

  it('two reports in one file are both read', () => {
    expect(linesOf('peer-6.1.txt').concat(linesOf('peer-6.1.txt'))).toEqual(
      read(text('peer-6.1.txt') + text('peer-6.1.txt')).cacheLines,
    );
  });
});

function access(
  offset: number,
  symbol: string | null,
  dso: string | null,
  remoteHitmPct: number | null,
  localHitmPct: number | null,
  peerPct: number | null,
  records: number | null,
  cpus: number | null,
): object {
  return { offset, symbol, dso, remoteHitmPct, localHitmPct, peerPct, records, cpus };
}
