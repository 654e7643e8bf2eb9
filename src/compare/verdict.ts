import type { Change, Comparable, Diff, SideShare } from '../model/diff.js';
import type { Percent } from '../model/units.js';

/** Rose or fell beyond what sampling explains. */
const VERBS = { up: 'rose', down: 'fell' } as const;

type Facts = Omit<Diff, 'schemaVersion' | 'verdict'>;

/** The answer in words: the total, what it rests on, which sites and locks changed, and what it cannot tell. */
export function verdict(facts: Facts): string {
  const sites = facts.sites.flatMap((site) =>
    moved(
      site,
      `${site.function} (${site.operation})`,
      'of busy time',
      site.before.sharePct,
      site.after.sharePct,
    ),
  );
  const locks = facts.locks.flatMap((lock) =>
    moved(
      lock,
      `${lock.class} (${lock.mode})`,
      'of acquisitions contended',
      lock.before?.contendedPct ?? null,
      lock.after?.contendedPct ?? null,
    ),
  );
  const isChanged = isMove(facts.label) || sites.length > 0 || locks.length > 0;
  return [
    labelSentence(facts),
    ...listSentence('Call sites that changed significantly', sites),
    ...listSentence('Locks that changed by more than independent acquisitions explain', locks),
    ...(isChanged ? ['One recording a side cannot tell this from run-to-run variation.'] : []),
    ...differences(facts.comparable),
  ].join(' ');
}

function labelSentence({ label, names }: Facts): string {
  const shares =
    `label get/put: ${busyShare(label.before)} before (${names.before}), ` +
    `${busyShare(label.after)} after (${names.after})`;
  if (label.state === 'undecidable') return `${shares}: undecidable, ${label.why}.`;
  const change = `${points(label.deltaPoints)} points (95 %: ${points(label.low)} to ${points(label.high)})`;
  if (isMove(label)) return `${shares}: ${VERBS[label.state]} significantly, by ${change}.`;
  return (
    `${shares}: no significant change (noise), ${change}; ` +
    `these recordings could have shown a change of ${label.detectablePoints?.toFixed(2)} points (at 80 % power).`
  );
}

function isMove<T extends Change>(change: T): change is T & { readonly state: 'up' | 'down' } {
  return change.state in VERBS;
}

function moved(
  change: Change,
  name: string,
  ofWhat: string,
  before: Percent | null,
  after: Percent | null,
): string[] {
  if (!isMove(change)) return [];
  return [
    `${name} ${VERBS[change.state]} from ${percent(before)} to ${percent(after)} ${ofWhat} ` +
      `(${points(change.low)} to ${points(change.high)} points)`,
  ];
}

function listSentence(label: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${label}: ${items.join('; ')}.`];
}

function differences(comparable: readonly Comparable[]): string[] {
  return listSentence(
    'Not like with like',
    comparable.filter(({ ok }) => ok === false).map(({ what, why }) => `${what} (${why})`),
  );
}

function busyShare({ sharePct }: SideShare): string {
  return sharePct === null ? 'unknown' : `${percent(sharePct)} of busy time`;
}

function percent(share: Percent | null): string {
  return share === null ? 'unknown' : `${share.toFixed(2)} %`;
}

function points(change: Percent | null): string {
  const text = Math.abs(change ?? 0).toFixed(2);
  if (Number(text) === 0) return text;
  return (change ?? 0) > 0 ? `+${text}` : `-${text}`;
}
