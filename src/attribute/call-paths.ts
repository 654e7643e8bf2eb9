import type { CallPath, ContextShare } from '../model/call-path.js';
import type { CallChain } from './call-chain.js';
import { contextName } from './call-context.js';
import { shareIntervals, Tally } from './tally.js';

/** Paths beyond these are one row: user functions of an odd trace may be without number. */
const MAX_PATHS = 200;
const FURTHER = 'further paths';

interface PathTally {
  readonly chain: CallChain;
  readonly site: string;
  readonly idleTask: boolean;
  readonly tally: Tally;
  /** Of these, what came by chains that do not show the LSM hook. */
  readonly inferred: Tally;
}

/** Samples of label get/put by the path that led to them. */
export class CallPathTallies {
  readonly #label = new Tally();
  /** By chain object, then by site and kind of task: chains are interned. */
  readonly #paths = new Map<CallChain, Map<string, PathTally>>();

  add(chain: CallChain, site: string, idleTask: boolean, cell: CellWeight): void {
    this.#label.add(cell.slice, cell.samples, cell.period);
    const ofChain = this.#paths.get(chain) ?? new Map<string, PathTally>();
    this.#paths.set(chain, ofChain);
    const key = `${idleTask} ${site}`;
    const path = ofChain.get(key) ?? emptyPath(chain, site, idleTask);
    ofChain.set(key, path);
    path.tally.add(cell.slice, cell.samples, cell.period);
    if (chain.lsmHookInferred) path.inferred.add(cell.slice, cell.samples, cell.period);
  }

  /** The paths by weight; `counted` is false where the input gives shares only. */
  paths(counted: boolean): CallPath[] {
    const all = this.#sorted();
    const shown = all.slice(0, MAX_PATHS);
    const rest = all.slice(MAX_PATHS);
    if (rest.length > 0) shown.push(joined(rest));
    const shares = shareIntervals(
      this.#label,
      shown.map(({ tally }) => tally),
    );
    return shown.map(({ chain, site, idleTask, tally, inferred }, index) => ({
      context: chain.context,
      variant: chain.variant,
      idleTask,
      userFunction: chain.userFunction,
      kernelFunction: chain.kernelFunction,
      lsmHook: chain.lsmHook,
      lsmHookInferredSamples: inferred.weight(counted).samples,
      site,
      ...tally.weight(counted),
      ...percents(shares[index], counted),
    }));
  }

  /** The same by syscall or context alone. */
  contexts(counted: boolean): ContextShare[] {
    const byName = new Map<string, Tally>();
    for (const { chain, idleTask, tally } of this.#sorted()) {
      const name = contextName(chain) + (idleTask ? ' on an idle CPU' : '');
      const sum = byName.get(name) ?? new Tally();
      byName.set(name, sum);
      sum.merge(tally);
    }
    const rows = [...byName].sort(([a, x], [b, y]) => y.period - x.period || (a < b ? -1 : 1));
    const shares = shareIntervals(
      this.#label,
      rows.map(([, tally]) => tally),
    );
    return rows.map(([name, tally], index) => ({
      name,
      ...tally.weight(counted),
      ...percents(shares[index], counted),
    }));
  }

  /** By weight; paths that differ only in whether the chain shows the LSM hook are one. */
  #sorted(): PathTally[] {
    const keyOf = ({ chain, site, idleTask }: PathTally): string =>
      [contextName(chain), site, chain.lsmHook, chain.kernelFunction, chain.userFunction, idleTask].join(
        '\n',
      );
    const byKey = new Map<string, PathTally>();
    for (const path of [...this.#paths.values()].flatMap((ofChain) => [...ofChain.values()])) {
      const key = keyOf(path);
      const sum = byKey.get(key) ?? emptyPath(path.chain, path.site, path.idleTask);
      byKey.set(key, sum);
      sum.tally.merge(path.tally);
      sum.inferred.merge(path.inferred);
    }
    return [...byKey]
      .map(([key, path]) => ({ path, key }))
      .sort((a, b) => b.path.tally.period - a.path.tally.period || (a.key < b.key ? -1 : 1))
      .map(({ path }) => path);
  }
}

interface CellWeight {
  readonly slice: number;
  readonly samples: number;
  readonly period: number;
}

function emptyPath(chain: CallChain, site: string, idleTask: boolean): PathTally {
  return { chain, site, idleTask, tally: new Tally(), inferred: new Tally() };
}

function joined(paths: readonly PathTally[]): PathTally {
  const chain: CallChain = {
    context: FURTHER,
    variant: null,
    userFunction: null,
    kernelFunction: null,
    lsmHook: null,
    lsmHookInferred: false,
  };
  const sum = emptyPath(chain, `${paths.length} ${FURTHER}`, false);
  for (const { tally, inferred } of paths) {
    sum.tally.merge(tally);
    sum.inferred.merge(inferred);
  }
  return sum;
}

function percents(
  share: { readonly low: number; readonly mid: number; readonly high: number } | null | undefined,
  counted: boolean,
): Pick<CallPath, 'sharePct' | 'shareLowPct' | 'shareHighPct'> {
  const bound = (value: number | undefined): number | null =>
    counted && value !== undefined ? 100 * value : null;
  return {
    sharePct: 100 * (share?.mid ?? 0),
    shareLowPct: bound(share?.low),
    shareHighPct: bound(share?.high),
  };
}
