import type { Analysis, EventAttribution, SiteShare } from '../model/analysis.js';
import type { LabelChange, SideShare, SiteChange } from '../model/diff.js';
import type { Percent } from '../model/units.js';
import { effectiveProportion } from '../stats/design-effect.js';
import { detectableChange } from '../stats/detectable-change.js';
import type { Proportion } from '../stats/newcombe.js';
import { type Pair, testChanges } from './change.js';

/** Both sides' main events, where their shares are shares of the same thing; else why they are not. */
type Events =
  | { readonly before: EventAttribution; readonly after: EventAttribution }
  | { readonly undecidable: string };

/** A share as a row of either side gives it. */
interface Share {
  readonly samples: number | null;
  readonly sharePct: Percent;
  readonly shareLowPct: Percent | null;
  readonly shareHighPct: Percent | null;
}

const NO_SHARE: Share = { samples: 0, sharePct: 0, shareLowPct: 0, shareHighPct: 0 };

/** The change of all label get/put sites together: one test, that of the question asked. */
export function labelChange(before: Analysis, after: Analysis): LabelChange {
  const events = comparableEvents(before, after);
  const pair = pairOf(events, labelShare(before.attribution), labelShare(after.attribution));
  const [change] = testChanges([pair]);
  const detectable = 'undecidable' in pair ? null : detectableChange(pair.before, pair.after);
  return {
    ...sides(before, after, labelShare(before.attribution), labelShare(after.attribution)),
    ...(change as NonNullable<typeof change>),
    detectablePoints: detectable === null ? null : 100 * detectable,
  };
}

/** The change of each call site that a side shows, corrected for there being several; the largest share first. */
export function siteChanges(before: Analysis, after: Analysis): SiteChange[] {
  const events = comparableEvents(before, after);
  const joined = joinSites(before.attribution?.sites ?? [], after.attribution?.sites ?? []);
  const changes = testChanges(joined.map((site) => pairOf(events, site.before, site.after)));
  return joined
    .map((site, index) => ({
      function: site.key.function,
      operation: site.key.operation,
      lifetime: site.key.lifetime,
      ...sides(before, after, site.before, site.after),
      ...(changes[index] as NonNullable<(typeof changes)[number]>),
    }))
    .sort((a, b) => largest(b) - largest(a) || (nameOf(a) < nameOf(b) ? -1 : 1));
}

function comparableEvents(before: Analysis, after: Analysis): Events {
  const [old, now] = [before.attribution, after.attribution];
  if (old === null || now === null || !(old.total.period > 0 && now.total.period > 0))
    return { undecidable: 'a side has no busy samples' };
  if (old.labelSharePct === null || now.labelSharePct === null)
    return {
      undecidable: `a side has no share: ${old.labelShareWhy ?? now.labelShareWhy ?? 'unknown'}`,
    };
  if (old.event !== now.event)
    return { undecidable: 'the events differ: pick one that both have with --event' };
  if (old.labelShareBound !== now.labelShareBound)
    return { undecidable: 'one side is measured at instructions, the other counted by function' };
  return { before: old, after: now };
}

function pairOf(events: Events, before: Share, after: Share): Pair {
  if ('undecidable' in events) return events;
  const pair = {
    before: proportion(before, events.before.total.samples),
    after: proportion(after, events.after.total.samples),
  };
  if (pair.before !== null && pair.after !== null) return { before: pair.before, after: pair.after };
  return {
    undecidable: 'a side gives percentages without sample counts',
    deltaPoints: after.sharePct - before.sharePct,
  };
}

/** `null` where percentages come without counts. */
function proportion(
  { sharePct, shareLowPct, shareHighPct }: Share,
  samples: number | null,
): Proportion | null {
  if (samples === null || shareLowPct === null || shareHighPct === null) return null;
  return effectiveProportion(
    { low: shareLowPct / 100, mid: sharePct / 100, high: shareHighPct / 100 },
    samples,
  );
}

function labelShare(attribution: EventAttribution | null): Share {
  return {
    samples:
      attribution?.total.samples === null
        ? null
        : (attribution?.sites ?? []).reduce((sum, site) => sum + (site.samples ?? 0), 0),
    sharePct: attribution?.labelSharePct ?? 0,
    shareLowPct: attribution?.labelShareLowPct ?? null,
    shareHighPct: attribution?.labelShareHighPct ?? null,
  };
}

function sides(
  before: Analysis,
  after: Analysis,
  old: Share,
  now: Share,
): { before: SideShare; after: SideShare } {
  return { before: sideShare(before, old), after: sideShare(after, now) };
}

function sideShare({ attribution }: Analysis, share: Share): SideShare {
  const isKnown = attribution !== null && attribution.labelSharePct !== null;
  return { samples: share.samples, sharePct: isKnown ? share.sharePct : null };
}

interface JoinedSite {
  readonly key: SiteShare;
  readonly before: Share;
  readonly after: Share;
}

/** One row a site of either side. A function whose operation or lifetime changed is another site. */
function joinSites(before: readonly SiteShare[], after: readonly SiteShare[]): JoinedSite[] {
  const old = new Map(before.map((site) => [siteKey(site), site]));
  const now = new Map(after.map((site) => [siteKey(site), site]));
  return [...new Map([...old, ...now])].map(([key, site]) => ({
    key: site,
    before: old.get(key) ?? NO_SHARE,
    after: now.get(key) ?? NO_SHARE,
  }));
}

/** Samples at an atomic and samples somewhere in its function are different figures. */
function siteKey(site: Pick<SiteShare, 'function' | 'operation' | 'lifetime' | 'evidence'>): string {
  return JSON.stringify([site.function, site.operation, site.lifetime, site.evidence]);
}

function nameOf({ function: name, operation, lifetime }: SiteChange): string {
  return `${name} ${operation} ${lifetime}`;
}

function largest(site: SiteChange): number {
  return Math.max(site.before.sharePct ?? 0, site.after.sharePct ?? 0);
}
