import type { Analysis } from '../model/analysis.js';
import type { CallPath } from '../model/call-path.js';
import type { PathChange, ShareChange } from '../model/diff.js';
import { joinedName, shownName } from './function-names.js';
import { joinRows, type KeyedShare } from './joined-rows.js';
import { labelObstacle } from './obstacle.js';
import { busySamples, intervalShare, partShare, type Side, shareChanges } from './share.js';
import { labelPair, largest } from './site-changes.js';

/**
 * The ways to the counter: syscall or context, LSM hook and call site, as shares of busy time. User functions are
 * left out, as another build has others, and so is what called the hook, which newer kernels may have inlined.
 */
export function pathChanges(before: Side, after: Side): PathChange[] {
  const rows = joinRows(before, after, paths);
  const changes = shareChanges(labelObstacle(before, after), rows);
  return rows
    .map((joined, index) => {
      const [{ path } = { path: null }] = joined.rows;
      return {
        context: path === null ? '' : contextName(path),
        lsmHook: path?.lsmHook ?? null,
        function: shownName(joined.rows.map((row) => row.path.site)).name,
        ...(changes[index] as ShareChange),
      };
    })
    .sort((a, b) => largest(b) - largest(a));
}

function paths(analysis: Analysis): KeyedShare<{ path: CallPath }>[] {
  const { attribution } = analysis;
  if (attribution === null || attribution.labelSharePct === null) return [];
  const [label] = labelPair([analysis], []).before;
  if (label === undefined) return [];
  const part = attribution.labelSharePct / 100;
  const sites = new Map(
    attribution.sites.map((site) => [site.function, intervalShare(site, busySamples(analysis))]),
  );
  return attribution.callPaths.map((path) => ({
    key: JSON.stringify([contextName(path), path.lsmHook, joinedName(path.site)]),
    row: { path },
    // Paths are shares of the counter's time, and cluster as the samples of their site do.
    share: partShare(path.samples, path.sharePct * part, sites.get(path.site) ?? label),
  }));
}

function contextName({ context, variant, idleTask }: CallPath): string {
  return `${context}${variant === null ? '' : ` (${variant})`}${idleTask ? ' on an idle CPU' : ''}`;
}
