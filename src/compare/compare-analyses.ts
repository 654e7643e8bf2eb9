import type { Analysis } from '../model/analysis.js';
import { DIFF_SCHEMA_VERSION, type Diff, type SideNames } from '../model/diff.js';
import { compareConditions } from './comparable.js';
import { lockChanges } from './lock-changes.js';
import { labelChange, siteChanges } from './site-changes.js';
import { throughputChange } from './throughput-change.js';
import { verdict } from './verdict.js';

/**
 * What differs between two recordings, and whether it is more than noise. Swapping the sides mirrors the result:
 * changes and intervals negate, p values stay, up and down change places.
 */
export function compareAnalyses(before: Analysis, after: Analysis, names: SideNames): Diff {
  const facts = {
    names,
    comparable: compareConditions(before, after),
    label: labelChange(before, after),
    sites: siteChanges(before, after),
    locks: lockChanges(before, after),
    throughput: throughputChange(before, after),
  };
  return { schemaVersion: DIFF_SCHEMA_VERSION, verdict: verdict(facts), ...facts };
}
