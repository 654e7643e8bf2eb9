import { beforeAll, describe, expect, it } from 'vitest';
import { LABEL_CATALOGUE } from '../../../src/attribute/catalogue/counter-catalogue.js';
import { atomicsOf } from '../../../src/attribute/instructions/atomics.js';
import { catalogueLookup } from '../../../src/attribute/instructions/catalogue-lookup.js';
import { FlowGraph } from '../../../src/attribute/instructions/flow-graph.js';
import { hookAtomics } from '../../../src/attribute/instructions/hook-atomics.js';
import { usageChecks } from '../../../src/attribute/usage-check.js';
import type { CodeSource, FunctionCode } from '../../../src/model/instruction.js';
import type { HookUsage, InstructionCounts } from '../../../src/model/usage.js';
import { codeOf, withChains } from './code.js';

const KERNEL = { major: 6, minor: 1 };

let source: CodeSource;
beforeAll(async () => {
  source = await codeOf('instructions/label-functions-6.1.objdump.txt.xz');
});

function countsOf(code: CodeSource): ReadonlyMap<string, InstructionCounts> {
  return new Map((hookAtomics([code], KERNEL) ?? []).map((counts) => [counts.function, counts]));
}

function verdicts(code: CodeSource): readonly HookUsage[] {
  const instructionCounts = hookAtomics([code], KERNEL);
  return usageChecks([], { loads: [], kernel: KERNEL, instructionCounts })[0]?.hooks ?? [];
}

describe('atomics of the hooks of 6.1.192-labp', () => {
  // fixtures/catalogue/locked-label-functions-6.1.txt, and the sources of 6.1 where a helper or callee is named.
  it.each([
    ['apparmor_file_open', { gets: 1, puts: 1, stale: 1 }],
    ['apparmor_current_getsecid_subj', { gets: 1, puts: 1, stale: 1 }],
    ['apparmor_file_alloc_security', { gets: 1, puts: 0, stale: 2 }],
    ['apparmor_file_free_security', { gets: 0, puts: 1, stale: 0 }],
    ['apparmor_task_getsecid_obj', { gets: 0, puts: 1, getsIn: ['aa_get_task_label'], sitesCalled: [] }],
    // A lookup, not a stale label.
    ['aa_find_child', { gets: 1, puts: 0, stale: 0 }],
    // Its code is in aa_free_ns.part.0.
    ['aa_free_ns', { gets: 0, puts: 1 }],
  ])('%s: %j', (name, counts) => {
    expect(countsOf(withChains(source)).get(name)).toMatchObject(counts);
  });

  it('with debug info differ from the catalogue nowhere', () => {
    const hooks = verdicts(withChains(source));
    expect(hooks.length).toBe(65);
    expect(
      hooks.filter((hook) => hook.verdict === 'differs').map(({ function: name, why }) => [name, why]),
    ).toEqual([]);
  });

  it('without debug info neither', () => {
    expect(
      verdicts(source)
        .filter((hook) => hook.verdict === 'differs')
        .map(({ function: name, why }) => [name, why]),
    ).toEqual([]);
  });
});

// fixtures/instructions/lookup-gets.c: which get and put stands where is its source's.
describe('lookups of 6.17, without debug info', () => {
  const lookup = catalogueLookup(LABEL_CATALOGUE, { major: 6, minor: 17 });
  it.each([
    ['apparmor_sk_clone_security', ['put', 'get-unless-zero', 'put', 'get-unless-zero'], false],
    ['sk_peer_get_label', ['get-unless-zero'], false],
    ['aa_unix_file_perm', ['get-unless-zero', 'put'], false],
    // Its loop is that of the newest label of a stale one.
    ['apparmor_file_open', ['get', 'put', 'get-unless-zero'], true],
  ])('%s does %j, the loop for stale labels only: %j', async (name, operations, forStale) => {
    const code = await codeOf('instructions/lookup-gets.objdump.txt');
    const graph = new FlowGraph(code.functionCode(name) as FunctionCode);
    const atomics = atomicsOf(graph, code, lookup(name, '[kernel.kallsyms]'));
    expect(atomics.map(({ object }) => object)).toEqual(operations.map(() => 'label'));
    expect(atomics.map(({ operation }) => operation)).toEqual(operations);
    const loops = atomics.filter(({ operation }) => operation === 'get-unless-zero');
    expect(new Set(loops.map(({ stale }) => stale))).toEqual(new Set([forStale]));
  });
});
