import type { Analysis, EventAttribution } from '../model/analysis.js';
import type { CallPath } from '../model/call-path.js';
import { printable } from '../model/printable.js';
import { subjectText } from './catalogue-table.js';
import { countText, percentText } from './numbers.js';
import { code, left, right, type Table } from './table.js';
import { intervalText } from './tables.js';

const SHOWN_CONTEXTS = 6;
/** A step that the callchain does not show. */
const NOT_SHOWN = '';

/** "openat 41.0 % (205), close 30.0 % (150)": which syscalls and contexts the label time comes from. */
export function contextsText({ contexts }: EventAttribution): string | null {
  if (contexts.length === 0) return null;
  const shown = contexts.slice(0, SHOWN_CONTEXTS).map(({ name, samples, sharePct }) => {
    const counted = samples === null ? '' : ` (${countText(samples)})`;
    return `${printable(name)} ${percentText(sharePct)}${counted}`;
  });
  const rest = contexts.slice(SHOWN_CONTEXTS);
  const left = rest.reduce((sum, { sharePct }) => sum + sharePct, 0);
  return [...shown, ...(rest.length === 0 ? [] : [`${rest.length} more ${percentText(left)}`])].join(', ');
}

/** How the samples reached the call sites, at most `top` ways; what is cut is a row of its own. */
export function callPathsTable(analysis: Analysis, top: number): Table {
  const { attribution } = analysis;
  const paths = attribution?.callPaths ?? [];
  const rows = paths
    .slice(0, top)
    .map((path) => [
      percentText(path.sharePct),
      intervalText(path.shareLowPct, path.shareHighPct),
      countText(path.samples),
      printable(path.site),
      printable(path.lsmHook ?? NOT_SHOWN) + ((path.lsmHookInferredSamples ?? 0) > 0 ? '*' : ''),
      printable(path.kernelFunction ?? NOT_SHOWN),
      printable(path.context) +
        (path.variant === null ? '' : ` (${path.variant})`) +
        (path.idleTask ? ' on an idle CPU' : ''),
      printable(path.userFunction ?? NOT_SHOWN),
    ]);
  const rest = paths.slice(top);
  if (rest.length > 0) {
    const share = rest.reduce((sum, { sharePct }) => sum + sharePct, 0);
    const samples = rest.reduce((sum, path) => sum + (path.samples ?? 0), 0);
    rows.push([
      percentText(share),
      '',
      countText(samples),
      `${rest.length} more paths (--top)`,
      '',
      '',
      '',
      '',
    ]);
  }
  return {
    title: `How ${subjectText(analysis)} was reached`,
    notes: inferredNote(paths.slice(0, top)),
    columns: [
      right('of its time'),
      right('95 % of it', 2),
      right('samples', 1),
      code('site'),
      code('LSM hook', 5),
      code('called by', 4),
      left('syscall or context'),
      code('user function', 3),
    ],
    rows,
  };
}

/** Chains of a function just entered lack its caller; recordings without callchains have none. */
function inferredNote(shown: readonly CallPath[]): string[] {
  const inferred = shown.reduce((sum, path) => sum + (path.lsmHookInferredSamples ?? 0), 0);
  if (inferred === 0) return [];
  const samples = inferred === 1 ? '1 sample does' : `${countText(inferred)} samples do`;
  return [
    `* ${samples} not show the LSM hook (no callers recorded, or a function that was just entered hides its own); ` +
      'it is inferred: nothing else calls the site.',
  ];
}
