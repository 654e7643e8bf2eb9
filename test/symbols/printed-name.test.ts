import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readInputs } from '../../src/intake/inputs.js';
import { nameFrames } from '../../src/intake/symbolize.js';
import { objdumpFormat } from '../../src/read/objdump/objdump.js';
import { elfCode } from '../../src/symbols/code/elf-code.js';
import { listingCode } from '../../src/symbols/code/listing-code.js';
import { elfFormat } from '../../src/symbols/elf/elf.js';
import { PrintedNames } from '../../src/symbols/printed-name.js';
import { bytesOf, fixture, readBytes } from '../conformance.js';

const path = (name: string): string => fileURLToPath(new URL(`../../fixtures/cxx/${name}`, import.meta.url));
const lines = (name: string): string[] =>
  new TextDecoder()
    .decode(fixture(`cxx/${name}`))
    .trimEnd()
    .split('\n');

it('prints C++ and Rust names as c++filt does', () => {
  const names = new PrintedNames();
  const pairs = lines('names.txt').map((line) => line.split('\t'));
  expect(pairs.length).toBeGreaterThan(50);
  expect(pairs.map(([mangled = '']) => names.of(mangled))).toEqual(pairs.map(([, printed]) => printed));
});

it.each(['main', '', '_Z', '_ZN3bad', '_R', '__do_global_dtors_aux', 'strchr@@GLIBC_2.2.5', '?f@@YAXXZ'])(
  'leaves %j as it is',
  (name) => {
    expect(new PrintedNames().of(name)).toBe(name);
  },
);

/** f(id*, void (*)(id*, id*), ...): each parameter is a function that takes the one before it twice. */
function doubling(depth: number, id: string): string {
  const reference = (index: number): string => `S${(index - 1).toString(36).toUpperCase()}_`;
  const parameters = Array.from(
    { length: depth },
    (_, index) => `PFv${reference(2 * index + 1)}${reference(2 * index + 1)}E`,
  );
  return `_Z1fP${id.length}${id}${parameters.join('')}`;
}

it('leaves a name that fills the memory there is, and goes on with the next as if nothing were', () => {
  const names = new PrintedNames();
  expect(names.of(doubling(3, 'a'))).toBe('f');
  // 2^18 copies of 800 characters: 200 MB.
  const hostile = doubling(18, 'a'.repeat(800));
  expect(hostile.length).toBeLessThan(1024);
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 3; round++) {
    expect(names.of(`${hostile}${'i'.repeat(round)}`)).toBe(`${hostile}${'i'.repeat(round)}`);
    expect(names.of(`_ZN4load5twiceEi${'i'.repeat(round)}`)).toBe('load::twice');
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
});

it('leaves C++ names longer than 1,024 characters, as c++filt does', () => {
  // c++filt 2.40: a name of 1,024 characters is demangled, of 1,025 not.
  const named = (length: number): string => `${'a'.repeat(length)}`;
  expect(new PrintedNames().of(`_Z1017${named(1017)}v`)).toBe(named(1017));
  expect(new PrintedNames().of(`_Z1018${named(1018)}v`)).toBe(`_Z1018${named(1018)}v`);
});

it('leaves a name that expands without end, and gives up when such names took the time there is', () => {
  expect(new PrintedNames(() => 'x'.repeat(1 << 20)).of('_Z1fv')).toBe('_Z1fv');
  let now = 0;
  const slow = new PrintedNames(
    (mangled) => {
      now += 6000;
      return `${mangled.slice(3)}()`;
    },
    () => now,
  );
  expect(['_Z1a', '_Z1b', '_Z1c', '_Z1a'].map((name) => slow.of(name))).toEqual(['a', 'b', '_Z1c', 'a']);
  expect(slow.gaveUp).toBe(true);
});

/** `8|names|[.] load::twice`, as perf report counts them: overloads apart, which have one name here. */
function reported(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines('names.report.txt')) {
    const [samples, , symbol = ''] = line.split('|');
    const name = symbol.replace(/^\[.\] /, '');
    counts[name] = (counts[name] ?? 0) + Number(samples);
  }
  return counts;
}

it('has perf’s self samples of every function of a C++ program by perf’s names', async () => {
  const { groups } = await readInputs([path('names.data.gz'), path('names.gz')], null);
  const { diagnostics } = await nameFrames(groups, null);
  const profile = groups[0]?.recordings[0]?.profile;
  const counts: Record<string, number> = {};
  for (let index = 0; index < (profile?.cellCount ?? 0); index++) {
    const { stack, samples } = profile?.cell(index) ?? { stack: -1, samples: 0 };
    const frame = stack < 0 ? -1 : (profile?.stackFrame(stack) ?? -1);
    if (frame < 0 || profile?.frameDso(frame) !== 'names') continue;
    const name = profile.frameSymbol(frame) ?? '[unknown]';
    counts[name] = (counts[name] ?? 0) + samples;
  }
  expect(counts).toEqual(reported());
  expect(diagnostics).toEqual([]);
});

it('finds code by the printed name: one function’s, and of overloads the one that starts where it is asked for', () => {
  const image = readBytes(elfFormat, fixture('cxx/names.gz'), 65536, 'names').code[0];
  if (image === undefined) throw new Error('no code');
  const code = elfCode(image, 'names');
  const named = code.functionCode('load::Box<double, 7>::total');
  expect(named?.instructions).toEqual(code.functionCode('_ZNK4load3BoxIdLi7EE5totalERKd')?.instructions);
  expect(named?.instructions.length).toBeGreaterThan(0);
  expect(code.functionCode('load::twice')).toBeNull();
  const at = (mangled: string): number => image.symbols.starts[image.symbols.names.indexOf(mangled)] ?? -1;
  const sizes = ['_ZN4load5twiceEi', '_ZN4load5twiceEPKc'].map(
    (mangled) => code.functionCode('load::twice', at(mangled))?.address,
  );
  expect(new Set(sizes).size).toBe(2);
  expect(sizes).not.toContain(undefined);
});

// objdump -d --no-show-raw-insn names: the first instructions of two overloads.
const OBJDUMP = `
names:     file format elf64-x86-64

Disassembly of section .text:

00000000000011cc <_ZN4load5twiceEi>:
    11cc:\tmov    $0x0,%eax
    11d1:\tmov    0x2e60(%rip),%rdx        # 4038 <sink>

00000000000011ef <_ZN4load5twiceEPKc>:
    11ef:\tmov    $0x0,%eax
    11f4:\tmov    0x2e3d(%rip),%rdx        # 4038 <sink>
`;

it('finds a listing by the printed name, of a program only', () => {
  const { listings } = readBytes(objdumpFormat, bytesOf(OBJDUMP), 65536, 'objdump.txt');
  const code = listingCode(listings, 'names');
  expect(code.functionCode('_ZN4load5twiceEi')?.address).toBe(0x11cc);
  expect(code.functionCode('load::twice', 0x11ef)?.address).toBe(0x11ef);
  expect(code.functionCode('load::twice')).toBeNull();
  const kernel = OBJDUMP.replaceAll('00000000000', 'ffffffff810').replaceAll(/^ {4}/gm, 'ffffffff8100');
  const { listings: ofKernel } = readBytes(objdumpFormat, bytesOf(kernel), 65536, 'objdump.txt');
  expect(ofKernel.length).toBe(2);
  expect(
    listingCode(ofKernel, '[kernel.kallsyms]').functionCode(
      'load::twice',
      ofKernel[0]?.instructions[0]?.address,
    ),
  ).toBeNull();
});
