import type { KernelRelease } from '../../model/kernel-release.js';
import type { CodePlace, CounterCatalogue } from '../catalogue/counter-catalogue.js';
import type { CounterWord } from './counter-word.js';
import type { CatalogueLookup } from './instruction-judge.js';

/** What a catalogue has on a function, hook or helper, in one form. */
export function catalogueLookup(catalogue: CounterCatalogue, kernel: KernelRelease | null): CatalogueLookup {
  return (name, dso) => {
    const found = catalogue.classify(name, codePlace(dso), kernel);
    if (found.kind === 'site') return found.rule;
    return found.kind === 'helper' ? { ...found.rule, transfers: found.rule.rmws } : null;
  };
}

/** How code of a binary shows the counter of a catalogue with code rules; `null` for labels. */
export function counterWord({
  subject,
  code,
  isAt,
}: CounterCatalogue): ((dso: string) => CounterWord) | null {
  if (code === 'labels') return null;
  return (dso) => ({ subject, rules: isAt(codePlace(dso)) ? (code ?? []) : [] });
}

/** perf names the kernel and its modules in brackets. */
function codePlace(dso: string): CodePlace {
  return { kernel: dso.startsWith('[') && dso !== '[vdso]', dso };
}
