import type { CodeSource } from '../../model/instruction.js';
import type { KernelRelease } from '../../model/kernel-release.js';
import type { InstructionCounts } from '../../model/usage.js';
import { siteRuleFor } from '../catalogue/catalogue.js';
import { LABEL_SITES } from '../catalogue/label-sites.js';
import { atomicsOf } from './atomics.js';
import { FlowGraph } from './flow-graph.js';

/** How the kernel's symbols are grouped in every profile. */
const KERNEL_DSO = '[kernel.kallsyms]';

/**
 * The label atomics in the machine code of every catalogued function that `sources` has; `null` where they have none
 * of them. A put that follows a get for a stale label only counts as `stale` where debug info says so.
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
  for (const source of sources) {
    const code = source.functionCode(name);
    if (code === null) continue;
    const own = atomicsOf(new FlowGraph(code), source, siteRuleFor(name, kernel)).filter(
      (atomic) => atomic.object === 'label',
    );
    const of = (operation: 'get' | 'put'): number =>
      own.filter((atomic) => !atomic.stale && atomic.operation === operation).length;
    return {
      function: name,
      gets: of('get'),
      puts: of('put'),
      stale: own.filter((atomic) => atomic.stale || atomic.operation === 'get-unless-zero').length,
    };
  }
  return null;
}
