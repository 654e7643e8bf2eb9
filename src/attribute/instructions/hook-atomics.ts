import type { CodeSource, FunctionCode } from '../../model/instruction.js';
import type { KernelRelease } from '../../model/kernel-release.js';
import type { Operation, SiteRule } from '../../model/site.js';
import type { Address } from '../../model/units.js';
import type { InstructionCounts } from '../../model/usage.js';
import { helperRuleFor, siteRuleFor } from '../catalogue/catalogue.js';
import { LABEL_HELPERS } from '../catalogue/label-helpers.js';
import { LABEL_SITES } from '../catalogue/label-sites.js';
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
  const kernelSources = sources
    .filter(({ dso }) => dso === KERNEL_DSO)
    .map((source) => ({ source, nameAt: namesByAddress(source) }));
  const names = [...new Set(LABEL_SITES.map((rule) => rule.function))];
  const counts = names.flatMap((name) => countsOf(name, kernelSources, kernel) ?? []);
  return counts.length === 0 ? null : counts;
}

interface NamedSource {
  readonly source: CodeSource;
  readonly nameAt: (address: Address) => string | null;
}

function countsOf(
  name: string,
  sources: readonly NamedSource[],
  kernel: KernelRelease | null,
): InstructionCounts | null {
  const rule = siteRuleFor(name, kernel);
  for (const { source, nameAt } of sources) {
    const codes = source.clones(name).flatMap((symbol) => source.functionCode(symbol) ?? []);
    if (codes.length === 0) continue;
    const own = codes
      .flatMap((code) => atomicsOf(new FlowGraph(code), source, rule))
      .filter((atomic) => atomic.object === 'label');
    const called = codes.flatMap((code) => calledFunctions(code, nameAt));
    return { function: name, ...counted(own), ...countingCallees(name, called, kernel) };
  }
  return null;
}

function counted(atomics: readonly Atomic[]): Pick<InstructionCounts, 'gets' | 'puts' | 'stale'> {
  const of = (operations: readonly Atomic['operation'][]): number =>
    atomics.filter((atomic) => !atomic.stale && operations.includes(atomic.operation)).length;
  const stale = atomics.filter((atomic) => atomic.stale).length;
  return { gets: of(['get', 'get-unless-zero']), puts: of(['put']), stale };
}

/** Targets of direct calls, and of jumps to another function: tail calls. `null` is one that nothing names. */
function calledFunctions(
  { address, size, instructions }: FunctionCode,
  nameAt: (address: Address) => string | null,
): (string | null)[] {
  return instructions.flatMap(({ flow, text, target }) => {
    const leaves = target !== null && (target < address || target >= address + size);
    if (flow !== 'call' && !(leaves && (flow === 'jump' || flow === 'branch'))) return [];
    const named = /<([^<>+]+)>$|^call\w*\s+(?!(?:0x)?[0-9a-f]+$)([A-Za-z_][\w.]*)$/.exec(text);
    return named?.[1] ?? named?.[2] ?? (target === null ? [] : [nameAt(target)]);
  });
}

/** Catalogued functions and helpers by their address, for listings that do not name targets; made when asked for. */
function namesByAddress(source: CodeSource): (address: Address) => string | null {
  let known: Map<Address, string> | null = null;
  return (address) => {
    known ??= new Map(
      [...LABEL_SITES, ...LABEL_HELPERS].flatMap((rule) =>
        source.clones(rule.function).flatMap((symbol) => {
          const code = source.functionCode(symbol);
          return code === null ? [] : [[code.address, symbol] as const];
        }),
      ),
    );
    return known.get(address) ?? null;
  };
}

function countingCallees(
  name: string,
  called: readonly (string | null)[],
  kernel: KernelRelease | null,
): Pick<InstructionCounts, 'getsIn' | 'putsIn' | 'sitesCalled' | 'unnamedCalls'> {
  const named = called.flatMap((callee) => (callee === null ? [] : baseFunction(callee)));
  const names = [...new Set(named)].filter((callee) => callee !== name).sort();
  const sites = names.filter((callee) => (siteRuleFor(callee, kernel)?.rmws ?? 0) > 0);
  const doing = (operation: Operation): string[] =>
    names.filter((callee) => (countingRule(callee, kernel)?.operation ?? '').split('+').includes(operation));
  return {
    getsIn: doing('get'),
    putsIn: doing('put'),
    sitesCalled: sites,
    unnamedCalls: called.length - named.length,
  };
}

function countingRule(name: string, kernel: KernelRelease | null): Pick<SiteRule, 'operation'> | null {
  const rule = siteRuleFor(name, kernel) ?? helperRuleFor(name);
  return rule !== null && rule.rmws > 0 ? rule : null;
}
