import type { Analysis } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import type { Projection } from '../model/projection.js';
import type { Ratio } from '../model/units.js';
import { cpusText, ratioText, UNKNOWN } from './numbers.js';
import { BASELINE, notProjectedText, projectedCpus, withheldReason } from './schemes-table.js';

/** Below this no gain is worth a change of the kernel. */
const WORTH_HAVING: Ratio = 1.01;
/** Less than this away from 1 prints as 1.000. */
const NOTHING: Ratio = 0.0005;

/** The best schemes at the first CPU count that all of them have figures for, else the farthest bound. */
export function gainSentences(analysis: Analysis): string[] {
  const nothing = notProjectedText(analysis);
  if (nothing !== null) return [nothing];
  const counts = projectedCpus(analysis).map((cpus) =>
    analysis.projections.filter((row) => row.cpus === cpus && row.scheme !== BASELINE).flatMap(gainOf),
  );
  const unknown = unknownWhy(analysis.projections);
  if (unknown !== null && counts.flat().every(changesNothing))
    return [`What the schemes would gain is not known: ${unknown}.`];
  const best = counts.find((gains) => gains.length > 0 && gains.every(({ mid }) => mid !== null));
  return best === undefined ? boundSentence(counts.flat()) : bestSentences(best);
}

/** Why a scheme that would save time has no gain; `null` where each such scheme has one. */
function unknownWhy(rows: readonly Projection[]): string | null {
  const row = rows.find(({ gain, naiveGain }) => gain === null && (naiveGain ?? 1) - 1 > NOTHING);
  return row === undefined ? null : printable(row.why ?? 'no reason given');
}

function changesNothing({ low, high }: SchemeGain): boolean {
  return high - 1 < NOTHING && 1 - low < NOTHING;
}

interface SchemeGain {
  readonly row: Projection;
  readonly low: Ratio;
  readonly mid: Ratio | null;
  readonly high: Ratio;
}

function gainOf(row: Projection): SchemeGain[] {
  return row.gain === null ? [] : [{ row, ...row.gain }];
}

function boundSentence(gains: readonly SchemeGain[]): string[] {
  const [first] = [...gains].sort((a, b) => b.high - a.high);
  if (first === undefined) return [];
  const { scheme, cpus } = first.row;
  return [
    `Only bounds are known at these CPU counts: at most ${twoDigits(first.high)} times the capacity (${scheme} at ${cpusText(cpus)} CPUs).`,
  ];
}

function bestSentences(gains: readonly SchemeGain[]): string[] {
  const groups = groupsOf([...gains].sort((a, b) => (b.mid ?? 0) - (a.mid ?? 0)));
  const count = gains[0]?.row.cpus ?? null;
  const at = count === null ? 'at an unknown number of CPUs' : `at ${cpusText(count)} CPUs`;
  const most = Math.max(...gains.map(({ high }) => high));
  if (gains.every(changesNothing)) return [`No scheme changes anything that was seen, ${at}.`];
  if (most < WORTH_HAVING)
    return [`No scheme would gain 1 % ${at}: at most ${ratioText(most)} times the capacity.`];
  const worth = groups.filter(([first]) => first !== undefined && first.high >= WORTH_HAVING);
  const shown = worth.slice(0, SHOWN_GROUPS);
  const free = worth.find((group) => group.some(isFree));
  const [best = '', ...others] = [
    ...shown,
    ...(free === undefined || shown.includes(free) ? [] : [free]),
  ].map((group, index) => groupText(group, index === 0));
  const withheld = withheldReason(gains.map(({ row }) => row));
  return [
    `Best of the schemes ${at}: ${best}${others.length === 0 ? '' : `; then ${others.join('; ')}`}.`,
    ...(withheld === null ? [] : [`Throughput need not follow: ${withheld}.`]),
  ];
}

/** Groups that are named; the best of those that take no memory is added. */
const SHOWN_GROUPS = 3;

/** `gains`, the best first, with those together that the model cannot tell apart. */
function groupsOf(gains: readonly SchemeGain[]): SchemeGain[][] {
  const groups: SchemeGain[][] = [];
  for (const gain of gains) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && isAlike(group[0], gain)) group.push(gain);
    else groups.push([gain]);
  }
  return groups;
}

/** Less than this between two figures is nothing: published cases lie 0.06 from the model (refscope backtest). */
const ALIKE: Ratio = 0.01;

function isAlike(a: SchemeGain, b: SchemeGain): boolean {
  const gaps = [a.low - b.low, (a.mid ?? 0) - (b.mid ?? 0), a.high - b.high];
  return gaps.every((gap) => Math.abs(gap) < ALIKE);
}

/** "percpu-ref or kconfig-ref 1.13 (1.00 to 1.25)", the figures of the best of them; the first says what they are. */
function groupText(group: readonly SchemeGain[], first: boolean): string {
  const [one] = group;
  if (one === undefined) return '';
  const names = group.map(({ row }) => row.scheme);
  const free = group.filter(isFree).map(({ row }) => row.scheme);
  const memory =
    free.length === 0
      ? ''
      : free.length === names.length
        ? ', without extra memory'
        : `, ${listText(free, 'and')} without extra memory`;
  const range = `${twoDigits(one.low)} to ${twoDigits(one.high)}`;
  const figures = first
    ? `${twoDigits(one.mid)} times the capacity (95 %: ${range})`
    : `${twoDigits(one.mid)} (${range})`;
  return `${listText(names, 'or')} ${figures}${memory}`;
}

function isFree({ row, high }: SchemeGain): boolean {
  return row.memoryBytes === 0 && high >= WORTH_HAVING;
}

/** The model is not good to more: src/project/README.md. */
function twoDigits(value: Ratio | null): string {
  return value === null ? UNKNOWN : value.toFixed(2);
}

function listText(names: readonly string[], word: 'and' | 'or'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
