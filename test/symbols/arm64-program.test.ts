import { describe, expect, it } from 'vitest';
import { atomicsOf } from '../../src/attribute/instructions/atomics.js';
import { FlowGraph } from '../../src/attribute/instructions/flow-graph.js';
import { referenceShape } from '../../src/attribute/instructions/reference-shape.js';
import type { CodeSource, FunctionCode } from '../../src/model/instruction.js';
import { objdumpFormat } from '../../src/read/objdump/objdump.js';
import { readArm64 } from '../../src/symbols/code/arm64-text.js';
import { elfCode } from '../../src/symbols/code/elf-code.js';
import { listingCode } from '../../src/symbols/code/listing-code.js';
import { Dwarf } from '../../src/symbols/dwarf/dwarf.js';
import { elfFormat } from '../../src/symbols/elf/elf.js';
import { fixture, readBytes } from '../conformance.js';
import { debugInfoOf, differences, readAnswers } from './dwarf/addr2line.js';

/** fixtures/arm64/build.sh: one source, three ways to make it atomic. */
const PROGRAMS = ['lse', 'exclusive', 'outline'] as const;
type Program = (typeof PROGRAMS)[number];

/** What objdump prints of each instruction. */
function listed(program: Program): { address: number; word: number; text: string }[] {
  const text = new TextDecoder().decode(fixture(`arm64/${program}.objdump.txt.gz`));
  return text.split('\n').flatMap((line) => {
    const [, address, word, shown] = /^\s+([0-9a-f]+):\t([0-9a-f]{8}) \t(.*)$/.exec(line) ?? [];
    if (address === undefined || word === undefined || shown === undefined) return [];
    const plain = shown
      .replace(/\s*\/\/.*$/, '')
      .replaceAll('\t', ' ')
      .trim();
    return [{ address: Number.parseInt(address, 16), word: Number.parseInt(word, 16), text: plain }];
  });
}

function elfOf(program: Program): CodeSource {
  const [image] = readBytes(elfFormat, fixture(`arm64/${program}.gz`), 65_536, program).code;
  if (image === undefined) throw new Error(`${program} has no code`);
  return elfCode(image, program);
}

function listingOf(program: Program): CodeSource {
  return listingCode(readBytes(objdumpFormat, fixture(`arm64/${program}.objdump.txt.gz`)).listings, program);
}

/** As counts.c has them; a compare and exchange reads the count with a plain load first. */
const OPERATIONS: readonly (readonly [string, readonly string[]])[] = [
  ['open_hook', ['get refcount', 'put refcount']],
  ['alloc_hook', ['get refcount']],
  ['free_hook', ['put refcount']],
  ['lookup_hook', ['get-unless-zero refcount', 'put refcount']],
  ['mark_hook', ['bit none']],
  ['swap_hook', ['exchange none']],
  ['size_hook', ['get long-counter']],
  ['add_hook', ['arithmetic none']],
];

describe.each(PROGRAMS)('the program %s', (program) => {
  it('decodes to what objdump prints: atomics, branches, constants and written registers', () => {
    const source = elfOf(program);
    const byAddress = new Map(listed(program).map((each) => [each.address, each]));
    let checked = 0;
    let atomics = 0;
    for (const name of [...OPERATIONS.map(([symbol]) => symbol), 'main', 'label_release', '_start']) {
      for (const found of source.functionCode(name)?.instructions ?? []) {
        const { text, word } = byAddress.get(found.address) ?? { text: '', word: 0 };
        const { rmw, memory, flow, target, constant, writes, operand } = readArm64(text);
        const isAtomic = rmw !== null;
        expect({ shown: text, ...found }).toMatchObject({ rmw, flow, target, constant, writes, operand });
        if (isAtomic) expect({ text, memory: found.memory }).toEqual({ text, memory });
        // What is not decoded shows the word that objdump has; PLT entries have no names of their own here.
        const shown = `.inst 0x${word.toString(16).padStart(8, '0')}`;
        const own = text.includes('@plt>')
          ? found.text.replace(/<.*>/, /<.*>/.exec(text)?.[0] ?? '')
          : found.text;
        expect([text, shown]).toContain(own.replace('#-0x1', '#0xffffffff'));
        checked += 1;
        atomics += Number(isAtomic);
      }
    }
    expect(checked).toBeGreaterThan(110);
    // Ten operations, two instructions each where they are loops.
    expect(atomics).toBe(program === 'exclusive' ? 20 : 10);
  });

  it.each(OPERATIONS)('%s does %j', (name, operations) => {
    for (const source of [elfOf(program), listingOf(program)]) {
      const graph = new FlowGraph(source.functionCode(name) as FunctionCode);
      const found = graph.code.instructions.flatMap(({ rmw }, index) => {
        const { operation, idiom } = referenceShape(graph, index);
        return rmw === null ? [] : [`${operation} ${idiom}`];
      });
      // Load and store of an exclusive pair are one operation.
      const halves = program === 'exclusive' ? 2 : 1;
      expect(found).toEqual(operations.flatMap((operation) => Array(halves).fill(operation)));
    }
  });

  it('has the inlined functions that addr2line has', () => {
    const { info, diagnostics } = debugInfoOf(fixture(`arm64/${program}.gz`), program);
    const answers = readAnswers(fixture(`arm64/${program}.addr2line.txt.gz`));
    const { differ, chains } = differences(new Dwarf(info, diagnostics), answers);
    expect(differ).toEqual([]);
    expect(chains).toBeGreaterThan(60);
    expect(diagnostics).toEqual([]);
  });
});

it('a hook of the catalogue counts labels without debug information, and a wider count is none', () => {
  const source = elfOf('lse');
  const objects = (name: string): string[] => {
    const graph = new FlowGraph(source.functionCode(name) as FunctionCode);
    return atomicsOf(graph, source, { operation: 'get+put', lifetime: 'transient-object' }).map(
      ({ object, operation, confidence }) => `${object} ${operation} ${confidence}`,
    );
  };
  expect(objects('open_hook')).toEqual(['label get medium', 'label put medium']);
  expect(objects('size_hook')).toEqual(['counter get low']);
});
