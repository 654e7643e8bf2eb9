import type { Analysis, AnalysisInput, EventAttribution, Weight } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import { loadCount, loadName, loadRate } from './load-text.js';
import { countText, cpusText, percentText, secondsText, UNKNOWN } from './numbers.js';

/** A label and a sentence. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** What a document is of: "AppArmor label reference counts on 6.1.192". */
export function titleText({ machine, catalogue }: Pick<Analysis, 'machine' | 'catalogue'>): string {
  const subject = catalogue.id === 'label' ? 'AppArmor label' : catalogue.subject;
  const on = machine.kernel === null ? '' : ` on ${machine.kernel}`;
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)} reference counts${on}`;
}

/** What was recorded: the first answer of every report. */
export function recordedFacts(analysis: Analysis): Fact[] {
  const { machine, window, attribution } = analysis;
  const facts: Fact[] = [];
  const platform = [machine.kernel, machine.arch, machine.cpuModel]
    .filter((part) => part !== null)
    .map(printable);
  facts.push({ label: 'machine', text: platform.length === 0 ? 'unknown' : platform.join(', ') });
  const topology = topologyText(analysis);
  if (topology !== null) facts.push({ label: 'topology', text: topology });
  if (attribution !== null && window !== null) {
    facts.push({ label: 'window', text: windowText(analysis) });
    facts.push({
      label: 'samples',
      text:
        `${printable(attribution.event)}: ${countText(attribution.total.samples)} busy` +
        (analysis.comms.length > 0 ? ` in ${analysis.comms.map(printable).join(', ')}` : '') +
        `, ${countText(attribution.idle.samples)} idle` +
        (attribution.foreign.period > 0
          ? `, ${countText(attribution.foreign.samples)} of other commands`
          : '') +
        (window.leftOutSamples > 0
          ? `, ${countText(window.leftOutSamples)} outside the window left out`
          : ''),
    });
    facts.push({
      label: 'busy CPUs',
      text:
        `${cpusText(machine.busyCpus)}${machine.onlineCpus === null ? '' : ` of ${machine.onlineCpus}`} (${machine.busyCpusWhy})` +
        (machine.idlePct === null ? '' : `; the CPUs idled ${percentText(machine.idlePct)}`),
    });
  }
  const unused = analysis.inputs.filter(({ notUsed }) => notUsed !== null);
  for (const text of unusedTexts(unused)) facts.push({ label: 'not used', text });
  for (const load of analysis.throughput) {
    const phase = { true: 'during the recording', false: 'without recording', null: '' }[
      `${load.duringRecording}`
    ];
    facts.push({
      label: 'load',
      text: `${loadName(load)}: ${rateText(load)}, ${errorsText(load)} ${phase}`.trimEnd(),
    });
  }
  return facts;
}

/** What a load generator printed of its rate; some print a number of requests only. */
function rateText({ tool, requestsPerSec, requests }: Analysis['throughput'][number]): string {
  if (requestsPerSec !== null) return loadRate(tool, requestsPerSec);
  return requests === null ? 'prints no rate' : `${loadCount(tool, requests)} (it prints no rate)`;
}

function errorsText({ errors }: Analysis['throughput'][number]): string {
  return errors === null ? 'errors not printed' : `${countText(errors)} errors`;
}

/** The inputs recognised and not used, by reason: names that are left out are in the table of inputs. */
function unusedTexts(unused: readonly AnalysisInput[]): string[] {
  const reasons = [...new Set(unused.map(({ notUsed }) => notUsed ?? ''))];
  const lines = reasons.slice(0, SHOWN_REASONS).map((reason) => {
    const inputs = unused.filter(({ notUsed }) => notUsed === reason);
    const names = inputs.slice(0, SHOWN_UNUSED).map(({ path }) => printable(path.split('/').at(-1) ?? path));
    const more = inputs.length > SHOWN_UNUSED ? ` and ${inputs.length - SHOWN_UNUSED} more` : '';
    return `${names.join(', ')}${more}: ${printable(reason)}`;
  });
  const hidden = reasons.length - lines.length;
  return hidden > 0 ? [...lines, `more inputs for ${hidden} other reasons (--json lists all)`] : lines;
}

const SHOWN_UNUSED = 3;
const SHOWN_REASONS = 4;

function topologyText({ topology }: Analysis): string | null {
  if (topology === null) return null;
  const parts = [
    [topology.cpus, 'CPU', 'CPUs'],
    [topology.sockets, 'socket', 'sockets'],
    [topology.coresPerSocket, 'core a socket', 'cores a socket'],
    [topology.threadsPerCore, 'thread a core', 'threads a core'],
    [topology.cacheDomains, 'last-level cache', 'last-level caches'],
    [topology.numaNodes, 'NUMA node', 'NUMA nodes'],
  ] as const;
  const known = parts
    .filter(([count]) => count !== null)
    .map(([count, one, several]) => `${count} ${count === 1 ? one : several}`);
  return known.length === 0 ? null : known.join(', ');
}

const WINDOW_RULES = {
  steady: 'the longest interval of steady load',
  'time-option': 'as asked with --time',
  whole: 'the whole recording',
} as const;

function windowText({ window }: Analysis): string {
  if (window === null || window.durationS === null) return 'whole recording; samples carry no time';
  const range = `${window.fromS?.toFixed(3)} to ${window.toS?.toFixed(3)}`;
  return `${secondsText(window.durationS)} (${range}), ${WINDOW_RULES[window.rule]}`;
}

/** The main figure with its interval and what kind of figure it is. */
export function labelShareText(attribution: EventAttribution): string {
  if (attribution.labelSharePct === null) {
    return `unknown: ${printable(attribution.labelShareWhy ?? 'no reason given')}`;
  }
  const bound =
    attribution.labelShareBound === 'upper'
      ? 'upper bound: a sample in a hook is not proven to sit on its atomic'
      : 'measured at the instructions';
  const interval =
    attribution.labelShareLowPct === null
      ? 'no interval: percentages without sample counts'
      : `95 %: ${percentText(attribution.labelShareLowPct)} to ${percentText(attribution.labelShareHighPct)}`;
  return `${percentText(attribution.labelSharePct)} of busy time (${interval}), ${bound}; perf's own percentage, of everything: ${percentText(attribution.labelPerfPct)}`;
}

const EVIDENCE_PARTS = [
  ['inline', 'at atomics that debug info names'],
  ['instruction', 'at atomics told by the instruction'],
  ['function', 'by function only'],
] as const;

/** What the label share rests on: instructions or functions, what skid moved, what cannot be told apart. */
export function evidenceFacts({ instructionEvidence: rests, total }: EventAttribution): Fact[] {
  const share = (weight: Weight): string =>
    total.period > 0 ? percentText((100 * weight.period) / total.period) : UNKNOWN;
  const parts = EVIDENCE_PARTS.filter(([kind]) => rests[kind].period > 0).map(
    ([kind, text]) => `${share(rests[kind])} of busy time ${text}`,
  );
  const rested = parts.length === 0 ? 'none: no sample is in a get or put' : parts.join(', ');
  const facts = [
    {
      label: 'evidence',
      text: `${rested}${rests.why === null ? '' : `: ${printable(rests.why)}`}`,
    },
  ];
  if (rests.skidRule !== null) {
    facts.push({
      label: 'skid',
      text:
        `${printable(rests.skidRule)}; moved ${share(rests.moved)}; ` +
        `${share(rests.notSeparable)} not separable; ${share(rests.elsewhere)} in the hooks but not at their atomics`,
    });
  }
  return facts;
}

/** AppArmor's labels, as subjectText() calls what is analyzed without --sites. */
const LABEL_SUBJECT = 'label get/put';

/** What could not be attributed, always; and where irq-off time landed. */
export function unattributedFacts(attribution: EventAttribution, subject = LABEL_SUBJECT): Fact[] {
  const isLabel = subject === LABEL_SUBJECT;
  const share = (weight: Weight): string =>
    attribution.total.period > 0 ? percentText((100 * weight.period) / attribution.total.period) : UNKNOWN;
  const named = attribution.unattributedFunctions
    .slice(0, 4)
    .map((row) => `${printable(row.function)} ${countText(row.samples)}`)
    .join(', ');
  const facts = [
    {
      label: 'unattributed',
      text:
        `${share(attribution.unattributed)} of busy time, ${countText(attribution.unattributed.samples)} samples ` +
        `(${isLabel ? 'unresolved kernel addresses, AppArmor functions not in the catalogue' : 'addresses without a name where the counter is'}, ` +
        `what a list does not show)${named === '' ? '' : `: ${named}`}`,
    },
    {
      label: 'other',
      text: `${share(attribution.other)} of busy time, ${countText(attribution.other.samples)} samples: not ${subject}`,
    },
  ];
  if (attribution.irqOffLanding.length > 0) {
    const period = attribution.irqOffLanding.reduce((sum, row) => sum + row.period, 0);
    facts.push({
      label: 'irq-off time',
      text:
        `${share({ samples: null, period })} of busy time landed where interrupts come back on: ` +
        attribution.irqOffLanding
          .slice(0, 3)
          .map((row) => `${printable(row.function)} ${countText(row.samples)}`)
          .join(', '),
    });
  }
  return facts;
}

/** What the main event saw of AppArmor's locks, whether or not there is a lock_stat. */
export function lockShareFacts(attribution: EventAttribution): Fact[] {
  return attribution.locks.map(({ role, share, why }) => ({
    label: role,
    text:
      share === null
        ? `unknown: ${printable(why ?? 'no reason given')}`
        : `${percentText(100 * share.mid)} of busy time spinning for it (95 %: ${percentText(100 * share.low)} to ` +
          `${percentText(100 * share.high)})`,
  }));
}

/** What was decided for this analysis rather than found in its inputs. */
export function optionFacts({ comms, window, attribution, projections }: Analysis): Fact[] {
  const [projection] = projections;
  const given = (value: number | null | undefined, flag: string): string =>
    value === null || value === undefined ? `not known (${flag})` : countText(value);
  return [
    {
      label: 'commands',
      text: comms.length === 0 ? 'every command but idle' : comms.map(printable).join(', '),
    },
    { label: 'event', text: printable(attribution?.event ?? 'none') },
    { label: 'window', text: window === null ? 'none' : WINDOW_RULES[window.rule] },
    { label: 'labels', text: given(projection?.labels, '--labels') },
    { label: 'possible CPUs', text: given(projection?.possibleCpus, '--possible-cpus') },
  ];
}
