import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CodeImage } from '../../src/model/code-image.js';
import type { InlineFrame, Instruction } from '../../src/model/instruction.js';
import { elfCode } from '../../src/symbols/code/elf-code.js';
import { decodeX86 } from '../../src/symbols/code/x86-decoder.js';
import { elfFormat } from '../../src/symbols/elf/elf.js';
import { fixture, readBytes } from '../conformance.js';

function image(name: string): CodeImage {
  return readBytes(elfFormat, fixture(`elf/${name}.gz`), 65_536, name).code[0] as CodeImage;
}

const decoded = (...bytes: number[]): Instruction =>
  decodeX86(Uint8Array.from(bytes), 0x1000, () => null)[0] as Instruction;

describe('a program', () => {
  // objdump -d --disassemble=outer: addresses of the file, which a fixed program does not share with file offsets.
  it.each([
    ['work-pie', 0x113c, 0x1140, 'call   1129 <inner>'],
    ['work-fixed', 0x401119, 0x40111d, 'call   401106 <inner>'],
  ])('%s has the code that objdump shows', (name, start, call, text) => {
    const outer = elfCode(image(name), name).functionCode('outer');
    expect(outer).toMatchObject({ address: start, size: 0x18, source: 'elf', file: name });
    expect(outer?.instructions).toHaveLength(11);
    expect(outer?.instructions.find(({ address }) => address === call)).toMatchObject({ text, flow: 'call' });
    expect(outer?.instructions.at(-1)).toMatchObject({ text: 'ret', flow: 'return', address: start + 0x17 });
  });

  it('has no code for other names, and inline chains only where they are given', () => {
    const chain: readonly InlineFrame[] = [{ function: 'inner', file: null, line: null }];
    const plain = elfCode(image('work-pie'), 'work-pie');
    expect(plain.functionCode('nobody')).toBeNull();
    expect(plain.inlineChain('outer', 0x1140)).toBeNull();
    const told = elfCode(image('work-pie'), 'work-pie', (address) => (address === 0x1140 ? chain : null));
    expect(told.inlineChain('outer', 0x1140)).toBe(chain);
  });

  it('gives no function of impossible size, and ends one with its section', () => {
    const { sections, ...rest } = image('work-pie');
    const bytes = new Uint8Array(1 << 20);
    const big = { name: '.text', address: 0x1000, offset: 0x1000, bytes };
    const symbols = {
      starts: [0x1000, 0x100ff0],
      sizes: [1 << 20, 1 << 20],
      bindings: [],
      names: ['huge', 'last'],
    };
    const code = elfCode({ ...rest, sections: [big], symbols }, 'work-pie');
    expect(sections.length).toBeGreaterThan(0);
    expect(code.functionCode('huge')).toBeNull();
    expect(code.functionCode('last')?.size).toBe(16);
  });
});

// Intel SDM vol. 2 encodings.
describe('an x86 instruction', () => {
  it.each<[string, number[], Partial<Instruction>]>([
    [
      'lock xadd %eax,(%rbx)',
      [0xf0, 0x0f, 0xc1, 0x03],
      { rmw: 'xadd', operand: { register: 'rax' }, writes: ['rax'] },
    ],
    ['lock subl $1,(%rdi)', [0xf0, 0x83, 0x2f, 0x01], { rmw: 'sub', operand: { immediate: 1 } }],
    ['lock addl $-1,(%rdi)', [0xf0, 0x83, 0x07, 0xff], { rmw: 'add', operand: { immediate: -1 } }],
    ['lock incl (%rax)', [0xf0, 0xff, 0x00], { rmw: 'inc', operand: null, writes: [] }],
    [
      'lock btsq $63,(%rbx)',
      [0xf0, 0x48, 0x0f, 0xba, 0x2b, 0x3f],
      { rmw: 'bit', operand: { immediate: 63 } },
    ],
    ['xchg %eax,(%rdi)', [0x87, 0x07], { rmw: 'xchg', operand: { register: 'rax' } }],
    ['xchg %eax,%ebx', [0x87, 0xc3], { rmw: null, memory: null }],
    ['xadd %eax,(%rbx), not locked', [0x0f, 0xc1, 0x03], { rmw: null }],
    ['mov $-1,%eax', [0xb8, 0xff, 0xff, 0xff, 0xff], { constant: { register: 'rax', value: -1 } }],
    ['mov $1,%al', [0xb0, 0x01], { constant: null, writes: ['rax'] }],
    ['xor %ecx,%ecx', [0x31, 0xc9], { constant: { register: 'rcx', value: 0 } }],
    ['or $-1,%edx', [0x83, 0xca, 0xff], { constant: { register: 'rdx', value: -1 } }],
    [
      'mov %gs:0x10,%rax',
      [0x65, 0x48, 0x8b, 0x04, 0x25, 0x10, 0, 0, 0],
      { memory: { base: null, index: null, displacement: 16, segment: 'gs' } },
    ],
    [
      'mov 0x10(%rip),%rax',
      [0x48, 0x8b, 0x05, 0x10, 0, 0, 0],
      { memory: { base: 'rip', index: null, displacement: 0x1017, segment: null } },
    ],
    ['lea 0x10(%rax),%rax', [0x48, 0x8d, 0x40, 0x10], { memory: null }],
    ['je', [0x74, 0x02], { flow: 'branch', target: 0x1004 }],
    ['jmp *%rax', [0xff, 0xe0], { flow: 'jump', target: null }],
    ['call', [0xe8, 0xfb, 0xff, 0xff, 0xff], { flow: 'call', target: 0x1000, writes: ['rsp'] }],
    ['syscall', [0x0f, 0x05], { flow: 'next' }],
    ['ud2', [0x0f, 0x0b], { flow: 'stop' }],
    ['int3', [0xcc], { flow: 'stop' }],
    ['no instruction', [0x06], { flow: 'stop', text: '(bad)', writes: null }],
  ])('%s', (_, bytes, expected) => {
    expect(decoded(...bytes)).toMatchObject({ length: bytes.length, ...expected });
  });

  it('follows the one before it, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), (bytes) => {
        const found = decodeX86(bytes, -0x7f000000, () => null);
        let next = -0x7f000000;
        for (const { address, length } of found) {
          expect(address).toBe(next);
          expect(length).toBeGreaterThan(0);
          next += length;
        }
        expect(next).toBe(-0x7f000000 + bytes.length);
      }),
    );
  });
});
