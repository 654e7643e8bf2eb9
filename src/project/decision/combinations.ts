import type { Kept } from '../../model/projection.js';
import type { Lifetime } from '../../model/site.js';
import type { Fraction } from '../../model/units.js';
import { LEAVES_ALL, type Scheme, type SiteCover } from '../schemes/scheme.js';

const MOST_TOGETHER = 3;

/** Schemes that change the kernel together; their memory adds up. */
export interface Combination {
  readonly schemes: readonly Scheme[];
  /** All of them as one scheme, for the projection. */
  readonly scheme: Scheme;
}

/**
 * Every scheme alone but the baseline, and the refcount schemes in sets of up to three in which each member takes away
 * something that the others leave. Sets with a lock scheme are not among them: it works on a station of its own.
 * @param stale fraction of get/put on stale labels; a set keeps only what every member keeps there.
 */
export function combinations(schemes: readonly Scheme[], stale: Fraction): Combination[] {
  const alone = schemes
    .filter(({ cover }) => cover !== null)
    .map((scheme) => ({ schemes: [scheme], scheme }));
  const sited = schemes.filter(({ cover }) => cover?.kind === 'sites');
  const sets = subsets(sited, MOST_TOGETHER).filter((set) => set.length > 1 && eachCounts(set, stale));
  return [...alone, ...sets.map((set) => ({ schemes: set, scheme: together(set, stale) }))];
}

function subsets<T>(items: readonly T[], most: number): T[][] {
  const found: T[][] = [[]];
  for (const item of items) {
    for (const set of found.filter(({ length }) => length < most)) found.push([...set, item]);
  }
  return found;
}

/** Without any one member, some lifetime keeps more. */
function eachCounts(set: readonly Scheme[], stale: Fraction): boolean {
  const all = keptBy(set, stale);
  return set.every((member) => {
    const without = keptBy(
      set.filter((scheme) => scheme !== member),
      stale,
    );
    return Object.entries(all).some(
      ([lifetime, kept]) => kept.mid < (without[lifetime as Lifetime] ?? LEAVES_ALL).mid,
    );
  });
}

type KeptByLifetime = Partial<Record<Lifetime, Kept>>;

/** A visit stays only if every scheme leaves it; what two schemes leave is taken as independent. */
function keptBy(set: readonly Scheme[], stale: Fraction): KeptByLifetime {
  const kept: KeptByLifetime = {};
  for (const scheme of set) {
    const back = scheme.takesRefWhenStale ? stale : 0;
    for (const [lifetime, own] of Object.entries((scheme.cover as SiteCover).kept)) {
      const before = kept[lifetime as Lifetime] ?? LEAVES_ALL;
      const at = (end: keyof Kept) => before[end] * (own[end] + back * (1 - own[end]));
      kept[lifetime as Lifetime] = { low: at('low'), mid: at('mid'), high: at('high') };
    }
  }
  return kept;
}

function together(set: readonly Scheme[], stale: Fraction): Scheme {
  const [first] = set;
  if (first === undefined) throw new RangeError('a combination of no schemes');
  return {
    ...first,
    id: set.map(({ id }) => id).join('+'),
    cover: {
      kind: 'sites',
      kept: keptBy(set, stale),
      residualNs: Math.max(...set.map(({ cover }) => (cover as SiteCover).residualNs)),
    },
    takesRefWhenStale: false,
    memoryBytes: (labels, possibleCpus) =>
      set.reduce<number | null>((sum, scheme) => {
        const own = scheme.memoryBytes(labels, possibleCpus);
        return sum === null || own === null ? null : sum + own;
      }, 0),
    revertedFraction: (labels) => Math.max(...set.map((scheme) => scheme.revertedFraction(labels))),
    adoptions: set.flatMap(({ adoptions }) => adoptions),
    assumptions: set.flatMap(({ assumptions }) => assumptions),
  };
}
