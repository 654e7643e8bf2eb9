import type { BacktestCase } from '../../model/backtest.js';

/** Names as they are compared: case and blanks do not count. */
export function sameName(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** The same change at the same sites of the same machine is one case, however often it was measured. */
export function replicateKey({ machine, sites }: BacktestCase): string {
  const change = sites.map(({ line, site, kept }) => `${sameName(line)}\t${sameName(site)}\t${kept}`).sort();
  return [sameName(machine), ...change].join('\n');
}

/** Cases in groups of replicates, in the order of their first. */
export function replicateGroups<T extends { readonly subject: BacktestCase }>(items: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = replicateKey(item.subject);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
