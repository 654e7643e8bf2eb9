import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../src/model/instruction.js';
import { objdumpFormat } from '../../src/read/objdump/objdump.js';
import { decodeArm64 } from '../../src/symbols/code/arm64-decoder.js';
import { readArm64 } from '../../src/symbols/code/arm64-text.js';
import { listingCode } from '../../src/symbols/code/listing-code.js';
import { fixture, readBytes } from '../conformance.js';

/** Words of random fields with what aarch64 objdump calls them (fixtures/objdump/README.md). */
const WORDS = new TextDecoder()
  .decode(fixture('objdump/arm64-words.txt.gz'))
  .split('\n')
  .flatMap((line) => {
    const [, address, word, text] = /^\s*([0-9a-f]+):\t([0-9a-f]{8}) \t(.*)$/.exec(line) ?? [];
    if (address === undefined || word === undefined || text === undefined) return [];
    const shown = text
      .replace(/\s*\/\/.*$/, '')
      .replaceAll('\t', ' ')
      .trim();
    return [{ address: Number.parseInt(address, 16), word: Number.parseInt(word, 16), shown }];
  });

function decode(word: number, address: number, symbol: string | null = null): Instruction {
  const bytes = new Uint8Array(new Uint32Array([word]).buffer);
  return decodeArm64(bytes, address, () => symbol)[0] as Instruction;
}

describe('a word of arm64 code', () => {
  it('is atomic, or leads elsewhere, where objdump says so, with the same operands', () => {
    let atomics = 0;
    let branches = 0;
    let written = 0;
    for (const { address, word, shown } of WORDS) {
      const { text, rmw, flow, target, constant, memory, writes, operand } = decode(word, address);
      const expected = readArm64(shown);
      expect({ shown, rmw, flow, target, constant, operand }).toEqual({
        shown,
        rmw: expected.rmw,
        flow: expected.flow,
        target: expected.target,
        constant: expected.constant,
        operand: expected.operand,
      });
      if (expected.rmw !== null || expected.flow !== 'next') expect(text).toBe(shown);
      if (expected.rmw === null) {
        // Decoder and reader of texts know registers by different tables.
        if (writes !== null && expected.writes !== null) {
          expect({ shown, writes }).toEqual({ shown, writes: expected.writes });
          written += 1;
        }
        continue;
      }
      expect({ shown, memory, writes }).toEqual({ shown, memory: expected.memory, writes: expected.writes });
    }
    for (const { shown } of WORDS) {
      atomics += Number(readArm64(shown).rmw !== null);
      branches += Number(readArm64(shown).flow !== 'next');
    }
    expect({ words: WORDS.length, atomics, branches }).toEqual({ words: 3065, atomics: 881, branches: 628 });
    expect(written).toBeGreaterThan(700);
  });

  it('that calls an outline-atomics helper is one', () => {
    const call = decode(0x94000010, 0x400, '__aarch64_ldadd4_relax');
    expect(call).toMatchObject({
      rmw: 'outline',
      flow: 'call',
      target: 0x440,
      text: 'bl 440 <__aarch64_ldadd4_relax>',
    });
    expect(decode(0x94000010, 0x400, '__aarch64_ldadd4_relax+0x8').rmw).toBeNull();
    expect(decode(0x94000010, 0x400, 'kref_get').rmw).toBeNull();
  });

  it('becomes one instruction of four bytes, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const found = decodeArm64(bytes, 0x1000, () => null);
        expect(found.map(({ address }) => address)).toEqual(
          Array.from({ length: bytes.length >>> 2 }, (_, index) => 0x1000 + 4 * index),
        );
      }),
    );
  });
});

// The same code as the two objdumps print it.
it.each(['arm64-gnu.txt', 'arm64-llvm.txt'])('%s gives atomics, exclusive loop and branches', (name) => {
  const { listings } = readBytes(objdumpFormat, fixture(`objdump/${name}`));
  const code = listingCode(listings, 'a.o').functionCode('apparmor_get');
  expect(code).toMatchObject({ architecture: 'arm64', size: 40 });
  const kinds = code?.instructions.map(({ rmw, flow, target }) => [rmw, flow, target]);
  expect(kinds).toEqual([
    [null, 'next', null],
    [null, 'next', null],
    ['xadd', 'next', null],
    ['exclusive', 'next', null],
    [null, 'next', null],
    ['exclusive', 'next', null],
    [null, 'branch', 0xc],
    [null, 'next', null],
    [null, 'branch', 0xc],
    [null, 'return', null],
  ]);
  expect(code?.instructions[1]?.constant).toEqual({ register: 'x1', value: 10 });
});
