import { isKernelIn } from '../model/kernel-release.js';
import type { Kept, ProjectionInput, SiteLoad } from '../model/projection.js';
import type { Fraction, Range } from '../model/units.js';
import type { Removed } from './capacity.js';
import { type Effect, LABEL_LINE, TOUCHES_NOTHING } from './effect.js';
import { type Adoption, LEAVES_ALL, type Scheme, type SiteCover } from './schemes/scheme.js';
import { limitedShare } from './share-limit.js';

const ALL_STALE = 'every label is stale (--stale-fraction 1), and the scheme takes the references of those';

/**
 * What a refcount scheme takes off the label's line. All sites visit one line, so the fraction removed is the
 * mean over sites of what the scheme removes there, weighted by the sites' shares (model.md, limit 3: a better
 * guide to visits than counted instructions), or by their transfers where no site has a share.
 */
export function siteEffect(scheme: Scheme, cover: SiteCover, input: ProjectionInput): Effect {
  if (input.labelShare === null) {
    return { kind: 'unknown', why: 'the label share is not known', coveredPct: null };
  }
  const adopted = scheme.adoptions.filter((adoption) => isKernelIn(adoption.kernels, input.kernel) === true);
  const notes = adopted.map(adoptionNote);
  const byShare = input.sites.some((site) => site.share.mid > 0);
  const parts = input.sites.map((site) => ({
    weight: byShare ? site.share : exactly(site.transfers),
    kept: whileStale(keptAt(site, cover, adopted), scheme.takesRefWhenStale ? input.staleFraction : 0),
  }));
  const total = weightedSum(parts, () => 1).mid;
  const covered = weightedSum(parts, ({ kept }) => (kept.low < 1 ? 1 : 0)).mid;
  if (covered === 0 || input.labelShare.mid <= 0) {
    const allStale = scheme.takesRefWhenStale && input.staleFraction === 1;
    const why = allStale ? ALL_STALE : TOUCHES_NOTHING;
    return { kind: 'none', why: [why, ...notes].join('; '), coveredPct: 0 };
  }
  const { share, assumptions } = limitedShare(input.labelShare);
  return {
    kind: 'station',
    station: LABEL_LINE.class,
    stationName: LABEL_LINE.name,
    share,
    upperBound: input.labelShareBound === 'upper',
    removed: removedFraction(parts),
    keptIsKnown: parts.every(({ kept }) => kept.low === kept.high),
    residualNs: cover.residualNs,
    mayHide: input.shareFrom === 'samples',
    mayRespond: input.shareFrom !== 'throughput-and-off',
    casSlopes: input.casSlopes,
    why: null,
    coveredPct: (100 * covered) / total,
    assumptions: [
      ...assumptions,
      ...notes.map((note) => `${note}: not counted again.`),
      ...(scheme.takesRefWhenStale && input.staleFraction > 0
        ? [
            `Of get and put, ${input.staleFraction} meet a stale label (--stale-fraction) and are back; their compare-and-swap loop is worse than that.`,
          ]
        : []),
      ...(byShare ? [] : ['No site has a share of its own: sites weigh as many transfers as they make.']),
    ],
  };
}

interface Part {
  readonly weight: Range;
  readonly kept: Kept;
}

function keptAt(site: SiteLoad, cover: SiteCover, adopted: readonly Adoption[]): Kept {
  if (adopted.some((adoption) => adoption.site === site.function)) return LEAVES_ALL;
  return cover.kept[site.lifetime] ?? LEAVES_ALL;
}

/** References of stale labels are taken again: that part of what is removed stays. */
function whileStale({ low, mid, high }: Kept, stale: Fraction): Kept {
  const kept = (value: Fraction) => value + stale * (1 - value);
  return { low: kept(low), mid: kept(mid), high: kept(high) };
}

/**
 * Low: most is kept, and the covered sites' shares are at their low end against the others' high end. The sites'
 * sampling errors are taken as independent (added in quadrature) within each of the two groups.
 */
function removedFraction(parts: readonly Part[]): Removed {
  const at = (keptEnd: keyof Kept, goneEnd: keyof Range, staysEnd: keyof Range): Fraction => {
    const gone = weightedSum(parts, ({ kept }) => 1 - kept[keptEnd])[goneEnd];
    const stays = weightedSum(parts, ({ kept }) => kept[keptEnd])[staysEnd];
    return stays === 0 ? 1 : gone / (gone + stays);
  };
  return { low: at('high', 'low', 'high'), mid: at('mid', 'mid', 'mid'), high: at('low', 'high', 'low') };
}

function weightedSum(parts: readonly Part[], factor: (part: Part) => Fraction): Range {
  const mid = parts.reduce((sum, part) => sum + factor(part) * part.weight.mid, 0);
  const spread = (end: keyof Range) =>
    Math.hypot(...parts.map((part) => factor(part) * (part.weight[end] - part.weight.mid)));
  return { low: Math.max(0, mid - spread('low')), mid, high: mid + spread('high') };
}

function adoptionNote({ kernels, commit, site }: Adoption): string {
  return `this kernel has it at ${site ?? 'every site'} since v${kernels.from} (${commit})`;
}

function exactly(value: number): Range {
  return { low: value, mid: value, high: value };
}
