import { describe, expect, it } from 'vitest';
import type { RelocationReference } from '../../src/model/recording.js';
import type { SymbolList } from '../../src/model/symbol-list.js';
import { kallsymsFormat } from '../../src/symbols/kallsyms.js';
import { KernelSymbols } from '../../src/symbols/kernel-symbols.js';
import { bytesOf, readBytes } from '../conformance.js';

/** A kernel address as the signed double that the model keeps. */
const address = (hex: bigint): number => Number(BigInt.asIntN(64, hex));

function symbols(text: string, relocation: RelocationReference | null = null): KernelSymbols {
  return new KernelSymbols(readBytes(kallsymsFormat, bytesOf(text)).symbols as SymbolList, relocation);
}

const KERNEL = `ffffffff81000000 T _text
ffffffff81000100 t early
ffffffff81000200 T alias
ffffffff81000200 T real
ffffffff81000300 r constants
ffffffff81000400 T last_of_kernel
ffffffffc0000000 t first_of_module\t[nf_tables]
ffffffffc0000800 t last_of_module\t[nf_tables]
`;

describe('an address', () => {
  const kernel = symbols(KERNEL);
  it.each([
    ['is of the symbol that begins at or before it', 0xffff_ffff_8100_01ffn, 'early', 0xff],
    ['is of the last of several names', 0xffff_ffff_8100_0200n, 'real', 0],
    ['passes over symbols that are no functions', 0xffff_ffff_8100_0310n, 'real', 0x110],
    ['is of the last kernel symbol up to a page behind it', 0xffff_ffff_8100_1fffn, 'last_of_kernel', 0x1bff],
    [
      'is of the last symbol up to its page’s end and one page more',
      0xffff_ffff_c000_1fffn,
      'last_of_module',
      0x17ff,
    ],
  ])('%s', (_, at, name, offset) => {
    expect(kernel.resolve(address(at))).toMatchObject({ name, offset });
  });

  it.each([
    ['before the first symbol', 0xffff_ffff_80ff_ffffn],
    ['between kernel and modules', 0xffff_ffff_8100_2000n],
    ['behind everything', 0xffff_ffff_c000_2000n],
    ['of user space', 0x7fff_0000_1000n],
  ])('%s has no name', (_, at) => {
    expect(kernel.resolve(address(at))).toBe(null);
  });

  it('in a module bears the module’s name', () => {
    expect(kernel.resolve(address(0xffff_ffff_c000_0004n))?.dso).toBe('[nf_tables]');
    expect(kernel.resolve(address(0xffff_ffff_8100_0000n))?.dso).toBe('[kernel.kallsyms]');
  });
});

describe('relocation', () => {
  const reference = { symbol: '_text', address: address(0xffff_ffff_9a00_0000n) };

  it('moves the kernel by what its reference symbol moved, and leaves modules', () => {
    const moved = symbols(KERNEL, reference);
    expect(moved.resolve(address(0xffff_ffff_9a00_0108n))).toMatchObject({ name: 'early', offset: 8 });
    expect(moved.resolve(address(0xffff_ffff_8100_0108n))).toBe(null);
    expect(moved.resolve(address(0xffff_ffff_c000_0008n))).toMatchObject({
      name: 'first_of_module',
      offset: 8,
    });
    expect(moved.matchesRecording).toBe(true);
  });

  it('is not guessed without the reference symbol', () => {
    const other = symbols(KERNEL, { ...reference, symbol: '_stext' });
    expect(other.matchesRecording).toBe(false);
    expect(other.resolve(address(0xffff_ffff_8100_0108n))?.name).toBe('early');
  });
});
