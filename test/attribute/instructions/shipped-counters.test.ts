import { beforeAll, describe, expect, it } from 'vitest';
import { attributeEvent } from '../../../src/attribute/attribution.js';
import { counterCatalogue } from '../../../src/attribute/catalogue/counter-catalogue.js';
import { SHIPPED_CATALOGUES } from '../../../src/attribute/catalogue/shipped.js';
import { baseFunction } from '../../../src/attribute/catalogue/symbol-name.js';
import { type Atomic, atomicsOf } from '../../../src/attribute/instructions/atomics.js';
import { catalogueLookup, counterWord } from '../../../src/attribute/instructions/catalogue-lookup.js';
import { FlowGraph } from '../../../src/attribute/instructions/flow-graph.js';
import { InstructionJudge } from '../../../src/attribute/instructions/instruction-judge.js';
import { SampledCode } from '../../../src/attribute/instructions/sampled-code.js';
import { skidRule } from '../../../src/attribute/instructions/skid.js';
import { Selection } from '../../../src/attribute/selection.js';
import { StackJudge } from '../../../src/attribute/stack-verdict.js';
import type { CodeSource, FunctionCode } from '../../../src/model/instruction.js';
import { parseKernelRelease } from '../../../src/model/kernel-release.js';
import type { SiteCatalogue } from '../../../src/model/site-catalogue.js';
import { CPU_CLOCK } from '../stacks.js';
import { CHAINS, codeOf, placeName, withChains } from './code.js';
import { profileOf } from './sampled.js';

const KERNEL = '[kernel.kallsyms]';
/** What addr2line names in the chain of each locked instruction (locked-insns.apparmor.txt), read by hand. */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'dentry-lockref': {
    'lockref_get+0x22': 'get',
    'lockref_get_not_dead+0x31': 'get',
    'lockref_get_not_zero+0x31': 'get',
    'lockref_put_not_zero+0x32': 'put',
    'lockref_put_or_lock+0x2f': 'put',
    'lockref_put_return+0x27': 'put',
  },
  // Not fput()'s and __fput()'s put_write_access() and i_readcount_dec().
  'file-count': { '__fget_light+0x6d': 'get-unless-zero', 'fput+0x5': 'put' },
  cred: {
    '__alloc_file+0x45': 'get',
    'aa_change_hat+0x80': 'get',
    'aa_change_hat+0x299': 'put',
    'apparmor_getprocattr+0xe1': 'put',
  },
};
/** No rows of their own: AppArmor's functions count creds where they are inlined, and nothing but that says so. */
const UNLISTED = ['aa_change_hat', 'apparmor_getprocattr'];

let bare: CodeSource;
beforeAll(async () => {
  bare = await codeOf('instructions/label-functions-6.1.objdump.txt.xz');
});

describe.each(SHIPPED_CATALOGUES.map((data) => [data.id, data] as const))('%s', (id, data) => {
  const counter = counterCatalogue(data);
  const lookup = catalogueLookup(counter, parseKernelRelease('6.1.192'));
  const word = counterWord(counter);

  /** Of 336 locked instructions, those that are taken for the counter. */
  const counted = (source: CodeSource): [string, Atomic][] =>
    [...new Set([...CHAINS.keys()].map((place) => place.slice(0, place.lastIndexOf('+'))))].flatMap(
      (symbol) => {
        const code = bare.functionCode(symbol) as FunctionCode;
        const catalogued = lookup(baseFunction(symbol), KERNEL);
        return atomicsOf(new FlowGraph(code), source, catalogued, word?.(KERNEL) ?? null)
          .filter((atomic) => atomic.counted)
          .map((atomic): [string, Atomic] => [placeName(symbol, atomic.offset), atomic]);
      },
    );
  const operations = (found: readonly [string, Atomic][]) =>
    Object.fromEntries(found.map(([place, { operation }]) => [place, operation]));

  it('has the atomics that debug information names, and no other', () => {
    const found = counted(withChains(bare));
    expect(operations(found)).toEqual(EXPECTED[id]);
    for (const [, atomic] of found)
      expect(atomic).toMatchObject({
        object: data.subject,
        evidence: 'instruction+inline',
        confidence: 'high',
      });
  });

  it('has the same without debug information, in functions that it lists', () => {
    const found = counted(bare);
    const listed = Object.entries(EXPECTED[id] ?? {}).filter(
      ([place]) => !UNLISTED.some((symbol) => place.startsWith(`${symbol}+`)),
    );
    expect(operations(found)).toEqual(Object.fromEntries(listed));
    for (const [, atomic] of found)
      expect(atomic).toMatchObject({ evidence: 'instruction', confidence: 'medium' });
  });
});

describe('samples of a function out of line', () => {
  const [data] = SHIPPED_CATALOGUES as [SiteCatalogue, ...SiteCatalogue[]];
  const counter = counterCatalogue(data);
  const kernel = parseKernelRelease('6.1.192');

  it('count where they wait for the line, at the load and the exchange, and are a CAS loop’s', () => {
    const graph = new FlowGraph(bare.functionCode('lockref_get') as FunctionCode);
    const offset = (index: number): number => graph.instruction(index).address - graph.code.address;
    const cmpxchg = graph.code.instructions.findIndex(({ rmw }) => rmw === 'cmpxchg');
    // lockref.c: old.lock_count = READ_ONCE(...) is the first instruction; a timer's samples are one behind.
    const hits = [
      { symbol: 'lockref_get', offset: offset(1), samples: 700 },
      { symbol: 'lockref_get', offset: offset(cmpxchg + 1), samples: 200 },
      { symbol: 'lockref_get', offset: offset(3), samples: 50 },
    ];
    const profile = profileOf(CPU_CLOCK, hits);
    const judge = new StackJudge(profile, kernel, counter);
    const instructions = new InstructionJudge(
      new SampledCode(profile, [bare]),
      catalogueLookup(counter, kernel),
      skidRule(CPU_CLOCK, null),
      counterWord(counter),
    );
    const { sites, other } = attributeEvent(profile, judge, new Selection(profile, judge, []), 0, null, {
      judge: instructions,
      why: null,
    });
    expect(sites).toMatchObject([
      { function: 'lockref_get', operation: 'get', casLoop: true, samples: 900, evidence: 'instruction' },
    ]);
    expect(sites[0]?.instructions.map(({ samplesAfter }) => samplesAfter)).toEqual([700, 200]);
    expect(other.samples).toBe(50);
  });
});
