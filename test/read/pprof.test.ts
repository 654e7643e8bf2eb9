import fc from 'fast-check';
import { Profile, StringTable } from 'pprof-format';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import type { Recording } from '../../src/model/recording.js';
import { pprofFormat } from '../../src/read/pprof/format.js';
import { MAX_BYTES } from '../../src/read/pprof/reader.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';
import { drawCells, kindsOf } from './perf-script-drawing.js';

type Input = NonNullable<ConstructorParameters<typeof Profile>[0]>;

/** Two sample types; an inlined line; kernel and user mappings; a labelled and an unlabelled sample. */
function encode(change: (strings: StringTable) => Partial<Input> = () => ({})): Uint8Array {
  const strings = new StringTable();
  const text = (value: string): number => strings.dedup(value);
  const functions = ['main', 'aa_get_label', 'apparmor_file_open'];
  return new Profile({
    sampleType: [
      { type: text('samples'), unit: text('count') },
      { type: text('cpu'), unit: text('nanoseconds') },
    ],
    sample: [
      { locationId: [2, 1], value: [3, 30_000_000], label: [{ key: text('comm'), str: text('nginx') }] },
      { locationId: [3], value: [2, 20_000_000], label: [] },
    ],
    mapping: [
      { id: 1, filename: text('/usr/sbin/nginx') },
      { id: 2, filename: text('[kernel.kallsyms]_text') },
    ],
    location: [
      { id: 1, mappingId: 1, address: 0x1000, line: [{ functionId: 1 }] },
      { id: 2, mappingId: 2, address: 0xffffffff8157fc5fn, line: [{ functionId: 2 }, { functionId: 3 }] },
      { id: 3, mappingId: 0, address: 0x2000, line: [] },
    ],
    function: functions.map((name, at) => ({ id: at + 1, name: text(name) })),
    periodType: { type: text('cpu'), unit: text('nanoseconds') },
    period: 10_000_000,
    stringTable: strings,
    ...change(strings),
  }).encode();
}

const read = (bytes: Uint8Array): Recording => readBytes(pprofFormat, bytes);
const PLAIN = encode();
/** sample_type {cycles, count}; sample {location 1, value 5}; location {1, 0x10, line {function 1}}; function {1, "f"}. */
const BY_HAND = new Uint8Array([
  0x0a,
  4,
  0x08,
  1,
  0x10,
  2,
  0x12,
  4,
  0x08,
  1,
  0x10,
  5,
  0x22,
  8,
  0x08,
  1,
  0x18,
  0x10,
  0x22,
  2,
  0x08,
  1,
  0x2a,
  4,
  0x08,
  1,
  0x10,
  3,
  0x32,
  0,
  0x32,
  6,
  ...bytesOf('cycles'),
  0x32,
  5,
  ...bytesOf('count'),
  0x32,
  1,
  ...bytesOf('f'),
]);

describe('pprof', () => {
  it('gives one event a sample type, inlined frames and mappings', () => {
    const recording = read(PLAIN);
    expect(drawCells(recording)).toEqual([
      'samples nginx 3/3: aa_get_label([kernel.kallsyms])ki < apparmor_file_open([kernel.kallsyms])k < main(nginx)',
      'cpu (nanoseconds) nginx 3/30000000: aa_get_label([kernel.kallsyms])ki < apparmor_file_open([kernel.kallsyms])k < main(nginx)',
      'samples  2/2: -(-)',
      'cpu (nanoseconds)  2/20000000: -(-)',
    ]);
    expect(recording.profile.frameAddress(recording.profile.stackFrame(1))).toBe(-0x7ea803a1);
    expect(kindsOf(recording)).toEqual(['pprof-no-comm']);
  });

  it('reads bytes made by hand, with numbers that are not packed', () => {
    expect(pprofFormat.detect(BY_HAND, true)).toBe('yes');
    expect(drawCells(read(BY_HAND))).toEqual(['cycles  5/5: f(-)']);
  });

  it.each([['library', PLAIN] as const, ['hand', BY_HAND] as const])(
    'by %s: same in any chunks, InputError with its byte when truncated inside a field',
    (_, bytes) => {
      const whole = contentOf(read(bytes));
      expect(contentOf(readBytes(pprofFormat, bytes, 1))).toEqual(whole);
      expect(contentOf(readBytes(pprofFormat, bytes, 7))).toEqual(whole);
      expect(readTruncated(pprofFormat, bytes, bytes.keys())).toBeGreaterThan(bytes.length / 2);
      expect(pprofFormat.detect(bytes.subarray(0, 3), false)).toBe('more');
    },
  );

  it('puts the default sample type first and counts a weight by its period', () => {
    const recording = read(
      encode((strings) => ({
        sampleType: [
          { type: strings.dedup('x'), unit: strings.dedup('bytes') },
          { type: strings.dedup('cpu'), unit: strings.dedup('nanoseconds') },
        ],
        defaultSampleType: strings.dedup('cpu'),
      })),
    );
    expect(recording.profile.events.map(({ name }) => name)).toEqual(['cpu (nanoseconds)', 'x (bytes)']);
    expect(drawCells(recording)[0]).toMatch(/^cpu \(nanoseconds\) nginx 3\/30000000: /);
    expect(drawCells(recording)[1]).toMatch(/^x \(bytes\) nginx 1\/3: /);
    expect(kindsOf(recording)).toEqual(['pprof-uncounted', 'pprof-no-comm']);
  });

  it('knows the idle task', () => {
    const label = (strings: StringTable) => [{ key: strings.dedup('comm'), str: strings.dedup('swapper') }];
    const recording = read(
      encode((strings) => ({ sample: [{ locationId: [1], value: [1, 1], label: label(strings) }] })),
    );
    expect(recording.profile.tasks).toEqual([{ comm: 'swapper', idleTask: true }]);
  });

  it.each([
    ['a location that is missing', () => ({ sample: [{ locationId: [9], value: [1, 1] }] }), 'location 9'],
    ['a function that is missing', () => ({ function: [] }), 'function'],
    ['a text that is missing', () => ({ defaultSampleType: 99 }), 'text 99'],
    ['too few values', () => ({ sample: [{ locationId: [1], value: [1] }] }), '1 values for 2'],
    ['a difference', () => ({ sample: [{ locationId: [1], value: [1, -5] }] }), 'value -5'],
    ['an id twice', () => ({ mapping: [{ id: 1 }, { id: 1 }] }), 'two mappings with id 1'],
    ['no sample_type', () => ({ sampleType: [] }), 'no sample_type'],
  ] as [string, () => Partial<Input>, string][])('refuses %s', (_, change, found) => {
    expect(() => read(encode(change))).toThrow(InputError);
    expect(() => read(encode(change))).toThrow(found);
  });

  it('says where bytes are broken', () => {
    const broken = BY_HAND.slice();
    broken[6] = 0x11;
    expect(() => read(broken)).toThrow(
      'input: byte 6: expected a pprof profile, found field 2 of Profile with wire type 1',
    );
  });

  it('is bounded', () => {
    const reader = pprofFormat.open('big', read(BY_HAND));
    const chunk = new Uint8Array(MAX_BYTES / 2);
    reader.push(chunk);
    reader.push(chunk);
    expect(() => reader.push(chunk.subarray(0, 1))).toThrow('at most 64 MiB');
  });

  it.each([
    ['text after an empty line', bytesOf('\n\u0004a;b 1\n')],
    ['text', bytesOf('nginx;main 1\n')],
    ['perf.data', bytesOf('PERFILE2hhhhhhhh')],
    ['gzip', new Uint8Array([0x1f, 0x8b, 8, 0])],
    ['an empty sample_type', new Uint8Array([0x0a, 0, 0x32, 0])],
    ['a sample_type alone', BY_HAND.subarray(0, 6)],
    ['ELF', new Uint8Array([0x7f, 0x45, 0x4c, 0x46])],
    ['perf script', fixture('perf-script/default.txt.gz')],
    ['nothing', new Uint8Array(0)],
  ])('does not claim %s', (_, bytes) => {
    expect(pprofFormat.detect(bytes, true)).toBe('no');
  });
});

it('reads back what the library writes', () => {
  const row = fc.record({
    frames: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
    value: fc.integer({ min: 1, max: 2 ** 40 }),
  });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      (rows, size) => {
        const strings = new StringTable();
        const ids = [1, 2, 3, 4, 5, 6];
        const bytes = new Profile({
          sampleType: [{ type: strings.dedup('cycles'), unit: strings.dedup('count') }],
          sample: rows.map(({ frames, value }) => ({ locationId: frames, value: [value] })),
          location: ids.map((id) => ({ id, line: [{ functionId: id }] })),
          function: ids.map((id) => ({ id, name: strings.dedup(`f${id}`) })),
          stringTable: strings,
        }).encode();
        expect(pprofFormat.detect(bytes, true)).toBe('yes');
        const sums = new Map<string, number>();
        for (const { frames, value } of rows) {
          const key = frames.map((id) => `f${id}(-)`).join(' < ');
          sums.set(key, (sums.get(key) ?? 0) + value);
        }
        const expected = [...sums].map(([key, sum]) => `cycles  ${sum}/${sum}: ${key}`);
        expect(drawCells(readBytes(pprofFormat, bytes, size)).sort()).toEqual(expected.sort());
      },
    ),
    { seed: 4, numRuns: 200 },
  );
});
