import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstructionListing } from '../../src/model/instruction-listing.js';
import { objdumpFormat } from '../../src/read/objdump/objdump.js';
import { perfAnnotateFormat } from '../../src/read/perf-annotate/perf-annotate.js';
import { readArm64 } from '../../src/symbols/code/arm64-text.js';
import { readAtt } from '../../src/symbols/code/att-text.js';
import { listingCode } from '../../src/symbols/code/listing-code.js';
import { listingSyntax } from '../../src/symbols/code/listing-syntax.js';
import { fixture, readBytes } from '../conformance.js';

const objdump = (name: string): InstructionListing[] =>
  readBytes(objdumpFormat, fixture(`objdump/${name}`)).listings;

/** Two processes' loop: get at 11b0, put at 11bb, both of line+0x40 at 40c0 (fixtures/perf-annotate/refs.c). */
describe('the loop of refs.c', () => {
  it.each([
    ['GNU objdump with bytes', objdump('refs-raw.txt')],
    ['GNU objdump with lines', objdump('refs-lines.txt')],
    ['llvm-objdump, which prints lock by itself', objdump('refs-llvm.txt')],
    ['llvm-objdump without bytes', objdump('refs-llvm-no-raw.txt')],
    ['perf annotate', readBytes(perfAnnotateFormat, fixture('perf-annotate/hook-one.txt')).listings],
    [
      'perf annotate with bytes',
      readBytes(perfAnnotateFormat, fixture('perf-annotate/hook-raw.txt')).listings,
    ],
  ])('%s: get, put, branch back, and what they work on', (_, listings) => {
    const hook = listingCode(listings, 'refs').functionCode('hook');
    expect(hook).toMatchObject({ symbol: 'hook', address: 0x11a0, architecture: 'x86_64' });
    const line = { base: 'rip', index: null, displacement: 0x40c0, segment: null };
    const of = (address: number) => hook?.instructions.find((each) => each.address === address);
    expect(of(0x11b0)).toMatchObject({ rmw: 'add', memory: line, operand: { immediate: 1 }, length: 9 });
    expect(of(0x11bb)).toMatchObject({ rmw: 'sub', memory: line, operand: { immediate: 1 }, length: 9 });
    expect(of(0x11d1)).toMatchObject({ flow: 'branch', target: 0x11b0 });
    expect(of(0x11b9)).toMatchObject({ constant: { register: 'rcx', value: 0 }, writes: ['rcx'] });
    expect(hook?.instructions.filter(({ rmw }) => rmw !== null)).toHaveLength(2);
  });
});

it('refuses Intel syntax rather than read it wrongly', () => {
  const listings = objdump('refs-intel.txt');
  expect(listings.length).toBeGreaterThan(0);
  expect(listingSyntax(listings.flatMap(({ instructions }) => instructions.map(({ text }) => text)))).toBe(
    'intel',
  );
  expect(listingCode(listings, 'refs').functionCode('hook')).toBeNull();
});

it('tells functions of one name apart by where the profile has them', () => {
  const [hook] = objdump('refs-raw.txt').filter(({ symbol }) => symbol === 'hook');
  if (hook === undefined) throw new Error('no hook');
  const moved = hook.instructions.map((each) => ({ ...each, address: each.address + 0x40 }));
  const code = listingCode([hook, { ...hook, instructions: moved }], 'refs');
  expect(code.functionCode('hook')).toBeNull();
  expect(code.functionCode('hook', 0x11e0)?.address).toBe(0x11e0);
  expect(listingCode([hook, hook], 'refs').functionCode('hook')?.address).toBe(0x11a0);
});

it('reads any text without failing, and an address exactly', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      for (const read of [readAtt, readArm64]) expect(read(text, 0)).toHaveProperty('flow');
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 47n), max: 2n ** 47n - 1n }), (address) => {
      const hex = BigInt.asUintN(64, address).toString(16);
      expect(readAtt(`jne    ${hex} <a+0x1>`, null).target).toBe(Number(address));
      expect(readArm64(`b.ne ${hex} <a+0x1>  // b.any`).target).toBe(Number(address));
    }),
  );
});
