import type { Analysis, EventAttribution, LockRow } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import { gainSentences } from './best-schemes.js';
import { subjectText } from './catalogue-table.js';
import { countText, cpusText, durationText, percentText } from './numbers.js';

/** What makes figures doubtful, by the kind of the diagnostic that says so, the gravest first. */
const DOUBTS: readonly (readonly [kind: string, text: string])[] = [
  ['inputs-disagree', 'inputs that disagree'],
  ['kallsyms-mismatch', 'kernel symbols that may be of another kernel'],
  ['no-kallsyms', 'kernel addresses without names'],
  ['unresolved-kernel-addresses', 'kernel addresses without names'],
  ['emulated-machine', 'a virtual or emulated machine'],
  ['sampled-at-block-borders', 'addresses of an emulated CPU'],
  ['sampled-evenly', 'addresses of an emulated CPU'],
  ['shares-only', 'percentages without sample counts'],
  ['few-samples', 'few samples'],
  ['lost-samples', 'lost samples'],
  ['missing-ticks', 'missing ticks'],
  ['irq-off-blind', 'an event that is blind to code with interrupts off'],
  ['load-generator-on-same-cpus', 'a load generator on the same CPUs'],
  ['kernel-inferred', 'a kernel release that is inferred'],
];

/**
 * The analysis in a few sentences, the first thing in every document: what share, what takes more, what the best
 * schemes would give, how sure that is. Names are printable.
 */
export function verdictSentences(analysis: Analysis): string[] {
  const { attribution } = analysis;
  if (attribution === null)
    return [
      `How much time ${subjectText(analysis)} takes is not known: no input has samples.`,
      ...lockSentence(analysis.locks),
    ];
  if (attribution.labelSharePct === null)
    return [
      `How much busy time ${subjectText(analysis)} takes is not known: ${printable(attribution.labelShareWhy ?? 'no reason given')}.`,
      ...doubtSentence(analysis, attribution),
    ];
  return [
    shareSentence(analysis, attribution),
    ...lineSentence(analysis),
    ...gainSentences(analysis),
    ...doubtSentence(analysis, attribution),
  ];
}

function shareSentence(analysis: Analysis, attribution: EventAttribution): string {
  const { labelSharePct, labelShareLowPct, labelShareHighPct, labelShareBound, total } = attribution;
  const subject = subjectText(analysis);
  const { busyCpus } = analysis.machine;
  const cpus = busyCpus === null ? '' : `, on ${cpusText(busyCpus)} busy CPUs`;
  if (labelSharePct === 0) {
    const samples = total.samples === null ? 'No' : `None of ${countText(total.samples)}`;
    const most = labelShareHighPct === null ? '' : ` (95 %: at most ${percentText(labelShareHighPct)})`;
    return `${samples} busy ${total.samples === null ? 'sample' : 'samples'} is in ${subject}${most}${cpus}.`;
  }
  const range =
    labelShareLowPct === null
      ? ''
      : ` (95 %: ${percentText(labelShareLowPct)} to ${percentText(labelShareHighPct)})`;
  const share = `${percentText(labelSharePct)} of busy time${range} goes to ${subject}${cpus}.`;
  const said = labelShareBound === 'upper' ? `at most ${share}` : share;
  const nameless = analysis.diagnostics.some(({ kind }) => kind === 'unresolved-kernel-addresses');
  const sentence = nameless ? `kernel addresses without names left aside, ${said}` : said;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What takes more than the counter's own line, if anything that was seen does. */
function lineSentence({ lines }: Analysis): string[] {
  const own = lines.find(({ kind }) => kind === 'label-line');
  const [largest] = lines.filter((line) => line !== own).sort((a, b) => b.sharePct - a.sharePct);
  if (largest === undefined) return [];
  return largest.sharePct > (own?.sharePct ?? 0)
    ? [`More goes to another line or lock: ${printable(largest.name)}, ${percentText(largest.sharePct)}.`]
    : ['No other line or lock takes as much.'];
}

function doubtSentence({ diagnostics }: Analysis, { labelShareBound, sites }: EventAttribution): string[] {
  const kinds = new Set(diagnostics.map(({ kind }) => kind));
  const doubts = [
    ...(labelShareBound === 'upper' && sites.length > 0
      ? ['an upper bound, as samples are not proven to sit at atomics']
      : []),
    ...new Set(DOUBTS.filter(([kind]) => kinds.has(kind)).map(([, text]) => text)),
  ];
  return doubts.length === 0
    ? ['Nothing in the recording speaks against these figures.']
    : [`To be taken with care: ${doubts.join('; ')}.`];
}

/** Without samples lock_stat is what there is. */
function lockSentence(locks: readonly LockRow[]): string[] {
  const [worst] = locks
    .filter(({ role }) => role !== null)
    .sort((a, b) => (b.waitTotalNs ?? 0) - (a.waitTotalNs ?? 0));
  if (worst === undefined) return [];
  return [
    `Of AppArmor's locks in lock_stat ${printable(worst.class)} was waited for most: ${durationText(worst.waitTotalNs)} ` +
      `in ${countText(worst.contentions)} contentions. Reference counts are no locks and do not show there.`,
  ];
}
