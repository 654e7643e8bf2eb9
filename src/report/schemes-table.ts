import type { Analysis } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import type { Projection } from '../model/projection.js';
import { bytesText, cpusText, ratioText, UNKNOWN } from './numbers.js';
import { code, left, right, type Table } from './table.js';

/** The scheme that gains 1: today. */
export const BASELINE = 'kref';

/** What each scheme would gain at `cpus`; `notes` carries what is common to all rows. */
export function schemesTable(analysis: Analysis, cpus: number | null): Table {
  const rows = analysis.projections.filter((projection) => projection.cpus === cpus);
  const withheld = withheldReason(rows);
  return {
    title:
      `Schemes: capacity after / before at ${cpus === null ? 'an unknown number of' : cpusText(cpus)} busy CPUs` +
      (withheld === null ? '' : ` (no throughput gain: ${withheld})`),
    notes: [
      ...(rows.some((row) => row.equalsNaive)
        ? ['= the queueing model (MVA) equals the naive figure by construction.']
        : []),
      ...widthNotes(rows),
      ...(rows.some((row) => row.memoryBytes === null)
        ? ['Memory ? needs --labels and --possible-cpus.']
        : []),
    ],
    columns: [
      code('scheme'),
      right('low'),
      right('mid'),
      right('high'),
      right('MVA', 5),
      right('naive', 2),
      right('covers', 4),
      right('memory', 3),
      left('note'),
    ],
    rows: rows.map(schemeRow),
  };
}

function schemeRow(row: Projection): string[] {
  return [
    row.scheme,
    ratioText(row.gain?.low ?? null),
    ratioText(row.gain?.mid ?? null),
    ratioText(row.gain?.high ?? null),
    ratioText(row.plainGain),
    `${ratioText(row.naiveGain)}${row.equalsNaive ? '=' : ' '}`,
    row.coveredPct === null ? UNKNOWN : `${row.coveredPct.toFixed(0)} %`,
    bytesText(row.memoryBytes),
    printable([...whyParts(row), ...limitPart(row)].join('; ')),
  ];
}

/** What limits the CPUs with the scheme in place, where it is not their own work. */
function limitPart({ bottleneckAfter }: Projection): string[] {
  const { station, utilisationPct } = bottleneckAfter ?? { station: null, utilisationPct: 0 };
  if (station === null) return [];
  const named = station.startsWith('the ') ? station : `the ${station}`;
  return [`then limited by ${named} (${utilisationPct.toFixed(0)} % busy)`];
}

/** Where the widest interval comes from, and what would narrow it. */
function widthNotes(rows: readonly Projection[]): string[] {
  const width = ({ gain }: Projection): number => (gain === null ? 0 : gain.high / gain.low);
  const [widest] = rows.filter(({ widthFrom }) => widthFrom !== null).sort((a, b) => width(b) - width(a));
  if (widest === undefined || widest.widthFrom === null) return [];
  const { sampling, priors, discrepancy } = widest.widthFrom;
  const part = (share: number) => `${(100 * share).toFixed(0)} %`;
  const narrowed = widest.narrowedBy === null ? '' : ` To narrow it: ${widest.narrowedBy}.`;
  return [
    `low .. high is 95 %. Width of ${widest.scheme}: sampling ${part(sampling)}, priors ${part(priors)}, model ` +
      `discrepancy ${part(discrepancy)} (of the squared width).${narrowed}`,
  ];
}

/** Why throughput will not follow capacity, the same for all rows that have a gain; `null` when it will. */
export function withheldReason(rows: readonly Projection[]): string | null {
  const why = rows.find(isWithheld)?.why?.split(WHY_SEPARATOR).at(-1) ?? null;
  return why === null ? null : printable(WITHHELD_WORDS[why] ?? why.replace(/^[a-z-]+: /, ''));
}

/** For reasons that --json gives as a word; the others have a sentence behind theirs. */
const WITHHELD_WORDS: Readonly<Record<string, string>> = { 'not-cpu-bound': 'CPU was not the limit' };

/** The row's own reasons, without the one that all rows share. */
function whyParts(row: Projection): string[] {
  const parts = row.why?.split(WHY_SEPARATOR) ?? [];
  return isWithheld(row) ? parts.slice(0, -1) : parts;
}

/** The reason why throughput is withheld stands last: src/project/project.ts. */
const WHY_SEPARATOR = '; ';

function isWithheld(row: Projection): boolean {
  return row.gain !== null && row.throughputGain === null;
}

/** CPU counts that the projections are for, in order; `null` is an unknown recorded count. */
export function projectedCpus(analysis: Analysis): (number | null)[] {
  return [...new Set(analysis.projections.map((projection) => projection.cpus))];
}

/** That no scheme has a gain, and why; `null` where one has. */
export function notProjectedText(analysis: Analysis): string | null {
  if (
    analysis.projections.some(
      ({ scheme, gain, naiveGain }) => scheme !== BASELINE && (gain ?? naiveGain) !== null,
    )
  )
    return null;
  const why = analysis.attribution?.labelShareWhy ?? notProjectedWhy(analysis) ?? 'no input has samples';
  return `Schemes: nothing can be projected (${printable(why)}).`;
}

/** Another counter than the label's is projected only where its visits are known to go to one line. */
function notProjectedWhy({ lines, projections }: Analysis): string | null {
  const own = lines.find(({ kind }) => kind === 'label-line');
  if (projections.length > 0 || own === undefined || own.singleInstance) return null;
  return `${own.name} is not one instance, ${own.singleInstanceWhy}; --single-instance ${own.class} says that it is`;
}
