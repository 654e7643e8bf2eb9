import type { Change, ChangeState, Comparable, Diff, Move } from '../model/diff.js';
import { loadUnit } from '../model/throughput.js';
import type { Percent } from '../model/units.js';

/** Beyond what sampling, or the scatter between runs, explains. */
const VERBS: Partial<Record<ChangeState, string>> = {
  up: 'rose',
  down: 'fell',
  'moved-in': 'rose',
  'moved-out': 'fell',
};

type Facts = Omit<Diff, 'schemaVersion' | 'verdict' | 'verdictSentences'>;

/**
 * The answer in words: throughput where it was measured often enough to say anything, the counter's total, what moved;
 * then which sites and locks changed, and what it cannot tell. In running text, and a statement each.
 */
export function verdict(facts: Facts): Pick<Diff, 'verdict' | 'verdictSentences'> {
  const lead = [...throughputClause(facts), ...labelClauses(facts), ...facts.moves.map(moveClause)];
  const rest = furtherSentences(facts);
  return {
    verdict: [`${lead.join('; ')}.`, ...rest].join(' '),
    verdictSentences: [
      ...lead.map((clause) => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`),
      ...rest,
    ],
  };
}

function furtherSentences(facts: Facts): string[] {
  const own = facts.lines[0]?.line;
  const sites = facts.sites
    .filter(({ line }) => line === own)
    .flatMap((site) =>
      changed(
        site,
        site.operation === null ? site.function : `${site.function} (${site.operation})`,
        'of busy time',
      ),
    );
  const lines = facts.lines.slice(1).flatMap((line) => changed(line, line.line, 'of busy time'));
  const locks = facts.locks.flatMap((lock) =>
    changed(lock, `${lock.class} (${lock.mode})`, 'of acquisitions contended'),
  );
  const isChanged = isMove(facts.label) || sites.length + lines.length + locks.length > 0;
  const isRepeated = facts.runs.before + facts.runs.after > 2;
  return [
    ...listSentence('Call sites that changed significantly', sites),
    ...listSentence('Other lines that changed significantly', lines),
    ...listSentence(
      isRepeated
        ? 'Locks that changed significantly'
        : 'Locks that changed by more than independent acquisitions explain',
      locks,
    ),
    ...(isChanged && !isRepeated ? ['One recording a side cannot tell this from run-to-run variation.'] : []),
    ...projectionSentences(facts),
    ...differences(facts.comparable),
  ];
}

/** Nothing without an interval: a ratio of two single runs is no answer. */
function throughputClause({ throughput, names }: Facts): string[] {
  if (throughput === null || throughput.low === null || throughput.high === null) return [];
  const { tool, ratio, low, high, state } = throughput;
  const figures = `${ratio.toFixed(2)}x (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`;
  const unit = loadUnit(tool);
  if (state === 'same')
    return [`no significant change of throughput (noise): AFTER serves ${figures} the ${unit} of BEFORE`];
  return [`AFTER (${names.after}) serves ${figures} the ${unit} of BEFORE (${names.before})`];
}

function labelClauses({ label, names, subject }: Facts): string[] {
  const counter = `${subject} get/put`;
  const shares = `${busyShare(label.before)} before (${names.before}), ${busyShare(label.after)} after (${names.after})`;
  if (label.state === 'undecidable') return [`${counter}: ${shares}: undecidable, ${label.why}`];
  const change = `${points(label.deltaPoints)} points (95 %: ${points(label.low)} to ${points(label.high)})`;
  if (isMove(label)) {
    return [
      `${counter} ${VERBS[label.state]} significantly from ${percent(label.before)} (before: ${names.before}) to ` +
        `${percent(label.after)} (after: ${names.after}) of busy time, by ${change}`,
    ];
  }
  return [
    `${counter}: ${shares}: no significant change (noise), ${change}`,
    `these recordings could have shown a change of ${label.detectablePoints?.toFixed(2)} points (at 80 % power)`,
  ];
}

function moveClause({ from, to, within, points: amount }: Move): string {
  const place = within === null ? '' : `, within ${within}`;
  return `${amount.toFixed(1)} points of busy time moved from ${from.join(', ')} to ${to.join(', ')}${place}`;
}

function isMove(change: Change): boolean {
  return change.state in VERBS;
}

interface Shares extends Change {
  readonly before: Percent | null;
  readonly after: Percent | null;
}

function changed(change: Shares, name: string, ofWhat: string): string[] {
  if (!isMove(change)) return [];
  return [
    `${name} ${VERBS[change.state]} from ${percent(change.before)} to ${percent(change.after)} ${ofWhat} ` +
      `(${points(change.low)} to ${points(change.high)} points)`,
  ];
}

function listSentence(label: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${label}: ${items.join('; ')}.`];
}

/** Only where both gains have an interval: else there is nothing to hold against each other. */
function projectionSentences({ projections }: Facts): string[] {
  return projections.flatMap(({ scheme, projected, measured, measuredLow, measuredHigh, agrees }) => {
    if (projected === null || measured === null || agrees === null) return [];
    const text = `${scheme}: projected ${range(projected.low, projected.mid, projected.high)}, measured ${range(measuredLow, measured, measuredHigh)}`;
    return [`${text}: the intervals ${agrees ? 'overlap' : 'do not overlap'}.`];
  });
}

function range(low: number | null, mid: number | null, high: number | null): string {
  const [a, b, c] = [low, mid, high].map((value) => (value === null ? '?' : value.toFixed(2)));
  return `${b}x (${a} to ${c})`;
}

function differences(comparable: readonly Comparable[]): string[] {
  return listSentence(
    'Not like with like',
    comparable.filter(({ ok }) => ok === false).map(({ what, why }) => `${what} (${why})`),
  );
}

function busyShare(share: Percent | null): string {
  return share === null ? 'unknown' : `${percent(share)} of busy time`;
}

function percent(share: Percent | null): string {
  return share === null ? 'unknown' : `${share.toFixed(2)} %`;
}

function points(change: Percent | null): string {
  const text = Math.abs(change ?? 0).toFixed(2);
  if (Number(text) === 0) return text;
  return (change ?? 0) > 0 ? `+${text}` : `-${text}`;
}
