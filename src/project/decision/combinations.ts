import { groupBy } from '../../model/group-by.js';
import type { Kept, ProjectionInput } from '../../model/projection.js';
import type { Bytes, Fraction } from '../../model/units.js';
import { schemeEffect } from '../project.js';
import { LEAVES_ALL, type LockCover, type Scheme, type SiteCover } from '../schemes/scheme.js';

const MOST_TOGETHER = 3;
/** The one place that is no lock. */
const LABEL_SITES = 'sites';

/** Schemes that change the kernel together; their memory adds up. */
export interface Combination {
  readonly schemes: readonly Scheme[];
  /** What they do, as one scheme for each line or lock that they work on. */
  readonly parts: readonly Scheme[];
}

/**
 * Every scheme alone but the baseline; in sets of up to three those that work on one line or lock, where each member
 * takes away something that the others leave; and each of these with what relieves another line or lock, if all are
 * stations of this recording.
 */
export function combinations(schemes: readonly Scheme[], input: ProjectionInput): Combination[] {
  const alone = schemes
    .filter(({ cover }) => cover !== null)
    .map((scheme): Combination => ({ schemes: [scheme], parts: [scheme] }));
  const places = [...new Set(alone.flatMap(({ parts }) => parts.map(placeOf)))];
  const together = places.map((place) => setsAt(place, schemes, input));
  return [...alone, ...together.flat(), ...acrossPlaces(alone, together, input)];
}

/** Over kref; `null` where a number it needs is unknown. */
export function combinedMemory({ schemes }: Combination, labels: number, possibleCpus: number): Bytes | null {
  const each = schemes.map((scheme) => scheme.memoryBytes(labels, possibleCpus));
  return each.reduce<number | null>((sum, own) => (sum === null || own === null ? null : sum + own), 0);
}

/** Part of the time in which one of them at least is off. */
export function combinedReversion({ schemes }: Combination, labels: number | null): Fraction {
  return Math.max(...schemes.map((scheme) => scheme.revertedFraction(labels)));
}

function placeOf({ cover }: Scheme): string {
  return cover?.kind === 'lock' ? cover.role : LABEL_SITES;
}

/** Whether each takes something off a station that the recording shows. */
function isWorking(parts: readonly Scheme[], input: ProjectionInput): boolean {
  return parts.every((part) => schemeEffect(part, input).kind === 'station');
}

function setsAt(place: string, schemes: readonly Scheme[], input: ProjectionInput): Combination[] {
  const here = schemes.filter((scheme) => scheme.cover !== null && placeOf(scheme) === place);
  // What the load does not visit nobody takes away.
  const visited = new Set<string>([...input.sites.map(({ lifetime }) => lifetime), 'reads', 'writes']);
  return subsets(here, MOST_TOGETHER)
    .filter((set) => set.length > 1 && eachCounts(set, input.staleFraction, visited))
    .map((set) => ({ schemes: set, parts: [merged(set, input.staleFraction)] }))
    .filter(({ parts }) => place === LABEL_SITES || isWorking(parts, input));
}

function acrossPlaces(
  alone: readonly Combination[],
  together: readonly (readonly Combination[])[],
  input: ProjectionInput,
): Combination[] {
  const working = [...alone, ...together.flat()].filter(({ parts }) => isWorking(parts, input));
  // All parts of one are at one place so far.
  const byPlace = groupBy(working, ({ parts }) => String(parts.map(placeOf)));
  const none: Combination = { schemes: [], parts: [] };
  const all = [...byPlace.values()].reduce<Combination[]>(
    (combined, choices) =>
      combined.flatMap((left) =>
        [none, ...choices].map((right) => ({
          schemes: [...left.schemes, ...right.schemes],
          parts: [...left.parts, ...right.parts],
        })),
      ),
    [none],
  );
  return all.filter(({ parts }) => parts.length > 1);
}

function subsets<T>(items: readonly T[], most: number): T[][] {
  const found: T[][] = [[]];
  for (const item of items) {
    for (const set of found.filter(({ length }) => length < most)) found.push([...set, item]);
  }
  return found;
}

/** Without any one member, more is kept of something that is visited. */
function eachCounts(set: readonly Scheme[], stale: Fraction, visited: ReadonlySet<string>): boolean {
  const all = keptBy(set, stale);
  return set.every((member) => {
    const without = keptBy(
      set.filter((scheme) => scheme !== member),
      stale,
    );
    return Object.entries(all).some(
      ([what, kept]) => visited.has(what) && kept.mid < (without[what] ?? LEAVES_ALL).mid,
    );
  });
}

/** By lifetime of sites, or by reads and writes of a lock. */
type KeptByUse = Record<string, Kept>;

function keptOf({ cover }: Scheme): Readonly<KeptByUse> {
  if (cover === null) return {};
  return cover.kind === 'sites' ? cover.kept : { reads: cover.reads, writes: cover.writes };
}

/** A visit stays only if every scheme leaves it; what two schemes leave is taken as independent. */
function keptBy(set: readonly Scheme[], stale: Fraction): KeptByUse {
  const kept: KeptByUse = {};
  for (const scheme of set) {
    const back = scheme.takesRefWhenStale ? stale : 0;
    for (const [use, own] of Object.entries(keptOf(scheme))) {
      const before = kept[use] ?? LEAVES_ALL;
      const at = (end: keyof Kept) => before[end] * (own[end] + back * (1 - own[end]));
      kept[use] = { low: at('low'), mid: at('mid'), high: at('high') };
    }
  }
  return kept;
}

/** A set at one place as one scheme, for the projection. */
function merged(set: readonly Scheme[], stale: Fraction): Scheme {
  const [first] = set;
  if (first === undefined) throw new RangeError('a combination of no schemes');
  return {
    ...first,
    id: set.map(({ id }) => id).join('+'),
    cover: mergedCover(
      set.map(({ cover }) => cover as SiteCover | LockCover),
      keptBy(set, stale),
    ),
    // Counted already in what is kept.
    takesRefWhenStale: false,
    adoptions: set.flatMap(({ adoptions }) => adoptions),
    assumptions: set.flatMap(({ assumptions }) => assumptions),
  };
}

function mergedCover(covers: readonly (SiteCover | LockCover)[], kept: KeptByUse): SiteCover | LockCover {
  const [first] = covers;
  if (first?.kind === 'lock') {
    return { ...first, reads: kept.reads ?? first.reads, writes: kept.writes ?? first.writes };
  }
  return {
    kind: 'sites',
    kept,
    residualNs: Math.max(...covers.map((cover) => (cover.kind === 'sites' ? cover.residualNs : 0))),
  };
}
