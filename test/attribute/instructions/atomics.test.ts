import { beforeAll, describe, expect, it } from 'vitest';
import { baseFunction } from '../../../src/attribute/catalogue/symbol-name.js';
import { type Atomic, atomicsOf } from '../../../src/attribute/instructions/atomics.js';
import { FlowGraph } from '../../../src/attribute/instructions/flow-graph.js';
import type { CodeSource, FunctionCode } from '../../../src/model/instruction.js';
import { CHAINS, codeOf, LOOKUP, placeName, withChains } from './code.js';

let bare: CodeSource;
let inlined: CodeSource;

beforeAll(async () => {
  bare = await codeOf('instructions/label-functions-6.1.objdump.txt.xz');
  inlined = withChains(bare);
});

function atomics(source: CodeSource, symbol: string): Atomic[] {
  const code = source.functionCode(symbol) as FunctionCode;
  return atomicsOf(new FlowGraph(code), source, LOOKUP(baseFunction(symbol), source.dso));
}

function said({ object, operation, stale }: Atomic): string {
  return object === 'label' ? `${operation}${stale ? ' stale' : ''}` : 'not a label';
}

/** Symbols of the locked instructions' list. */
const SYMBOLS = [...new Set([...CHAINS.keys()].map((place) => place.slice(0, place.lastIndexOf('+'))))];

describe('atomics of the recorded kernel', () => {
  it('are the locked instructions that its disassembly lists', () => {
    const found = SYMBOLS.flatMap((symbol) =>
      atomics(bare, symbol)
        .filter(({ address }) => /^lock /.test(textAt(symbol, address)))
        .map(({ offset }) => placeName(symbol, offset)),
    );
    expect(found.sort()).toEqual([...CHAINS.keys()].sort());
  });

  // shared/traces/INDEX.md: get, put, stale-label cmpxchg; alloc's put only drops what a stale label made it take.
  describe.each([
    ['apparmor_file_open', { 142: 'get', 178: 'put', 243: 'get-unless-zero stale' }],
    ['apparmor_current_getsecid_subj', { 62: 'get', 97: 'put', 170: 'get-unless-zero stale' }],
    ['apparmor_file_alloc_security', { 114: 'get', 189: 'put stale', 242: 'get-unless-zero stale' }],
    ['apparmor_file_free_security', { 39: 'put' }],
  ])('in %s', (symbol, expected) => {
    it.each(['by inlines', 'by instruction'])("are the index's, %s", (way) => {
      const found = atomics(way === 'by inlines' ? inlined : bare, symbol);
      expect(Object.fromEntries(found.map((atomic) => [atomic.offset, said(atomic)]))).toEqual(expected);
      expect(new Set(found.map(({ evidence, confidence }) => `${evidence} ${confidence}`))).toEqual(
        new Set([way === 'by inlines' ? 'instruction+inline high' : 'instruction medium']),
      );
    });
  });

  it('are told without debug info as with it, but for a few in policy management', () => {
    const wrongObject: string[] = [];
    let agree = 0;
    for (const symbol of SYMBOLS) {
      const by = atomics(inlined, symbol);
      for (const [index, atomic] of atomics(bare, symbol).entries()) {
        const truth = by[index] as Atomic;
        if (!CHAINS.has(placeName(symbol, atomic.offset))) continue;
        if (said(atomic) === said(truth)) agree++;
        if ((atomic.object === 'label') !== (truth.object === 'label')) wrongObject.push(symbol);
      }
    }
    expect(CHAINS.size).toBe(336);
    expect([...new Set(wrongObject)].sort()).toEqual([
      '__aa_new_null_profile',
      'aa_free_profile.part.0',
      'aa_label_destroy',
      'aa_replace_profiles',
      'aa_write_access',
    ]);
    expect(wrongObject).toHaveLength(12);
    // aa_label_find_merge takes its reference by a lookup: without debug info the loops for stale labels look like it.
    expect(agree).toBe(321);
  });

  it('of the condref kernel keep a conditional put and the cmpxchg', async () => {
    const source = await codeOf('instructions/condref-file_open.annotate.txt.gz');
    const code = source.functionCode('apparmor_file_open') as FunctionCode;
    const rule = LOOKUP('apparmor_file_open', source.dso);
    const condref = { operation: 'get+put', lifetime: 'stale' } as const;
    expect(rule?.lifetime).toBe('transient-object');
    const found = atomicsOf(new FlowGraph(code), source, condref);
    expect(found.map((atomic) => [atomic.offset, said(atomic)])).toEqual([
      [0x1ad, 'put stale'],
      [0x1fe, 'get-unless-zero stale'],
    ]);
  });
});

function textAt(symbol: string, address: number): string {
  const code = bare.functionCode(symbol) as FunctionCode;
  return code.instructions.find((instruction) => instruction.address === address)?.text ?? '';
}
