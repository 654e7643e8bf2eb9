import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DebugInfo, DebugInfoSection } from '../../../src/model/debug-info.js';
import type { Diagnostic } from '../../../src/model/diagnostic.js';
import { Dwarf } from '../../../src/symbols/dwarf/dwarf.js';
import { fixture } from '../../conformance.js';
import { debugInfoOf, readAnswers } from './addr2line.js';

function withSections(sections: Readonly<Record<string, readonly number[] | DebugInfoSection>>): DebugInfo {
  const entries = Object.entries(sections).map(([name, content]): [string, DebugInfoSection] => [
    name,
    'bytes' in content ? content : { bytes: Uint8Array.from(content), compressed: false },
  ]);
  return { file: 'made', buildId: null, littleEndian: true, wide: true, sections: new Map(entries) };
}

const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const u64 = (value: number): number[] => [...u32(value), ...u32(0)];
const text = (value: string): number[] => [...new TextEncoder().encode(value), 0];
/** A DWARF 4 unit around entries, which start at offset 11. */
const unit4 = (...entries: number[][]): number[] => {
  const body = [...u16(4), ...u32(0), 8, ...entries.flat()];
  return [...u32(body.length), ...body];
};

// Abbreviations: 1 a unit [low, high); 2 a function with a name; 3 one with an origin in the unit; 4 a lexical block
// with children; 5 a function whose name dwz moved; 6 one with an origin anywhere in .debug_info.
const ABBREVIATIONS = [
  [1, 0x11, 1, 0x11, 0x01, 0x12, 0x07, 0, 0],
  [2, 0x2e, 0, 0x03, 0x08, 0x11, 0x01, 0x12, 0x07, 0, 0],
  [3, 0x2e, 0, 0x31, 0x13, 0x11, 0x01, 0x12, 0x07, 0, 0],
  [4, 0x0b, 1, 0, 0],
  [5, 0x2e, 0, 0x03, 0xa1, 0x3e, 0x11, 0x01, 0x12, 0x07, 0, 0],
  [6, 0x2e, 0, 0x31, 0x10, 0x11, 0x01, 0x12, 0x07, 0, 0],
  [0],
].flat();
const UNIT = [1, ...u64(0x1000), ...u64(0x1000)];
const named = (name: string, low: number): number[] => [2, ...text(name), ...u64(low), ...u64(16)];

/** What is said of 0x1000, and the diagnostics. */
function ask(info: DebugInfo): { chain: ReturnType<Dwarf['inlineChain']>; said: string[] } {
  const diagnostics: Diagnostic[] = [];
  const dwarf = new Dwarf(info, diagnostics);
  const chain = dwarf.inlineChain(0x1000);
  dwarf.sourceLine(0x1000);
  return { chain, said: diagnostics.map(({ text: said }) => said) };
}

function askEntries(...entries: number[][]): ReturnType<typeof ask> {
  return ask(withSections({ '.debug_info': unit4(UNIT, ...entries), '.debug_abbrev': ABBREVIATIONS }));
}

describe('made debug information', () => {
  it('is read where it is right', () => {
    expect(askEntries(named('get', 0x1000), [0])).toEqual({
      chain: [{ function: 'get', file: null, line: null }],
      said: [],
    });
    const origin = 11 + UNIT.length;
    const copy = [3, ...u32(origin), ...u64(0x1000), ...u64(16)];
    expect(askEntries(named('get', 0x1800), copy, [0]).chain?.[0]?.function).toBe('get');
  });

  it('follows origins that lead in a circle no further than compilers go', () => {
    const self = 11 + UNIT.length;
    const circle = [3, ...u32(self), ...u64(0x1000), ...u64(16)];
    expect(askEntries(circle, [0])).toEqual({
      chain: null,
      said: [expect.stringContaining('a name more than 16 references away')],
    });
  });

  it.each([
    ['an origin outside all units', [6, ...u32(0x7fffffff), ...u64(0x1000), ...u64(16)], 'where no unit is'],
    ['an origin in a header', [6, ...u32(3), ...u64(0x1000), ...u64(16)], 'where no unit is'],
    ['an unknown abbreviation', [9], 'no abbreviation 9'],
    ['an entry that is cut', [2, ...text('get'), 0], 'expected 8 bytes, found'],
    ['a string without end', [2, 65, 65, 65], 'a string has no end'],
    ['blocks nested without end', Array.from({ length: 5000 }, () => 4), 'nested deeper than 4096'],
  ])('says what is wrong: %s', (_, entry, wrong) => {
    expect(askEntries(entry)).toEqual({ chain: null, said: [expect.stringContaining(wrong)] });
  });

  it('does not name functions whose names dwz moved to another file', () => {
    const moved = [5, ...u32(0), ...u64(0x1000), ...u64(16)];
    expect(askEntries(moved, [0])).toEqual({
      chain: null,
      said: [expect.stringContaining('kept in another file')],
    });
  });

  it('passes over a unit of another version and reads the next', () => {
    const later = unit4(UNIT, named('get', 0x1000), [0]);
    const info = [...u32(7), ...u16(6), ...u32(0), 8, ...later];
    const { chain, said } = ask(withSections({ '.debug_info': info, '.debug_abbrev': ABBREVIATIONS }));
    expect(chain?.[0]?.function).toBe('get');
    expect(said).toEqual([expect.stringContaining('expected DWARF version 2 to 5, found 6')]);
  });

  it('says once that split DWARF is not read', () => {
    const abbreviations = [1, 0x11, 0, 0x76, 0x08, 0x11, 0x01, 0x12, 0x07, 0, 0, 0];
    const skeleton = unit4([1, ...text('a.dwo'), ...u64(0x1000), ...u64(16)]);
    const info = [...skeleton, ...skeleton];
    expect(ask(withSections({ '.debug_info': info, '.debug_abbrev': abbreviations }))).toEqual({
      chain: null,
      said: [expect.stringContaining('split DWARF')],
    });
  });

  it('does not read one long range list for every function', () => {
    const abbreviations = [1, 0x11, 1, 0x11, 0x01, 0x12, 0x07, 0, 0, 2, 0x2e, 0, 0x55, 0x17, 0, 0, 0];
    const functions = Array.from({ length: 100_000 }, () => [2, ...u32(0)]);
    const info = unit4(UNIT, ...functions, [0]);
    // A list of 100,000 ranges without code for each of 100,000 functions: 160 GB in all, were they read.
    const ranges = new Uint8Array(100_001 * 16).fill(1, 0, 100_000 * 16);
    const { chain, said } = ask(
      withSections({
        '.debug_info': info,
        '.debug_abbrev': abbreviations,
        '.debug_ranges': { bytes: ranges, compressed: false },
      }),
    );
    expect(chain).toBeNull();
    expect(said).toEqual([expect.stringContaining('bytes of range lists')]);
  }, 30_000);

  it('refuses a line table with more files than it has bytes', () => {
    const abbreviations = [1, 0x11, 0, 0x11, 0x01, 0x12, 0x07, 0x10, 0x17, 0, 0, 0];
    const info = unit4([1, ...u64(0x1000), ...u64(16), ...u32(0)]);
    // No formats, so that an entry has no bytes, and 2^63 of them.
    const head = [1, 1, 1, 0xfb, 14, 1, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    const body = [...u16(5), 8, 0, ...u32(head.length), ...head];
    const lines = [...u32(body.length), ...body];
    expect(
      ask(withSections({ '.debug_info': info, '.debug_abbrev': abbreviations, '.debug_line': lines })).said,
    ).toEqual([expect.stringContaining('a list of 9223372036854776000 files')]);
  });
});

describe('compressed sections', () => {
  const plain = Uint8Array.from(unit4(UNIT, named('get', 0x1000), [0]));
  const compressed = (type: number, size: number, stream: Uint8Array): DebugInfo =>
    withSections({
      '.debug_info': {
        bytes: Uint8Array.from([...u32(type), ...u32(0), ...u64(size), ...u64(1), ...stream]),
        compressed: true,
      },
      '.debug_abbrev': ABBREVIATIONS,
    });

  /** RFC 8878: magic, single segment with a size of 4 bytes, one raw block, the last. */
  const frameOf = (bytes: Uint8Array, says = bytes.length): Uint8Array =>
    Uint8Array.from([
      0x28,
      0xb5,
      0x2f,
      0xfd,
      0xa0,
      ...u32(says),
      ...u32((bytes.length << 3) | 1).slice(0, 3),
      ...bytes,
    ]);

  it('are inflated', () => {
    expect(ask(compressed(1, plain.length, deflateSync(plain))).chain?.[0]?.function).toBe('get');
    expect(ask(compressed(2, plain.length, frameOf(plain))).chain?.[0]?.function).toBe('get');
  });

  it.each([
    [
      'another size than they say',
      compressed(1, plain.length - 1, deflateSync(plain)),
      'expected a zlib stream',
    ],
    ['no zlib stream', compressed(1, plain.length, plain), 'expected a zlib stream'],
    ['a zlib bomb', compressed(1, 100, deflateSync(new Uint8Array(1 << 24))), 'expected a zlib stream'],
    ['gigabytes', compressed(1, 0x7fffffff, deflateSync(plain)), 'at most 536870912 are read'],
    ['no Zstandard frame', compressed(2, plain.length, plain), 'expected a Zstandard stream'],
    [
      'a Zstandard frame cut short',
      compressed(2, plain.length, frameOf(plain).subarray(0, -9)),
      'expected a Zstandard',
    ],
    [
      'a Zstandard frame of another size',
      compressed(2, plain.length - 1, frameOf(plain)),
      'expected a Zstandard',
    ],
    [
      'a Zstandard frame that says less than it holds',
      compressed(2, 9, frameOf(plain, 9)),
      'expected a Zstandard',
    ],
    ['another type', compressed(3, plain.length, plain), 'compression type 3 is not known'],
  ])('are refused: %s', (_, info, why) => {
    expect(ask(info)).toEqual({ chain: null, said: [expect.stringContaining(why)] });
  });
});

const PROGRAMS = ['gcc-dwarf5', 'gcc-dwarf4', 'clang-dwarf5', 'gcc-strict', 'gcc-lto', 'big-endian32'].map(
  (name) => ({
    info: debugInfoOf(fixture(`dwarf/${name}.gz`), name).info,
    addresses: readAnswers(fixture(`dwarf/${name}.llvm.gz`)).map(({ address }) => address),
  }),
);

/** Bytes of real sections overwritten, cut off or doubled. */
const damage = fc.record({
  program: fc.constantFrom(...PROGRAMS),
  changes: fc.array(
    fc.record({
      section: fc.nat(),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      bytes: fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        fc.constantFrom(
          Uint8Array.of(0xff, 0xff, 0xff, 0xff),
          Uint8Array.of(0, 0, 0, 0),
          Uint8Array.of(0x80),
        ),
      ),
      cut: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

it('answers from damaged sections with chains, null and one diagnostic, and never throws', () => {
  fc.assert(
    fc.property(damage, ({ program, changes }) => {
      const sections = new Map(program.info.sections);
      const names = [...sections.keys()];
      for (const { section, at, bytes, cut } of changes) {
        const name = names[section % names.length] ?? '';
        const old = sections.get(name)?.bytes ?? new Uint8Array(0);
        const place = Math.floor(at * old.length);
        const changed = cut && place % 4 === 0 ? old.slice(0, place) : old.slice();
        changed.set(bytes.subarray(0, Math.max(0, changed.length - place)), Math.min(place, changed.length));
        sections.set(name, { bytes: changed, compressed: false });
      }
      const diagnostics: Diagnostic[] = [];
      const dwarf = new Dwarf({ ...program.info, sections }, diagnostics);
      for (const address of program.addresses) {
        const chain = dwarf.inlineChain(address);
        const place = dwarf.sourceLine(address);
        if (chain !== null) {
          expect(chain.length).toBeGreaterThan(0);
          for (const frame of chain) expect(typeof frame.function).toBe('string');
        }
        if (place !== null && place.line !== null) expect(Number.isFinite(place.line)).toBe(true);
      }
      expect(diagnostics.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 400 },
  );
});
