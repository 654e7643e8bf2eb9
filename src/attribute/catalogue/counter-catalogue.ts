import { isInRange, type KernelRelease } from '../../model/kernel-release.js';
import type { HelperRule, SiteRule } from '../../model/site.js';
import type { CounterCodeRule, SiteCatalogue } from '../../model/site-catalogue.js';
import { type Classification, classifyFunction, groupByFunction, siteRuleFor } from './catalogue.js';

/** Where a function's code lies. */
export interface CodePlace {
  readonly kernel: boolean;
  /** As the profile names it: "/usr/lib/libfoo.so.1". */
  readonly dso: string | null;
}

/** What attribution asks of a catalogue, AppArmor's or one of `--sites`. */
export interface CounterCatalogue {
  /** "label", "dentry-lockref". */
  readonly id: string;
  /** "label", "dentry": `${subject} get/put`. */
  readonly subject: string;
  readonly singleInstance: boolean;
  readonly singleInstanceWhy: string;
  /** Helpers count for this counter whoever calls them; AppArmor's helpers only for an AppArmor caller. */
  readonly chargesAnyCaller: boolean;
  /** How machine code shows the counter; `labels`: as attribute/instructions/ knows them; `null`: not known. */
  readonly code: readonly CounterCodeRule[] | 'labels' | null;
  /** File name of the program or library whose counter it is; `null`: the kernel's. */
  readonly binary: string | null;
  /** Whether code at `place` can touch the counter. */
  isAt(place: CodePlace): boolean;
  /** What a function (a base name) at `place` does to the counter; `null` is an unknown kernel. */
  classify(name: string, place: CodePlace, kernel: KernelRelease | null): Classification;
  /** The row that classification used; `null` for functions charged for their helpers alone. */
  row(name: string, kernel: KernelRelease | null): SiteRule | null;
}

/** The count of struct aa_label. */
export const LABEL_CATALOGUE: CounterCatalogue = {
  id: 'label',
  subject: 'label',
  singleInstance: true,
  singleInstanceWhy: 'assumed: the recorded tasks share one label, as workers forked from one master do',
  chargesAnyCaller: false,
  code: 'labels',
  binary: null,
  isAt: ({ kernel }) => kernel,
  classify: (name, _place, kernel) => classifyFunction(name, kernel),
  row: siteRuleFor,
};

const OUTSIDE: Classification = { kind: 'not-apparmor' };

/** The catalogue of a file or of one that is shipped. */
export function counterCatalogue(data: SiteCatalogue): CounterCatalogue {
  const sites = groupByFunction(data.sites);
  const helpers = new Map<string, HelperRule>(data.helpers.map((rule) => [rule.function, rule]));
  const row: CounterCatalogue['row'] = (name, kernel) => ruleFor(sites.get(name) ?? [], kernel);
  const classify: CounterCatalogue['classify'] = (name, place, kernel) => {
    if (!isAt(place, data.dso)) return OUTSIDE;
    const rule = row(name, kernel);
    if (rule !== null) return { kind: 'site', rule };
    const helper = helpers.get(name);
    return helper === undefined ? OUTSIDE : { kind: 'helper', rule: helper };
  };
  const { id, subject, singleInstance, singleInstanceWhy } = data;
  return {
    id,
    subject,
    singleInstance,
    singleInstanceWhy,
    chargesAnyCaller: true,
    code: data.code ?? null,
    binary: data.dso,
    isAt: (place) => isAt(place, data.dso),
    classify,
    row,
  };
}

/** As AppArmor's: for an unknown kernel the newest row that counts on its common path. */
function ruleFor(rules: readonly SiteRule[], kernel: KernelRelease | null): SiteRule | null {
  const rule =
    kernel === null
      ? (rules.findLast((candidate) => candidate.rmws > 0) ?? rules.at(-1))
      : rules.find((candidate) => isInRange(kernel, candidate.kernels));
  return rule ?? null;
}

function isAt({ kernel, dso }: CodePlace, wanted: string | null): boolean {
  if (wanted === null) return kernel;
  return !kernel && dso !== null && dso.slice(dso.lastIndexOf('/') + 1) === wanted;
}
