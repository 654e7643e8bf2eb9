import { expect, it } from 'vitest';
import { debugInlines } from '../../src/intake/debug-inlines.js';
import { Recording } from '../../src/model/recording.js';
import { elfCode } from '../../src/symbols/code/elf-code.js';
import { elfFormat } from '../../src/symbols/elf/elf.js';
import { fixture } from '../conformance.js';

function read(name: string, file: string): Recording {
  const recording = new Recording({ keepDebugInfo: true });
  const reader = elfFormat.open(file, recording);
  const bytes = fixture(`dwarf/${name}.gz`);
  do {
    reader.push(bytes);
    reader.end();
  } while (reader.again?.() === true);
  return recording;
}

// Reference: objdump -d and addr2line -f -i of fixtures/dwarf/gcc-dwarf5.
it('gives each locked instruction of a function its inline chain', () => {
  const recording = read('gcc-dwarf5', '/run/gcc-dwarf5');
  const [image] = recording.code;
  if (image === undefined) throw new Error('no code');
  const inlines = debugInlines([recording], [])(image);
  if (inlines === null) throw new Error('no debug information');
  const source = elfCode(image, 'gcc-dwarf5', inlines);
  const locked = source.functionCode('file_free')?.instructions.filter(({ rmw }) => rmw !== null) ?? [];
  expect(
    locked.map(({ address }) => source.inlineChain('file_free', address)?.map((frame) => frame.function)),
  ).toEqual([['counter_add', 'kref_put', 'put_label', 'put_label', 'file_free']]);
});

it('has none for another file', () => {
  const recording = read('gcc-dwarf5', '/run/gcc-dwarf5');
  const [image] = read('clang-dwarf5', '/run/clang-dwarf5').code;
  if (image === undefined) throw new Error('no code');
  expect(debugInlines([recording], [])(image)).toBeNull();
});
