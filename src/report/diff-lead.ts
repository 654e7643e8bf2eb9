import type { Diff, ThroughputChange } from '../model/diff.js';
import { printable } from '../model/printable.js';
import { headingText } from './diff-cells.js';
import { pointsText } from './numbers.js';

/**
 * The answer of a diff as one short sentence, without names of the sides: whether throughput changed, where there is an
 * interval, and whether the counter's part of busy time did. What it rests on stands in the verdict's sentences.
 */
export function leadText(diff: Pick<Diff, 'subject' | 'label' | 'throughput'>): string {
  const { throughput } = diff;
  const parts = [
    ...(throughput === null || throughput.low === null || throughput.high === null
      ? []
      : [throughputText(throughput, throughput.low, throughput.high)]),
    counterChange(diff),
  ];
  return `${parts.join('. ')}.`;
}

function throughputText({ ratio, state }: ThroughputChange, low: number, high: number): string {
  const figures = `${ratio.toFixed(2)} times (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`;
  return state === 'same'
    ? `No significant change of throughput: ${figures}`
    : `AFTER serves ${figures} the requests of BEFORE`;
}

function counterChange({ label, subject }: Pick<Diff, 'subject' | 'label'>): string {
  const counter = `${printable(subject)} get/put`;
  if (label.state === 'undecidable') return `Whether ${counter} changed cannot be told`;
  const points = `${pointsText(label.deltaPoints)} points of busy time (95 %: ${pointsText(label.low)} to ${pointsText(label.high)})`;
  if (label.state === 'same') return `No significant change of ${counter}: ${points}`;
  return `${headingText({ subject })} ${(label.deltaPoints ?? 0) > 0 ? 'rose' : 'fell'}: ${points}`;
}
