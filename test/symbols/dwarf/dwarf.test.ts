import { expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.js';
import { InputError } from '../../../src/model/errors.js';
import { Recording } from '../../../src/model/recording.js';
import { Dwarf } from '../../../src/symbols/dwarf/dwarf.js';
import { elfFormat } from '../../../src/symbols/elf/elf.js';
import { fixture, readBytes } from '../../conformance.js';
import { chainText, debugInfoOf, differences, readAnswers } from './addr2line.js';

function open(name: string): { dwarf: Dwarf; diagnostics: Diagnostic[] } {
  const { info, diagnostics } = debugInfoOf(fixture(`dwarf/${name}.gz`), name);
  return { dwarf: new Dwarf(info, diagnostics), diagnostics };
}

// Reference: fixtures/dwarf/README.md.
it.each([
  ['gcc-dwarf5', 'gnu'],
  ['gcc-dwarf4', 'gnu'],
  ['gcc-dwarf3', 'gnu'],
  ['gcc-dwarf2', 'gnu'],
  ['gcc-zlib', 'gnu'],
  ['gcc-zstd', 'gnu'],
  ['clang-dwarf4', 'gnu'],
  ['apparmor-lsm', 'gnu'],
  ['gcc-dwarf5', 'llvm'],
  ['gcc-dwarf4', 'llvm'],
  ['gcc-dwarf3', 'llvm'],
  ['gcc-dwarf2', 'llvm'],
  ['gcc-zlib', 'llvm'],
  ['gcc-strict', 'llvm'],
  ['gcc-dwarf64', 'llvm'],
  ['gcc-lto', 'llvm'],
  ['gxx-dwarf5', 'llvm'],
  ['clang-dwarf4', 'llvm'],
  ['clang-dwarf5', 'llvm'],
  ['clang-lto', 'llvm'],
  ['big-endian64', 'llvm'],
  ['big-endian32', 'llvm'],
])('says of every instruction of %s what addr2line (%s) says', (name, oracle) => {
  const { dwarf, diagnostics } = open(name);
  const answers = readAnswers(fixture(`dwarf/${name}.${oracle}.gz`));
  const { differ, chains } = differences(dwarf, answers);
  expect(differ).toEqual([]);
  // LLVM's names are from debug information only, "??" where that knows none.
  const named = answers.filter(({ lines }) => lines[0]?.startsWith('?? ') === false).length;
  if (oracle === 'llvm') expect(chains).toBe(named);
  expect(chains).toBeGreaterThan(40);
  expect(diagnostics).toEqual([]);
});

// Reference: locked-insns.apparmor.txt of the recordings (made with addr2line), apparmor_file_open+0x8e: the get.
it('tells which count of AppArmor an instruction takes', () => {
  const { dwarf } = open('apparmor-lsm');
  const chain = dwarf.inlineChain(-0x7ecf41a2) ?? [];
  expect(chain.map((frame) => frame.function)).toEqual([
    'arch_atomic_fetch_add',
    'atomic_fetch_add_relaxed',
    '__refcount_add',
    '__refcount_inc',
    'refcount_inc',
    'kref_get',
    'aa_get_label',
    'aa_get_label',
    'aa_get_newest_label',
    'aa_get_newest_cred_label',
    'apparmor_file_open',
  ]);
  expect(chainText(chain).at(-1)).toBe(
    'apparmor_file_open /usr/src/k/p/linux-source-6.1/security/apparmor/lsm.c:446',
  );
});

it('knows nothing of addresses outside the program', () => {
  const { dwarf, diagnostics } = open('gcc-dwarf5');
  for (const address of [0, 1, -1, 0x7fffffff, -0x7f000000, Number.NaN]) {
    expect(dwarf.inlineChain(address)).toBeNull();
    expect(dwarf.sourceLine(address)).toBeNull();
  }
  expect(diagnostics).toEqual([]);
});

it('keeps debug information where it is asked for only', () => {
  const recording = readBytes(elfFormat, fixture('dwarf/gcc-dwarf5.gz'));
  expect(recording.debugInfo).toEqual([]);
  expect(recording.dsoSymbols).toHaveLength(1);
});

/** Reads an ELF with its debug information. */
function readAll(bytes: Uint8Array): Recording {
  const recording = new Recording({ keepDebugInfo: true });
  const reader = elfFormat.open('program', recording);
  do {
    reader.push(bytes);
    reader.end();
  } while (reader.again?.() === true);
  return recording;
}

it('has nothing to say of a program without debug information', () => {
  const recording = readAll(fixture('elf/work-pie.gz'));
  expect(recording.debugInfo).toEqual([]);
  expect(recording.diagnostics).toEqual([]);
});

it.each([
  // e_type 1: a relocatable object.
  ['a relocatable object', (elf: Buffer) => elf.writeUInt16LE(1, 16), 'relocatable object'],
  [
    'old compressed sections',
    (elf: Buffer) => elf.write('.zdebug_inf\0', elf.indexOf('\0.debug_info\0') + 1),
    'in .zdebug sections',
  ],
])('says why %s is not read', (_, change, why) => {
  const elf = Buffer.from(fixture('dwarf/gcc-dwarf5.gz'));
  change(elf);
  const recording = readAll(elf);
  expect(recording.debugInfo).toEqual([]);
  expect(recording.diagnostics.map(({ kind, text }) => `${kind} ${text}`)).toContainEqual(
    expect.stringMatching(`^debug-info-refused .*${why}`),
  );
});

it('uses the code of a file whose debug information is too large to be kept', () => {
  const elf = Buffer.from(fixture('dwarf/gcc-dwarf5.gz'));
  const headers = Number(elf.readBigUInt64LE(40));
  const count = elf.readUInt16LE(60);
  const names = headers + 64 * elf.readUInt16LE(62);
  const strings = Number(elf.readBigUInt64LE(names + 24));
  const nameAt = elf.indexOf('.debug_info\0', strings) - strings;
  const at = Array.from({ length: count }, (_, index) => headers + 64 * index).find(
    (header) => elf.readUInt32LE(header) === nameAt,
  );
  elf.writeBigUInt64LE(2n ** 29n + 1n, (at ?? 0) + 32);
  const recording = readAll(elf);
  expect(recording.code).toHaveLength(1);
  expect(recording.debugInfo).toEqual([]);
  const [diagnostic] = recording.diagnostics;
  expect(diagnostic?.kind).toBe('debug-info-refused');
  expect(diagnostic?.text).toMatch(/bytes of debug information, more than 536870912/);
  expect(diagnostic?.hint).toMatch(/machine code is used all the same.*objcopy --strip-debug/);
});

it('refuses a debug section that goes beyond the end of the file', () => {
  const elf = Buffer.from(fixture('dwarf/gcc-dwarf5.gz'));
  const headers = Number(elf.readBigUInt64LE(40));
  const names = headers + 64 * elf.readUInt16LE(62);
  const strings = Number(elf.readBigUInt64LE(names + 24));
  for (let at = headers; at < headers + 64 * elf.readUInt16LE(60); at += 64) {
    const name = elf.toString('latin1', strings + elf.readUInt32LE(at), strings + elf.readUInt32LE(at) + 12);
    if (name === '.debug_info\0') elf.writeBigUInt64LE(1n << 28n, at + 32);
  }
  expect(() => readAll(elf)).toThrow(InputError);
});
