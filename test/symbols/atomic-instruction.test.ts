import { expect, it } from 'vitest';
import { objdumpFormat } from '../../src/read/objdump/objdump.js';
import { isAtomicInstruction } from '../../src/symbols/atomic-instruction.js';
import { fixture, readBytes } from '../conformance.js';

it('finds the locked instructions of apparmor_file_open where traces/INDEX.md lists them', () => {
  const { listings } = readBytes(objdumpFormat, fixture('objdump/apparmor_file_open.txt.gz'));
  const hook = listings.find(({ symbol }) => symbol === 'apparmor_file_open');
  const start = hook?.instructions[0]?.address ?? 0;
  const atomics = (hook?.instructions ?? [])
    .filter(({ text }) => isAtomicInstruction(text))
    .map(({ address }) => address - start);
  // get +0x8e, put +0xb2, stale-label cmpxchg +0xf3
  expect(atomics).toEqual(expect.arrayContaining([0x8e, 0xb2, 0xf3]));
});

it.each([
  'lock xadd %eax,(%rbx)',
  'lock cmpxchg %edx,(%rcx)',
  'xchg %eax,(%rdi)',
  'xchg %rax,%gs:0x1234',
  'xchgl %eax,0x10(%rsp)',
  'ldaddal w1, w0, [x2]',
  'stadd w1, [x0]',
  'swpal x1, x2, [x3]',
  'casalb w0, w1, [x2]',
  'ldxr w0, [x1]',
  'stlxr w2, w0, [x1]',
])('%s is atomic', (text) => {
  expect(isAtomicInstruction(text)).toBe(true);
});

it.each([
  'xchg %ax,%ax',
  'xadd %eax,(%rbx)',
  'mov (%rdi),%eax',
  'ldr w0, [x1]',
  'stp x0, x1, [sp]',
  'ldset_name',
  '',
])('"%s" is not', (text) => {
  expect(isAtomicInstruction(text)).toBe(false);
});
