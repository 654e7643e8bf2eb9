import type { BacktestCase } from '../../model/backtest.js';
import { groupBy } from '../../model/group-by.js';

/** Names as they are compared: case and blanks do not count. */
export function sameName(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Message-IDs and commits: what a source is known by, however the rest of it is written. */
const SOURCE_ID = /[^\s<>()/,;]+@[^\s<>()/,;]+|\b[0-9a-f]{12,40}\b/g;

/** Whether two sources are one: the same text, or the same Message-ID or commit in both. Unknown ones are not. */
export function sameSource(a: string, b: string): boolean {
  const [one, other] = [sameName(a), sameName(b)];
  if (one === '' || other === '') return false;
  const known = new Set(one.match(SOURCE_ID));
  return one === other || (other.match(SOURCE_ID) ?? []).some((id) => known.has(id));
}

/**
 * Whether both print the same share of the same changed site. Shares have two decimals or more where a source is quoted:
 * it is one measurement, copied under another name, and not to be told apart by machine or source.
 */
export function sameFigures(a: BacktestCase, b: BacktestCase): boolean {
  const printed = ({ sites }: BacktestCase) =>
    sites
      .filter(({ sharePct, kept }) => sharePct !== null && sharePct > 0 && kept !== 1)
      .map(({ site, sharePct }) => `${sameName(site)}\t${sharePct}`);
  const known = new Set(printed(a));
  return printed(b).some((share) => known.has(share));
}

/** The same change at the same sites of the same machine is one case, however often it was measured. */
function replicateKey({ machine, sites }: BacktestCase): string {
  const change = sites.map(({ line, site, kept }) => `${sameName(line)}\t${sameName(site)}\t${kept}`).sort();
  return [sameName(machine), ...change].join('\n');
}

/** Cases in groups of replicates, in the order of their first. */
export function replicateGroups<T extends { readonly subject: BacktestCase }>(items: readonly T[]): T[][] {
  return [...groupBy(items, ({ subject }) => replicateKey(subject)).values()];
}
