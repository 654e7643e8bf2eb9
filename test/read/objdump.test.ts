import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstructionListing } from '../../src/model/instruction-listing.js';
import { formatAddress } from '../../src/model/units.js';
import { readHexAddress } from '../../src/read/hex-address.js';
import { createObjdumpFormat, objdumpFormat } from '../../src/read/objdump/objdump.js';
import { perfAnnotateFormat } from '../../src/read/perf-annotate/perf-annotate.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';

const FIXTURES = [
  'refs-raw.txt',
  'refs-lines.txt',
  'refs-source.txt',
  'refs-llvm.txt',
  'refs-llvm-no-raw.txt',
  'refs-relocations.txt',
  'arm64-gnu.txt',
  'arm64-llvm.txt',
  'apparmor_file_open.txt.gz',
];

const bytes = (name: string): Uint8Array => fixture(`objdump/${name}`);
const text = (name: string): string => new TextDecoder().decode(bytes(name));
const read = (input: string): ReturnType<typeof readBytes> => readBytes(objdumpFormat, bytesOf(input));
const listingsOf = (name: string): InstructionListing[] => readBytes(objdumpFormat, bytes(name)).listings;
const texts = ({ instructions }: InstructionListing): string[] =>
  instructions.map((at) => `${at.address} ${at.text}`);

function hook(name: string): InstructionListing {
  const found = listingsOf(name).find(({ symbol }) => symbol === 'hook');
  if (found === undefined) throw new Error(`no hook in ${name}`);
  return found;
}

describe('every fixture', () => {
  it.each(FIXTURES)('%s is recognised, and reads the same in chunks of any size', (name) => {
    expect(objdumpFormat.detect(bytes(name), true)).toBe('yes');
    const whole = readBytes(objdumpFormat, bytes(name));
    expect(whole.diagnostics).toEqual([]);
    for (const size of [1, 7]) {
      expect(contentOf(readBytes(objdumpFormat, bytes(name), size))).toEqual(contentOf(whole));
    }
  });

  it.each(FIXTURES)('%s cut anywhere reads on, and says so when cut within an instruction', (name) => {
    const all = bytes(name);
    expect(
      readTruncated(
        objdumpFormat,
        all,
        Array.from({ length: Math.min(1500, all.length) }, (_, at) => at),
      ),
    ).toBe(0);
    const whole = text(name).split('\n');
    const last = whole.findLastIndex((line) => /^ *[0-9a-f]+:\s/.test(line));
    const cut = whole
      .slice(0, last + 1)
      .join('\n')
      .slice(0, -1);
    expect(read(cut).diagnostics.map(({ kind }) => kind)).toEqual(['objdump-cut']);
  });
});

describe('detection', () => {
  it('does not take what perf annotate passes on of objdump, nor other texts with colons', () => {
    const others = ['hook-stdio2.txt', 'hook-one.txt', 'hook-verbose.txt', 'kcore.txt', 'no-vmlinux.txt'];
    for (const name of others) {
      expect(objdumpFormat.detect(fixture(`perf-annotate/${name}`), true), name).toBe('no');
    }
    expect(objdumpFormat.detect(bytesOf('00001000 <f>:\nbad: a label\n'), true)).toBe('no');
    for (const name of FIXTURES) expect(perfAnnotateFormat.detect(bytes(name), true)).toBe('no');
  });

  it('takes an excerpt that begins with a label, its tabs expanded or not', () => {
    expect(objdumpFormat.detect(bytesOf('so:\n    00001000 <f>:\n    1000:       nop\n'), true)).toBe('yes');
    expect(objdumpFormat.detect(bytesOf('  1000:\tnop\n'), true)).toBe('yes');
    expect(objdumpFormat.detect(bytesOf('00001000 <f>:\n'), false)).toBe('more');
  });
});

describe('instructions', () => {
  it('are those of the kernel, at the addresses of its locked instructions', () => {
    const [listing] = listingsOf('apparmor_file_open.txt.gz');
    expect(listing).toMatchObject({
      tool: 'objdump',
      symbol: 'apparmor_file_open',
      dso: '/usr/src/build/P/vmlinux',
    });
    const locked = (listing?.instructions ?? []).filter((at) => at.text.startsWith('lock '));
    const start = listing?.instructions[0]?.address ?? 0;
    expect(
      locked.map(
        (at) =>
          `apparmor_file_open+0x${(at.address - start).toString(16)} ${formatAddress(at.address)} ${at.text}`,
      ),
    ).toEqual(text('apparmor_file_open.locked.txt').trimEnd().split('\n'));
    const printed = text('apparmor_file_open.txt.gz').match(/^[0-9a-f]{16}:\t/gm);
    expect(listing?.instructions).toHaveLength(printed?.length ?? 0);
  });

  it('are the same with and without bytes, source and lines', () => {
    const plain = listingsOf('refs-lines.txt');
    expect(plain.map(({ symbol }) => symbol)).toContain('main');
    for (const name of ['refs-raw.txt', 'refs-source.txt']) {
      expect(listingsOf(name).map(texts)).toEqual(plain.map(texts));
    }
    expect(listingsOf('refs-llvm-no-raw.txt').map(texts)).toEqual(listingsOf('refs-llvm.txt').map(texts));
    // llvm-objdump prints the prefix on a line of its own: it is one instruction all the same.
    expect(hook('refs-llvm.txt').instructions.map(({ text: at }) => at)).toContain(
      'lock addq $1, 12039(%rip)         # 0x40c0 <line+0x40>',
    );
  });

  it('carry the source line of -l, by its last name, until the next one', () => {
    const lines = (name: string): (string | null)[] =>
      hook(name).instructions.map(({ sourceLine }) => sourceLine);
    expect(lines('refs-lines.txt').slice(0, 7)).toEqual([
      ...Array(5).fill('refs.c:5'),
      'refs.c:3',
      'refs.c:5',
    ]);
    expect(lines('refs-source.txt')).toEqual(lines('refs-lines.txt'));
    expect(lines('refs-raw.txt').every((line) => line === null)).toBe(true);
    expect(
      read('00001000 <f>:\n/a b/x.h:7 (discriminator 3)\n  1000:\tnop\n??:?\n  1001:\tret\n').listings[0]
        ?.instructions,
    ).toMatchObject([{ sourceLine: 'x.h:7' }, { sourceLine: null }]);
  });

  it('of arm64 are read alike from GNU and LLVM; fadd is no byte, a comment stays', () => {
    const [gnu] = listingsOf('arm64-gnu.txt');
    const [llvm] = listingsOf('arm64-llvm.txt');
    const mnemonics = (listing: InstructionListing | undefined): string[] =>
      (listing?.instructions ?? []).map((at) => `${at.address} ${at.text.split(' ')[0]}`);
    expect(mnemonics(gnu)).toEqual(mnemonics(llvm));
    expect(gnu?.instructions.map((at) => at.text)).toContain('fadd d0, d1, d2');
    expect(read('00000000 <f>:\n   0:\tfadd\td0, d1, d2\n   4:\tdc\tzva, x0\n').listings.map(texts)).toEqual([
      ['0 fadd d0, d1, d2', '4 dc zva, x0'],
    ]);
    expect(gnu?.instructions[1]?.text).toMatch(/^mov w1, #0xa +\/\/ #10$/);
  });

  it('are not relocations, further bytes or source text', () => {
    expect(
      listingsOf('refs-relocations.txt')
        .flatMap(texts)
        .filter((at) => at.includes('R_X86')),
    ).toEqual([]);
    const source =
      '00001000 <f>:\nadd:  x = 1;\n  1000:\tnop\nbad: return 0;\n  1001:\t00 00 \n\t...\n  1100:\tret\n';
    expect(read(source).listings.map(texts)).toEqual([['4096 nop', '4352 ret']]);
    expect(read(source).diagnostics).toEqual([]);
  });

  it('of C++ names, quoted in a mail, and of several files', () => {
    const two = '> a.o:     file format elf64-x86-64\n> 00000000 <operator>>(X<int>&)>:\n>    0:\tret\n';
    const { listings } = read(`${two}\nb.o:     file format elf64-x86-64\n00000000 <g>:\n   0:\tret\n`);
    expect(listings.map(({ dso, symbol }) => `${dso} ${symbol}`)).toEqual([
      'a.o operator>>(X<int>&)',
      'b.o g',
    ]);
  });
});

describe('what is kept', () => {
  it('are the functions asked for', () => {
    const format = createObjdumpFormat({ wants: (symbol) => symbol === 'hook' });
    const { listings, diagnostics } = readBytes(format, bytes('refs-raw.txt'));
    expect(listings.map(texts)).toEqual([texts(hook('refs-raw.txt'))]);
    expect(diagnostics).toEqual([]);
  });

  it('are whole functions up to the limit, and the rest is named', () => {
    const all = listingsOf('refs-raw.txt');
    const first = all[0]?.instructions.length ?? 0;
    const { listings, diagnostics } = readBytes(
      createObjdumpFormat({ maxInstructions: first + 1 }),
      bytes('refs-raw.txt'),
    );
    expect(listings.map(({ symbol }) => symbol)).toEqual([all[0]?.symbol]);
    expect(diagnostics[0]?.kind).toBe('objdump-limit');
    expect(diagnostics[0]?.text).toContain(
      `${all.length - 1} functions are left out, the first: ${all[1]?.symbol}`,
    );
  });

  it('says that nothing is disassembled, that a line is broken, that a function is cut', () => {
    const kinds = (input: string): string[] => read(input).diagnostics.map(({ kind }) => kind);
    expect(kinds('vmlinux:     file format elf64-x86-64\n\nSYMBOL TABLE:\n')).toEqual([
      'objdump-no-code',
      // The symbol table.
      'unrecognised-lines',
    ]);
    expect(kinds('00001000 <f>:\n  1000:\tnop\n  0fff:\tret\n')).toEqual(['objdump-broken-lines']);
    expect(kinds('00001000 <f>:\n  1000:\tnop\n\n00001001 <g>:\n')).toEqual(['objdump-cut']);
  });
});

describe('addresses', () => {
  it('are signed, as formatAddress prints them', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }), (value) => {
        expect(readHexAddress(formatAddress(Number(value)))).toBe(Number(value));
        if (value >= 0n) expect(readHexAddress(value.toString(16))).toBe(Number(value));
      }),
    );
    expect(readHexAddress('xyz')).toBeNull();
    expect(readHexAddress('')).toBeNull();
  });
});
