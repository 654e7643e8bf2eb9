import type { KernelRelease } from '../../model/kernel-release.js';
import type { CounterCatalogue } from '../catalogue/counter-catalogue.js';
import type { CatalogueLookup } from './instruction-judge.js';

const IN_KERNEL = { kernel: true, dso: null } as const;

/** What a catalogue has on a kernel function, hook or helper, in one form. */
export function catalogueLookup(catalogue: CounterCatalogue, kernel: KernelRelease | null): CatalogueLookup {
  return (name) => {
    const found = catalogue.classify(name, IN_KERNEL, kernel);
    if (found.kind === 'site') return found.rule;
    return found.kind === 'helper' ? { ...found.rule, transfers: found.rule.rmws } : null;
  };
}
