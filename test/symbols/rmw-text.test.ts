import { expect, it } from 'vitest';
import { objdumpFormat } from '../../src/read/objdump/objdump.js';
import { rmwOfText } from '../../src/symbols/code/rmw-text.js';
import { fixture, readBytes } from '../conformance.js';

it('finds the locked instructions of apparmor_file_open where traces/INDEX.md lists them', () => {
  const { listings } = readBytes(objdumpFormat, fixture('objdump/apparmor_file_open.txt.gz'));
  const hook = listings.find(({ symbol }) => symbol === 'apparmor_file_open');
  const start = hook?.instructions[0]?.address ?? 0;
  const atomics = (hook?.instructions ?? [])
    .filter(({ text }) => rmwOfText(text) !== null)
    .map(({ address }) => address - start);
  // get +0x8e, put +0xb2, stale-label cmpxchg +0xf3
  expect(atomics).toEqual(expect.arrayContaining([0x8e, 0xb2, 0xf3]));
});

it.each([
  ['lock xadd %eax,(%rbx)', 'xadd'],
  ['lock incl 0x34(%rax)', 'inc'],
  ['lock decl 0x330(%rsi)', 'dec'],
  ['lock addq $0x1,0x2f07(%rip)', 'add'],
  ['lock subq $1, 12029(%rip)', 'sub'],
  ['lock cmpxchg %edx,(%rcx)', 'cmpxchg'],
  ['lock cmpxchg16b %gs:(%rdi)', 'cmpxchg'],
  ['lock btsq $0x5,0x10(%rbx)', 'bit'],
  ['lock orb $0x80,0x0(%r13)', 'logic'],
  ['xchg %eax,(%rdi)', 'xchg'],
  ['xchg %rax,%gs:0x1234', 'xchg'],
  ['xchgl %eax,0x10(%rsp)', 'xchg'],
  ['ldaddal w1, w0, [x2]', 'xadd'],
  ['stadd w1, [x0]', 'add'],
  ['ldclr w1, w0, [x2]', 'logic'],
  ['swpal x1, x2, [x3]', 'xchg'],
  ['casalb w0, w1, [x2]', 'cmpxchg'],
  ['ldxr w0, [x1]', 'exclusive'],
  ['stlxr w2, w0, [x1]', 'exclusive'],
  ['bl 7c0 <__aarch64_ldadd4_relax>', 'outline'],
  ['bl ffff800080a1b2c0 <__aarch64_cas8_acq_rel>', 'outline'],
])('%s is %s', (text, kind) => {
  expect(rmwOfText(text)).toBe(kind);
});

it.each([
  'xchg %ax,%ax',
  'xadd %eax,(%rbx)',
  'mov (%rdi),%eax',
  'ldr w0, [x1]',
  'stp x0, x1, [sp]',
  'ldset_name',
  'bl 7c0 <__aarch64_ldadd_table>',
  'call 1030 <lock_page>',
  '',
])('"%s" is not', (text) => {
  expect(rmwOfText(text)).toBe(null);
});
