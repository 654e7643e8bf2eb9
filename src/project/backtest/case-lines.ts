import type { BacktestCase, CaseKind, CaseSite } from '../../model/backtest.js';
import type { Fraction } from '../../model/units.js';
import type { LineChange } from '../line-network.js';

/** A line is never more than this of busy time (model.md, "Back-test"), and all lines together never more than ALL. */
const LINE_CAP = 0.95;
const ALL_LINES_CAP = 0.97;

/** One contended line of a case. */
export interface CaseLine {
  readonly name: string;
  /** Of busy time, unpublished sites filled, capped. */
  readonly share: Fraction;
  /** The sites and their parts of `share`. */
  readonly sites: readonly { readonly site: CaseSite; readonly share: Fraction }[];
  readonly change: LineChange;
}

export interface CaseLines {
  readonly lines: readonly CaseLine[];
  readonly notes: readonly string[];
  /** Why the case cannot be projected; `null` if it can. */
  readonly why: string | null;
}

/**
 * The lines of a case. A site whose share was not published counts as its transfers times the mean share per transfer
 * of the line's published sites, times `fillFactor` (1: the documented rule; others: how far that may be off).
 */
export function caseLines({ sites }: BacktestCase, fillFactor = 1): CaseLines {
  const names = [...new Set(sites.map(({ line }) => line))];
  const notes: string[] = [];
  const lines: CaseLine[] = [];
  for (const name of names) {
    const own = sites.filter(({ line }) => line === name);
    const mean = meanPerTransfer(own);
    if (mean === null) {
      if (own.some(({ kept }) => kept !== 1)) {
        return { lines: [], notes, why: `no share was published for any site of ${name}` };
      }
      notes.push(`${name}: no share published and nothing changed there: left in the delay station`);
      continue;
    }
    const filled = own.filter(({ busySharePct }) => busySharePct === null);
    const shares = own.map((site) =>
      site.busySharePct === null ? site.transfers * mean * fillFactor : site.busySharePct / 100,
    );
    const total = shares.reduce((sum, share) => sum + share, 0);
    const scale = total > LINE_CAP ? LINE_CAP / total : 1;
    if (filled.length > 0) {
      notes.push(
        `${filled.map(({ site }) => site).join(', ')}: share not published, filled with ${(100 * mean).toFixed(2)} % per transfer`,
      );
    }
    if (scale < 1) {
      notes.push(`${name}: ${(100 * total).toFixed(1)} % of busy time, capped at ${100 * LINE_CAP} %`);
    }
    const parts = own.map((site, i) => ({ site, share: (shares[i] ?? 0) * scale }));
    lines.push({ name, share: total * scale, sites: parts, change: lineChange(parts) });
  }
  return { lines: withinAll(lines, notes), notes, why: null };
}

/** Partial, full or unchanged: by what is kept at all sites of all lines. */
export function caseKind({ sites }: BacktestCase): CaseKind {
  if (sites.every(({ kept }) => kept === 1)) return 'unchanged';
  return sites.every(({ kept }) => kept === 0) ? 'full' : 'partial';
}

/**
 * 1 / (1 - published share removed), from shares as printed; `null` where none of the removed ones is published, or
 * they are everything there is.
 */
export function naiveOf({ sites }: BacktestCase): number | null {
  const changed = sites.filter(({ kept }) => kept !== 1);
  const published = changed.filter(({ sharePct }) => sharePct !== null);
  if (changed.length > 0 && published.length === 0) return null;
  const removed = published.reduce(
    (sum, { sharePct, kept }) => sum + ((sharePct ?? 0) / 100) * (1 - kept),
    0,
  );
  return removed < 1 ? 1 / (1 - removed) : null;
}

/** Sites without a transfer have a share of their own work, which says nothing of one; they count where all are such. */
function meanPerTransfer(sites: readonly CaseSite[]): Fraction | null {
  const published = sites.filter(({ busySharePct }) => busySharePct !== null);
  if (published.length === 0) return null;
  const moving = published.filter(({ transfers }) => transfers > 0);
  const counted = moving.length > 0 ? moving : published;
  const share = counted.reduce((sum, { busySharePct }) => sum + (busySharePct ?? 0) / 100, 0);
  const transfers = moving.reduce((sum, site) => sum + site.transfers, 0);
  return share / (transfers > 0 ? transfers : counted.length);
}

/** Visits follow shares: what is kept of the line is the sites' `kept`, weighted by share. */
function lineChange(parts: CaseLine['sites']): LineChange {
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  if (!(total > 0)) return { kept: 1, residualNs: 0 };
  const changed = parts.filter(({ site }) => site.kept !== 1);
  if (changed.length === 0) return { kept: 1, residualNs: 0 };
  const kept = parts.reduce((sum, { site, share }) => sum + site.kept * share, 0) / total;
  // A visit that comes leaves no local time in place of one that goes.
  const goneAt = ({ site, share }: CaseLine['sites'][number]) => Math.max(0, 1 - site.kept) * share;
  const gone = changed.reduce((sum, part) => sum + goneAt(part), 0);
  const left = changed.reduce((sum, part) => sum + goneAt(part) * part.site.residualNs, 0);
  return { kept, residualNs: kept < 1 && gone > 0 ? left / gone : 0 };
}

function withinAll(lines: readonly CaseLine[], notes: string[]): CaseLine[] {
  const total = lines.reduce((sum, { share }) => sum + share, 0);
  if (total <= ALL_LINES_CAP) return [...lines];
  notes.push(`all lines: ${(100 * total).toFixed(1)} % of busy time, capped at ${100 * ALL_LINES_CAP} %`);
  const scale = ALL_LINES_CAP / total;
  return lines.map((line) => ({
    ...line,
    share: line.share * scale,
    sites: line.sites.map((part) => ({ ...part, share: part.share * scale })),
  }));
}
