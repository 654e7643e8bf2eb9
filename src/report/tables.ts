import type { Analysis, LockRow, SiteShare } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import { subjectText } from './catalogue-table.js';
import { countText, durationText, percentText, UNKNOWN } from './numbers.js';
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
