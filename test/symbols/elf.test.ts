import { expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import { FrameFlag, Profile } from '../../src/model/profile.js';
import type { Recording } from '../../src/model/recording.js';
import { elfFormat } from '../../src/symbols/elf/elf.js';
import { kallsymsFormat } from '../../src/symbols/kallsyms.js';
import { resolveUserFrames } from '../../src/symbols/user-frames.js';
import { bytesOf, fixture, readBytes, readTruncated } from '../conformance.js';

function read(name: string, chunk = 65536): Recording {
  return readBytes(elfFormat, fixture(`elf/${name}.gz`), chunk, `/lib/${name}.gz`);
}

/** "start size" of the named symbols. */
function places(recording: Recording, names: readonly string[]): string[] {
  const symbols = recording.dsoSymbols[0]?.symbols;
  return names.map((name) => {
    const index = symbols?.names.indexOf(name) ?? -1;
    return `${symbols?.starts[index]?.toString(16)} ${symbols?.sizes[index]?.toString(16)}`;
  });
}

// Reference: nm -S, and readelf -lW for the segments (fixtures/elf/README.md).
it('puts the symbols of PIE, fixed and shared programs at their file offsets', () => {
  const names = ['inner', 'outer', 'main'];
  expect(places(read('work-pie'), names)).toEqual(['1129 13', '113c 18', '1154 6']);
  expect(places(read('work-fixed'), names)).toEqual(['1106 13', '1119 18', '1131 6']);
  expect(places(read('libwork.so'), names)).toEqual(['1109 13', '111c 18', '1134 e']);
});

it('reads the names perf may know a library by, and its build id', () => {
  expect(read('libwork.so').dsoSymbols[0]).toMatchObject({
    dsoNames: ['libwork.so', 'libwork.so.1'],
    buildId: 'b6f20aba2ebf82f08b49bbf6d76e5d0c9454ce9a',
  });
});

it('keeps every function that nm lists as text', () => {
  const nm = new TextDecoder().decode(fixture('elf/work-pie.nm')).split('\n');
  const functions = nm.filter((line) => / [TtW] /.test(line.slice(16))).map((line) => line.slice(19));
  expect(read('work-pie').dsoSymbols[0]?.symbols.names).toEqual(expect.arrayContaining(functions));
});

it('reads what a stripped library exports, and says why others give nothing', () => {
  expect(read('libwork-stripped.so').dsoSymbols[0]?.symbols.names.sort()).toEqual([
    'main',
    'other_name',
    'outer',
    'table',
  ]);
  expect(read('work.o').diagnostics[0]?.text).toContain('relocatable object');
  expect(read('work-pie.debug').diagnostics[0]?.text).toContain('separate debug file');
});

it('reads the same whatever the chunks', () => {
  for (const chunk of [1, 7]) {
    expect(read('work-pie', chunk).dsoSymbols).toEqual(read('work-pie').dsoSymbols);
  }
});

it('ends truncated and damaged files in an InputError or a recording', () => {
  const bytes = fixture('elf/work-pie.gz');
  expect(readTruncated(elfFormat, bytes, [0, 5, 63, 64, 1000, bytes.length - 1])).toBe(6);
  let seed = 1;
  for (let round = 0; round < 400; round++) {
    const damaged = Uint8Array.from(bytes);
    for (let flips = 0; flips < 8; flips++) {
      seed = (seed * 48271) % 2147483647;
      const headers = seed % 2 === 0 ? seed % 64 : damaged.length - (seed % 2000) - 1;
      damaged[headers] = seed >>> 8;
    }
    try {
      readBytes(elfFormat, damaged);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
    }
  }
});

it('names user frames by file offset, with the best alias, and checks the build', () => {
  const frames = (): { profile: Profile; frame: number } => {
    const profile = new Profile();
    const spec = { symbol: null, offset: -1, dso: 'libwork.so.1' };
    profile.internFrame({ ...spec, address: 0x1125, flags: FrameFlag.kernel });
    return { profile, frame: profile.internFrame({ ...spec, address: 0x1125, flags: 0 }) };
  };
  const files = read('libwork.so').dsoSymbols;
  const named = frames();
  expect(resolveUserFrames(named.profile, files)).toEqual({
    resolved: 1,
    unresolved: 0,
    otherBuilds: [],
    leftMangled: false,
  });
  expect([named.profile.frameSymbol(named.frame), named.profile.frameOffset(named.frame)]).toEqual([
    'outer',
    9,
  ]);
  const other = resolveUserFrames(frames().profile, files, new Map([['libwork.so.1', 'ab']]));
  expect(other).toEqual({ resolved: 0, unresolved: 1, otherBuilds: ['libwork.so.1'], leftMangled: false });
});

it('reads nm with sizes and undefined symbols, and knows a kernel from a program', () => {
  const kernel =
    '                 U printk\nffffffff81000000 0000000000000116 T startup_64\nffffffff81000116 t x\n';
  expect(kallsymsFormat.detect(bytesOf(kernel), true)).toBe('yes');
  const { symbols, diagnostics } = readBytes(kallsymsFormat, bytesOf(kernel), 5);
  expect([symbols?.names, symbols?.addresses, diagnostics]).toEqual([
    ['startup_64', 'x'],
    [-0x7f000000, -0x7efffeea],
    [],
  ]);
  for (const name of ['work-pie.nm', 'work-pie.nm-s']) {
    const nm = fixture(`elf/${name}`);
    expect(kallsymsFormat.detect(nm, true)).toBe('yes');
    const recording = readBytes(kallsymsFormat, nm);
    expect([recording.symbols, recording.diagnostics.map(({ kind }) => kind)]).toEqual([
      null,
      ['no-symbols'],
    ]);
  }
});

it('counts bytes from 0 up where a header says that its sections begin at 2^64 - 4096', () => {
  const bytes = Uint8Array.from(fixture('elf/work-pie.gz'));
  new DataView(bytes.buffer).setBigUint64(40, 2n ** 64n - 4096n, true);
  expect(() => readBytes(elfFormat, bytes)).toThrow(InputError);
  expect(() => readBytes(elfFormat, bytes)).toThrow(
    /^input: byte 18446744073709[0-9]+: expected \d+ section headers/,
  );
});
