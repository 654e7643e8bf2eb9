import type { Analysis, BusyFunction } from '../model/analysis.js';
import type { FunctionChange, ShareChange } from '../model/diff.js';
import { joinedName, shownName } from './function-names.js';
import { joinRows, type KeyedShare } from './joined-rows.js';
import { shareObstacle } from './obstacle.js';
import { busySamples, intervalShare, type Side, shareChanges } from './share.js';
import { largest } from './site-changes.js';

/** Functions below this share on both sides are left out: nothing of them is worth reading, and each costs power. */
const LEAST_PCT = 0.1;

/**
 * The own busy time of every function that has at least a thousandth of a side's, clones and renamed hooks joined.
 * Binaries are told apart by the last part of their path: another build lies elsewhere.
 */
export function functionChanges(before: Side, after: Side): FunctionChange[] {
  const rows = joinRows(before, after, functions).filter(({ before: old, after: now }) =>
    [...old, ...now].some(({ sharePct }) => (sharePct ?? 0) >= LEAST_PCT),
  );
  const changes = shareChanges(shareObstacle(before, after), rows);
  return rows
    .map((joined, index) => {
      const { name, otherNames } = shownName(joined.rows.map(({ symbol }) => symbol));
      return {
        function: name,
        otherNames,
        dso: binaryName(joined.rows[0]?.dso ?? ''),
        ...(changes[index] as ShareChange),
      };
    })
    .sort((a, b) => largest(b) - largest(a));
}

function functions(analysis: Analysis): KeyedShare<BusyFunction>[] {
  const trials = busySamples(analysis);
  return analysis.busyFunctions.map((row) => ({
    key: JSON.stringify([joinedName(row.symbol), binaryName(row.dso)]),
    row,
    share: intervalShare(row, trials),
  }));
}

/** vmlinux, where perf had it, is the kernel as well. */
function binaryName(dso: string): string {
  const name = dso.slice(dso.lastIndexOf('/') + 1);
  return /^(vmlinux|\[kernel\.(vmlinux|kallsyms)\]|\[guest\.kernel\.kallsyms\])/.test(name)
    ? '[kernel]'
    : name;
}
