import type { Decision, DecisionAt, NextRecording } from '../model/decision.js';
import { groupBy } from '../model/group-by.js';
import { printable } from '../model/printable.js';
import { bytesText, countText, cpusText, ratioText, UNKNOWN } from './numbers.js';
import { code, left, right, type Table } from './table.js';
import { section } from './text.js';
import { wrapText } from './text-table.js';

const NOTHING = 'nothing';
/** Candidates shown of each CPU count, beside those that an answer or the front names. */
const MOST_CANDIDATES = 8;

/** The answer, where it flips, what was weighed, gain against memory, what to record next. */
export function renderDecisionText(decision: Decision, width: number): string {
  const sentence = (text: string) => wrapText(printable(text), width, 0);
  return [
    ...sentence(answer(decision)),
    ...untold(decision).flatMap(({ why, schemes }) => sentence(`Not told of ${schemes.join(', ')}: ${why}.`)),
    ...(decision.shareBound === 'upper' && gainsAnywhere(decision) ? sentence(UPPER) : []),
    ...(decision.throughputWithheld === null
      ? []
      : sentence(`Gains are capacity; throughput is not projected: ${decision.throughputWithheld}.`)),
    ...section(regionTable(decision), width),
    ...decision.flips.flatMap(({ cpus, labels, below, above }) =>
      sentence(
        `At ${cpusText(cpus)} CPUs the answer is ${namesText(below)} up to ${countText(labels)} labels, ${namesText(above)} above.`,
      ),
    ),
    ...cpuFlipLines(decision).flatMap(sentence),
    ...decision.at.flatMap((at) => section(candidatesTable(at, decision), width)),
    ...section(paretoTable(decision), width),
    ...nextLines(decision.next, width),
    '',
    'This rests on:',
    ...decision.assumptions.flatMap((text) => wrapText(`- ${printable(text)}`, width, 2)),
  ].join('\n');
}

const UPPER =
  'The share is an upper bound: samples in a hook are not proven to sit on its atomic. So nothing is promised; the chances ' +
  'below hold if all of the share is the line. Only samples by instruction can turn them into a promise.';

function gainsAnywhere({ at }: Decision): boolean {
  return at.some(({ candidates }) => candidates.some(({ gain }) => gain !== null && gain.high > 1));
}

/** Schemes of which the recording does not tell what they would gain, by reason. */
function untold({ at }: Decision): { readonly why: string; readonly schemes: readonly string[] }[] {
  const unknown = (at[0]?.candidates ?? []).filter(
    ({ gain, schemes }) => gain === null && schemes.length === 1,
  );
  return [...groupBy(unknown, ({ why }) => why)].flatMap(([why, candidates]) =>
    why === null ? [] : [{ why, schemes: candidates.flatMap(({ schemes }) => schemes) }],
  );
}

function answer(decision: Decision): string {
  const { target, chanceNeededPct, budgetBytes, region, at } = decision;
  const budget = budgetBytes === null ? 'any memory' : `${bytesText(budgetBytes)} or less`;
  const goal = `a gain of ${ratioText(target)} with ${chanceNeededPct} % chance and ${budget}`;
  const answers = [...new Set(region.map(({ schemes }) => namesText(schemes)))];
  const [only] = answers;
  if (at.every(({ candidates }) => candidates.every(({ gain }) => gain === null)))
    return `Whether anything reaches ${goal} cannot be told from this.`;
  if (answers.length === 1 && only === NOTHING)
    return `Nothing reaches ${goal}, at any of these CPUs and labels.`;
  if (answers.length === 1)
    return `The cheapest that reaches ${goal}, at all of these CPUs and labels: ${only}.`;
  return `The cheapest that reaches ${goal} depends on CPUs and labels: ${answers.join('; ')}.`;
}

function namesText(schemes: readonly string[] | null): string {
  return schemes === null ? NOTHING : schemes.join(' + ');
}

function regionTable({ region }: Decision): Table {
  const counts = [...new Set(region.map((cell) => cell.cpus))];
  const columns: { labels: number[]; cells: string[] }[] = [];
  for (const labels of new Set(region.map((cell) => cell.labels))) {
    const cells = counts.map((cpus) => {
      const cell = region.find((one) => one.cpus === cpus && one.labels === labels);
      return cell == null || cell.schemes === null
        ? '-'
        : `${namesText(cell.schemes)}, ${bytesText(cell.memoryBytes)}`;
    });
    // Neighbours that say the same are one column.
    const before = columns.at(-1);
    if (before !== undefined && String(before.cells) === String(cells)) before.labels.push(labels);
    else columns.push({ labels: [labels], cells });
  }
  return {
    title: 'The answer by CPUs and labels',
    notes: [],
    columns: [right('CPUs'), ...columns.map(({ labels }) => left(`${labelsText(labels)} labels`))],
    rows: counts.map((cpus, row) => [cpusText(cpus), ...columns.map(({ cells }) => cells[row] ?? '')]),
  };
}

function labelsText(labels: readonly number[]): string {
  return [...new Set([labels[0] ?? null, labels.at(-1) ?? null])].map(countText).join(' to ');
}

/** One sentence for all numbers of labels that have the same answers. */
function cpuFlipLines({ cpuFlips }: Decision): string[] {
  const byLabels = groupBy(cpuFlips, ({ labels }) => labels);
  const byAnswers = groupBy(byLabels, ([, own]) =>
    [
      ...own.slice(0, 1).map(({ below, upTo }) => `${namesText(below)} up to ${cpusText(upTo)} CPUs`),
      ...own.map(({ above, from }) => `${namesText(above)} from ${cpusText(from)} on`),
    ].join(', '),
  );
  return [...byAnswers].map(([answers, alike]) => {
    const labels = alike.map(([count]) => countText(count)).join(' or ');
    return `With ${labels} labels the answer is ${answers}.`;
  });
}

function candidatesTable({ cpus, candidates }: DecisionAt, { target, region, pareto }: Decision): Table {
  const named = new Set(
    [...region, ...pareto].filter((each) => each.cpus === cpus).map(({ schemes }) => namesText(schemes)),
  );
  const shown = candidates
    .filter(({ gain }) => gain !== null && gain.high > 1)
    .filter(({ schemes }, at) => at < MOST_CANDIDATES || named.has(namesText(schemes)));
  return {
    title: `Candidates at ${cpusText(cpus)} CPUs`,
    notes:
      candidates.length > shown.length
        ? [
            `${candidates.length - shown.length} more have less chance, gain less or nothing (--json lists all).`,
          ]
        : [],
    columns: [
      code('schemes'),
      right('low'),
      right('mid'),
      right('high'),
      right(`chance of ${ratioText(target)}`),
      left('note'),
    ],
    rows: shown.map(({ schemes, gain, chancePct, why }) => [
      namesText(schemes),
      ratioText(gain?.low ?? null),
      ratioText(gain?.mid ?? null),
      ratioText(gain?.high ?? null),
      chancePct === null ? UNKNOWN : `${chancePct.toFixed(0)} %`,
      printable(why ?? ''),
    ]),
  };
}

function paretoTable({ pareto, at }: Decision): Table {
  const bounds = at
    .filter(({ candidates }) => candidates.some(({ gain }) => gain?.mid === null))
    .filter(({ cpus }) => !pareto.some((point) => point.cpus === cpus))
    .map(({ cpus }) => cpusText(cpus));
  return {
    title: `Gain against memory, ${countText(pareto[0]?.labels ?? null)} labels: nothing costs less and gains as much`,
    notes:
      bounds.length === 0 ? [] : [`None at ${bounds.join(', ')} CPUs: bounds have no middle to compare.`],
    columns: [right('CPUs'), right('memory'), right('gain'), code('schemes')],
    rows: pareto.map(({ cpus, memoryBytes, gain, schemes }) => [
      cpusText(cpus),
      bytesText(memoryBytes),
      ratioText(gain),
      namesText(schemes),
    ]),
  };
}

function nextLines(next: readonly NextRecording[], width: number): string[] {
  if (next.length === 0) return [];
  return [
    '',
    ...wrapText(
      'What to record next, by how much narrower ln(gain) of the best candidate at the most CPUs would be:',
      width,
      0,
    ),
    ...next.flatMap(({ what, narrows, atMost }) =>
      wrapText(`- ${atMost ? 'up to ' : ''}${(100 * narrows).toFixed(0)} %: ${what}`, width, 2),
    ),
  ];
}
