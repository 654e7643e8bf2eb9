import type { CodeSource, Instruction } from '../../model/instruction.js';
import type { KernelRelease } from '../../model/kernel-release.js';
import type { Operation, SiteRule } from '../../model/site.js';
import type { InstructionCounts } from '../../model/usage.js';
import { helperRuleFor, siteRuleFor } from '../catalogue/catalogue.js';
import { LABEL_SITES } from '../catalogue/label-sites.js';
import { LOOKUP_GETS } from '../catalogue/lookup-gets.js';
import { baseFunction } from '../catalogue/symbol-name.js';
import { type Atomic, atomicsOf } from './atomics.js';
import { FlowGraph } from './flow-graph.js';

/** How the kernel's symbols are grouped in every profile. */
const KERNEL_DSO = '[kernel.kallsyms]';

/**
 * The label atomics in the machine code of every catalogued function that `sources` has, with the functions it calls
 * that count for it; `null` where they have none of them.
 */
export function hookAtomics(
  sources: readonly CodeSource[],
  kernel: KernelRelease | null,
): InstructionCounts[] | null {
  const kernelSources = sources.filter(({ dso }) => dso === KERNEL_DSO);
  const names = [...new Set(LABEL_SITES.map((rule) => rule.function))];
  const counts = names.flatMap((name) => countsOf(name, kernelSources, kernel) ?? []);
  return counts.length === 0 ? null : counts;
}

function countsOf(
  name: string,
  sources: readonly CodeSource[],
  kernel: KernelRelease | null,
): InstructionCounts | null {
  const rule = siteRuleFor(name, kernel);
  for (const source of sources) {
    const codes = source.clones(name).flatMap((symbol) => source.functionCode(symbol) ?? []);
    if (codes.length === 0) continue;
    const own = codes
      .flatMap((code) => atomicsOf(new FlowGraph(code), source, rule))
      .filter((atomic) => atomic.object === 'label');
    const called = codes.flatMap(({ instructions }) => calledFunctions(instructions));
    return { function: name, ...counted(name, own), ...countingCallees(name, called, kernel) };
  }
  return null;
}

function counted(
  name: string,
  atomics: readonly Atomic[],
): Pick<InstructionCounts, 'gets' | 'puts' | 'stale'> {
  const isStale = (atomic: Atomic): boolean => atomic.stale && !isLookup(name, atomic);
  const of = (operations: readonly Atomic['operation'][]): number =>
    atomics.filter((atomic) => !isStale(atomic) && operations.includes(atomic.operation)).length;
  return { gets: of(['get', 'get-unless-zero']), puts: of(['put']), stale: atomics.filter(isStale).length };
}

/** Without debug info every compare-and-exchange get looks like that of a stale label. */
function isLookup(name: string, { operation, evidence }: Atomic): boolean {
  return operation === 'get-unless-zero' && evidence === 'instruction' && LOOKUP_GETS.has(name);
}

/** Direct calls, and jumps to another function: tail calls. Names as the disassembly has them. */
function calledFunctions(instructions: readonly Instruction[]): string[] {
  return instructions
    .filter(({ flow }) => flow === 'call' || flow === 'jump' || flow === 'branch')
    .flatMap(({ text }) => /<([^<>+]+)>$/.exec(text)?.[1] ?? []);
}

function countingCallees(
  name: string,
  called: readonly string[],
  kernel: KernelRelease | null,
): Pick<InstructionCounts, 'getsIn' | 'putsIn' | 'sitesCalled'> {
  const names = [...new Set(called.map(baseFunction))].filter((callee) => callee !== name).sort();
  const sites = names.filter((callee) => (siteRuleFor(callee, kernel)?.rmws ?? 0) > 0);
  const doing = (operation: Operation): string[] =>
    names.filter((callee) => (countingRule(callee, kernel)?.operation ?? '').split('+').includes(operation));
  return { getsIn: doing('get'), putsIn: doing('put'), sitesCalled: sites };
}

function countingRule(name: string, kernel: KernelRelease | null): Pick<SiteRule, 'operation'> | null {
  const rule = siteRuleFor(name, kernel) ?? helperRuleFor(name);
  return rule !== null && rule.rmws > 0 ? rule : null;
}
