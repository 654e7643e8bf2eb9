import { beforeAll, describe, expect, it } from 'vitest';
import { hookAtomics } from '../../../src/attribute/instructions/hook-atomics.js';
import { usageChecks } from '../../../src/attribute/usage-check.js';
import type { CodeSource } from '../../../src/model/instruction.js';
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
