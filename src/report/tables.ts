import type { Analysis, LockRow, SiteShare } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import type { Projection } from '../model/projection.js';
import { subjectText } from './catalogue-table.js';
import { bytesText, countText, cpusText, durationText, percentText, ratioText, UNKNOWN } from './numbers.js';
import { code, left, right, type Table } from './table.js';

/** "0.12 - 0.31"; unknown where there is none. */
export function intervalText(low: number | null, high: number | null): string {
  if (low === null || high === null) return UNKNOWN;
  return `${low.toFixed(2)} - ${high.toFixed(2)}`;
}

/** The hot call sites, at most `top`; what is cut is counted in a row of its own. */
export function sitesTable(analysis: Analysis, top: number): Table {
  const sites = analysis.attribution?.sites ?? [];
  const shown = sites.slice(0, top).map(siteRow);
  const rest = sites.slice(top);
  if (rest.length > 0) {
    const samples = rest.reduce((sum, site) => sum + (site.samples ?? 0), 0);
    const share = rest.reduce((sum, site) => sum + site.sharePct, 0);
    shown.push([
      percentText(share),
      '',
      countText(samples),
      '',
      '',
      `${rest.length} more sites (--top)`,
      '',
      '',
    ]);
  }
  return {
    title: `Call sites of ${subjectText(analysis)}`,
    notes: [],
    columns: [
      right('busy time'),
      right('95 % of it'),
      right('samples', 1),
      left('op'),
      left('reference lives', 4),
      code('hook'),
      left('evidence', 3),
      left('reached from', 2),
    ],
    rows: shown,
  };
}

/** Short forms for narrow tables. */
const EVIDENCE_WORDS: Readonly<Record<SiteShare['evidence'], string>> = {
  'instruction+inline': 'insn+inline',
  instruction: 'insn',
  function: 'function',
};

function siteRow(site: SiteShare): string[] {
  return [
    percentText(site.sharePct),
    intervalText(site.shareLowPct, site.shareHighPct),
    countText(site.samples),
    site.casLoop ? `${site.operation} (CAS loop)` : site.operation,
    site.lifetime,
    printable(site.function),
    EVIDENCE_WORDS[site.evidence],
    site.syscalls
      .slice(0, 3)
      .map(({ name, samples }) => (samples === null ? printable(name) : `${printable(name)} ${samples}`))
      .join(', ') + (site.syscalls.length > 3 ? ', ...' : ''),
  ];
}

/** AppArmor's secondary locks from lock_stat; with the file of each where there are several. */
export function locksTable(analysis: Analysis): Table {
  const locks = analysis.locks.filter((lock) => lock.role !== null);
  const severalFiles = new Set(locks.map((lock) => lock.file)).size > 1;
  return {
    title: "AppArmor's locks in lock_stat",
    notes: [],
    columns: [
      code('lock'),
      left('protects'),
      right('contentions'),
      right('acquisitions', 2),
      right('waited'),
      right('held', 1),
      ...(severalFiles ? [code('file')] : []),
      left('waiters', 3),
    ],
    rows: locks.map((lock) => lockTableRow(lock, severalFiles)),
  };
}

const MODE_SUFFIX: Readonly<Record<LockRow['mode'], string>> = {
  read: ' (read)',
  write: ' (write)',
  exclusive: '',
};

function lockTableRow(lock: LockRow, withFile: boolean): string[] {
  return [
    `${printable(lock.class)}${MODE_SUFFIX[lock.mode]}`,
    lock.role ?? UNKNOWN,
    countText(lock.contentions),
    countText(lock.acquisitions),
    durationText(lock.waitTotalNs),
    durationText(lock.holdTotalNs),
    ...(withFile ? [printable(lock.file.slice(lock.file.lastIndexOf('/') + 1))] : []),
    lock.waiters
      .slice(0, 2)
      .map((point) => `${printable(point.symbol)} ${countText(point.count)}`)
      .join(', '),
  ];
}

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
  return station === null ? [] : [`then limited by the ${station} (${utilisationPct.toFixed(0)} % busy)`];
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
function withheldReason(rows: readonly Projection[]): string | null {
  const row = rows.find(isWithheld);
  return row?.why?.split(WHY_SEPARATOR).at(-1) ?? null;
}

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
