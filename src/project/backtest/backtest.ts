import type { Backtest, BacktestCase, BacktestRow } from '../../model/backtest.js';
import { machineEvidence } from './learn.js';
import { CaseProjector } from './project-case.js';
import { replicateGroups } from './replicates.js';
import { summarize } from './summary.js';

/**
 * Projects each of `cases` with parameters learnt from `published` cases of other machines; a case's own measured
 * gain, machine and source never take part, and neither do the other cases of a file that is judged.
 */
export function backtest(
  cases: readonly BacktestCase[],
  published: readonly BacktestCase[],
): Pick<Backtest, 'cases' | 'summary'> {
  const projector = new CaseProjector(machineEvidence(published));
  const groups = replicateGroups(cases.map((subject) => ({ subject })));
  const first = new Map<BacktestCase, string>();
  for (const group of groups)
    for (const { subject } of group) first.set(subject, group[0]?.subject.id ?? subject.id);
  const rows: BacktestRow[] = cases.map((subject) => ({
    ...projector.project(subject),
    replicateOf: first.get(subject) ?? subject.id,
  }));
  return { cases: rows, summary: summarize(rows) };
}
