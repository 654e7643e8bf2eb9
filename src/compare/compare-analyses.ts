import { type Comparable, DIFF_SCHEMA_VERSION, type Diff, type SideNames } from '../model/diff.js';
import { compareConditions, isOtherLoad } from './comparable.js';
import { functionChanges } from './function-changes.js';
import { lockChanges } from './lock-changes.js';
import { movesBetweenLines, movesWithinLines } from './moves.js';
import { normalisations } from './normalisation.js';
import { pathChanges } from './path-changes.js';
import { projectionChecks } from './projection-check.js';
import type { Side } from './share.js';
import { labelChange, lineChanges, siteChanges } from './site-changes.js';
import { throughputChanges } from './throughput-change.js';
import { verdict } from './verdict.js';

export interface CompareOptions {
  readonly names: SideNames;
  /** Scheme by which the sides differ; `null`: what their kernels tell. */
  readonly scheme?: string | null;
  /** What was found out about the inputs before they became analyses. */
  readonly conditions?: readonly Comparable[];
}

/**
 * What differs between two recordings, or between repeated ones, and whether it is more than noise. Swapping the
 * sides mirrors the result: changes and intervals negate, p values stay, up and down change places. The order of
 * repeated runs changes nothing.
 *
 * @param before at least one recording, and so `after`
 */
export function compareAnalyses(before: Side, after: Side, options: CompareOptions): Diff {
  const [changedLines, rated] = [lineChanges(before, after), siteChanges(before, after)];
  const otherLoad = isOtherLoad(before, after);
  const lines = otherLoad
    ? { rows: changedLines, moves: [] }
    : movesBetweenLines(before, after, changedLines);
  const sites = otherLoad
    ? { rows: rated.map(({ site }) => site), moves: [] }
    : movesWithinLines(rated, lines.rows);
  const [throughput = null, ...furtherThroughput] = throughputChanges(before, after);
  const facts = {
    subject: [...before, ...after][0]?.catalogue.subject ?? 'label',
    names: options.names,
    runs: { before: before.length, after: after.length },
    comparable: [...compareConditions(before, after), ...(options.conditions ?? [])],
    normalisation: normalisations(before, after),
    label: labelChange(before, after),
    sites: sites.rows,
    lines: lines.rows,
    moves: [...lines.moves, ...sites.moves],
    paths: pathChanges(before, after),
    functions: functionChanges(before, after),
    locks: lockChanges(before, after),
    throughput,
    furtherThroughput,
    projections: projectionChecks(before, after, throughput, options.scheme ?? null),
  };
  return { schemaVersion: DIFF_SCHEMA_VERSION, ...verdict(facts), ...facts };
}
