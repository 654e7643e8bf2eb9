import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CodeImage } from '../../src/model/code-image.js';
import type { CodeSource, Instruction } from '../../src/model/instruction.js';
import type { Address } from '../../src/model/units.js';
import { objdumpFormat } from '../../src/read/objdump/objdump.js';
import { readAtt } from '../../src/symbols/code/att-text.js';
import { elfCode } from '../../src/symbols/code/elf-code.js';
import { listingCode } from '../../src/symbols/code/listing-code.js';
import { decodeX86 } from '../../src/symbols/code/x86-decoder.js';
import { SymbolRanges } from '../../src/symbols/symbol-ranges.js';
import { fixture, readBytes } from '../conformance.js';
import { addressOf, allInstructions, kernelImage, sizedCode } from './kernel-elf.js';

// Reference: GNU objdump 2.40 and nm (fixtures/kernel-code/README.md).
const KERNEL = '[kernel.kallsyms]';
/** Beside a development checkout only: 20 MB. */
const FULL = fileURLToPath(new URL('../../../shared/traces/kernel/vmlinux.gz', import.meta.url));
/** Prefixes without a meaning of their own, which disassemblers name or not. */
const PADDING = new Set(['cs', 'ds', 'data16']);
const NAMED = new Set(['lock', 'rep', 'repz', 'repnz', 'notrack', 'bnd']);
/** What iced names otherwise than objdump: instructions that this kernel has once each. */
const OTHER_NAMES: Readonly<Record<string, string>> = { xstore: 'xstore-rng', ljmpl: 'ljmp' };

/** In one order, whatever the reader's. */
const KEYS =
  'rmw memory base index displacement segment flow target constant register value writes operand immediate'.split(
    ' ',
  );

const lines = (path: string): string[] => new TextDecoder().decode(fixture(path)).trim().split('\n');
const fixtureBytes = (path: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/${path}`, import.meta.url));

function mnemonic(text: string): string {
  const space = text.indexOf(' ');
  const word = space < 0 ? text : text.slice(0, space);
  if (!PADDING.has(word) && !NAMED.has(word)) return OTHER_NAMES[word] ?? word;
  const [first = '', second = ''] = text.split(/\s+/).filter((word) => !PADDING.has(word));
  return NAMED.has(first) ? `${first} ${second}` : (OTHER_NAMES[first] ?? first);
}

let image: CodeImage;
let code: CodeSource;
let all: ReadonlyMap<Address, Instruction>;

beforeAll(async () => {
  image = await kernelImage(fixtureBytes('kernel-code/kernel-code.elf.xz'), 'vmlinux');
  code = elfCode(image, KERNEL);
  all = allInstructions(image, code);
  // Two million instructions: 15 seconds, more on a busy machine.
});

describe('every function of a kernel', () => {
  it('has the instructions that objdump prints, each at its address and under its name', () => {
    const [total = '', ...expected] = lines('kernel-code/pages.txt.gz');
    const isSized = sizedCode(image);
    const instructions = [...all.values()].filter(({ address }) => isSized(address));
    expect(`${instructions.length} instructions`).toBe(total.replace(/ of .*/, ''));
    const pages = new Map<string, string[]>();
    for (const { address, text } of instructions.sort((a, b) => a.address - b.address)) {
      // A kernel's are the last 2 GB: BigInt would take seconds for two million.
      const hex = `ffffffff${(address >>> 0).toString(16).padStart(8, '0')}`;
      const page = hex.slice(0, -3);
      const known = pages.get(page);
      const line = `${hex} ${mnemonic(text)}\n`;
      if (known === undefined) pages.set(page, [line]);
      else known.push(line);
    }
    const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
    const found = [...pages].map(([page, text]) => `${page} ${sha1(text.join('')).slice(0, 8)}`);
    expect(found).toEqual(expected);
  });

  it('gives every line of locked-insns.all.txt, all 6,778, and in functions no other locked instruction', () => {
    const expected = lines('kernel-code/locked-insns.all.txt.gz').map((line) => line.split(' '));
    expect(expected).toHaveLength(6778);
    const listed = expected.map(([, hex = '']) => addressOf(hex));
    const found = new Map<Address, Instruction>(all);
    const inFunctions = rmwAddresses(found);
    // Alternatives that the kernel copies over its code when it boots: no symbol names them, so that no sample can be
    // there. Decoded from their start, as objdump does. The list has one of the eight; the others are an xchg with an
    // absolute address (the APIC's page), an operand without the parentheses that the list was filtered by.
    const bare = image.sections.filter(({ address, bytes }) => !hasSymbols(address, bytes.length));
    expect(bare.map(({ name }) => name)).toEqual(['.altinstr_replacement']);
    for (const { bytes, address } of bare) {
      for (const each of decodeX86(bytes, address, () => null)) found.set(each.address, each);
    }
    const replacements = rmwAddresses(found).filter((address) => !all.has(address));
    expect(inFunctions).toHaveLength(6777);
    expect(sorted([...inFunctions, ...replacements.filter((address) => listed.includes(address))])).toEqual(
      sorted(listed),
    );
    expect(replacements.map((address) => found.get(address)?.text)).toEqual([
      'xchg   %edi,0xffffffffff5fd300',
      'xchg   %edi,0xffffffffff5fd310',
      'xchg   %edx,0xffffffffff5fd300',
      'xchg   %edi,0xffffffffff5fd310',
      'xchg   %edi,0xffffffffff5fd300',
      'xchg   %edi,0xffffffffff5fd300',
      'xchg   %edi,0xffffffffff5fd300',
      'xchg   %esi,-0xa03000(%rdi)',
    ]);
    const starts = startsByName();
    const said: string[] = [];
    const wanted: string[] = [];
    const misplaced: string[] = [];
    for (const [place = '', hex = '', ...words] of expected) {
      const text = found.get(addressOf(hex))?.text ?? '';
      said.push(`${place} ${mnemonic(text)}`);
      wanted.push(`${place} ${mnemonic(words.join(' '))}`);
      const [symbol = '', offset = ''] = place.split('+0x');
      if (symbol.startsWith('.')) continue;
      if (starts.get(symbol)?.includes(addressOf(hex) - Number.parseInt(offset, 16)) !== true)
        misplaced.push(place);
    }
    expect(said).toEqual(wanted);
    expect(misplaced).toEqual([]);
  });

  it('means the same by its bytes and by its text, at every tenth instruction', () => {
    let unknown = 0;
    const tenth = [...all.values()].filter((_, index) => index % 10 === 0);
    for (const { address, length, text, ...decoded } of tenth) {
      const read = readAtt(text, address + length);
      if (read.writes === null) unknown++;
      const expected = read.writes === null ? { ...decoded, writes: null } : decoded;
      // Comparing as text is twenty times as fast as the matcher, which tells the difference where there is one.
      if (JSON.stringify(read, KEYS) !== JSON.stringify(expected, KEYS))
        expect({ text, ...read }).toEqual(expected);
    }
    // What rare instructions write is not known from their text.
    expect(unknown / tenth.length).toBeLessThan(0.01);
  });

  function rmwAddresses(found: ReadonlyMap<Address, Instruction>): Address[] {
    return sorted([...found.values()].filter(({ rmw }) => rmw !== null).map(({ address }) => address));
  }

  function sorted(addresses: readonly Address[]): Address[] {
    return [...addresses].sort((a, b) => a - b);
  }

  function hasSymbols(address: Address, size: number): boolean {
    return image.symbols.starts.some((start) => start >= address && start < address + size);
  }

  function startsByName(): ReadonlyMap<string, readonly Address[]> {
    const byName = new Map<string, Address[]>();
    image.symbols.names.forEach((name, index) => {
      byName.set(name, [...(byName.get(name) ?? []), image.symbols.starts[index] as Address]);
    });
    return byName;
  }
});

describe('what the hooks do', () => {
  /** traces/INDEX.md: offsets of label get, put, stale-label cmpxchg. */
  const HOOKS: readonly (readonly [string, Readonly<Record<number, string>>])[] = [
    ['apparmor_file_open', { 142: 'xadd', 178: 'xadd', 243: 'cmpxchg' }],
    ['apparmor_current_getsecid_subj', { 62: 'xadd', 97: 'xadd', 170: 'cmpxchg' }],
    ['apparmor_file_alloc_security', { 114: 'xadd', 189: 'xadd', 242: 'cmpxchg' }],
    ['apparmor_file_free_security', { 39: 'xadd' }],
  ];

  it.each(HOOKS)('%s reads, modifies and writes where traces/INDEX.md says', (hook, sites) => {
    const found = code.functionCode(hook);
    const rmws = (found?.instructions ?? []).flatMap(({ address, rmw }) =>
      rmw === null ? [] : [[address - (found?.address ?? 0), rmw]],
    );
    expect(Object.fromEntries(rmws)).toEqual(sites);
  });

  it('is the same from the bytes and from objdump’s text', () => {
    const { listings } = readBytes(objdumpFormat, fixture('objdump/apparmor_file_open.txt.gz'));
    const listed = listingCode(listings, KERNEL).functionCode('apparmor_file_open');
    const decoded = code.functionCode('apparmor_file_open');
    const shown = listed?.instructions.slice(0, decoded?.instructions.length) ?? [];
    expect(shown.length).toBeGreaterThan(150);
    shown.forEach((instruction, index) => {
      const expected = { ...(decoded?.instructions[index] as Instruction), text: unnamed(instruction.text) };
      expect(unnamed(decoded?.instructions[index]?.text ?? '')).toBe(expected.text);
      // The text does not say how long the last one is, nor what rare instructions write.
      if (index === shown.length - 1) Object.assign(expected, { length: instruction.length });
      if (instruction.writes === null) Object.assign(expected, { writes: null });
      expect({ ...instruction, text: expected.text }).toEqual(expected);
    });
  });

  /** The fixture has no symbols of data. */
  function unnamed(text: string): string {
    return text.replace(/( # [0-9a-f]+) <.*>$/, '$1');
  }

  it('is known by any of the names of a function, at the address of the file', () => {
    const start = addressOf('ffffffff8130bdd0');
    expect(code.functionCode('apparmor_file_open')).toMatchObject({
      address: start,
      architecture: 'x86_64',
      source: 'elf',
      file: 'vmlinux',
    });
    expect(code.functionCode('no_such_function')).toBeNull();
    expect(code.functionCode('jiffies')).toBeNull();
  });

  // nm: three static functions name_show at ffffffff810b17b0, ..813d34f0, ..8142add0.
  it('of several functions of one name is given by where the profile has it, moved by whole 2 MB', () => {
    expect(code.functionCode('name_show')).toBeNull();
    const moved = addressOf('ffffffff813d34f0') + 0x1a00_0000;
    expect(code.functionCode('name_show', moved)?.address).toBe(addressOf('ffffffff813d34f0'));
    expect(code.functionCode('name_show', moved + 16)).toBeNull();
  });
});

it.skipIf(!existsSync(FULL))(
  `is what the whole vmlinux has, byte for byte and symbol for symbol (skipped where ${FULL} is not)`,
  async () => {
    const full = await kernelImage(readFileSync(FULL), 'vmlinux');
    expect(full.buildId).toBe(image.buildId);
    expect(full.sections.map(({ name, address }) => [name, address])).toEqual(
      image.sections.map(({ name, address }) => [name, address]),
    );
    full.sections.forEach(({ bytes }, index) => {
      expect(Buffer.compare(bytes, image.sections[index]?.bytes ?? new Uint8Array(0))).toBe(0);
    });
    expect(extents(full)).toEqual(extents(image));
  },
);

/** Where each function of the code begins and ends. */
function extents({ symbols, sections }: CodeImage): string[] {
  const all = symbols.names.map((name, index) => ({
    name,
    start: symbols.starts[index] as number,
    size: symbols.sizes[index] as number,
    binding: symbols.bindings[index] ?? ('local' as const),
  }));
  const ranges = new SymbolRanges(all);
  return all
    .filter(
      ({ start, size }) =>
        size > 0 &&
        sections.some((each) => start >= each.address && start < each.address + each.bytes.length),
    )
    .map(({ name, start }) => `${name} ${start} ${ranges.find(start)?.size}`)
    .sort();
}
