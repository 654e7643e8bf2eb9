import { FrameFlag, NO_STACK, type Profile } from '../model/profile.js';
import type { ShareRow, ShareTable } from '../model/share-table.js';
import { isAppArmorFunction } from './catalogue/apparmor-functions.js';
import { baseFunction } from './catalogue/symbol-name.js';
import { isIdleLoop } from './idle.js';

const UNNAMED_EVENT = 'unnamed event';
/** The command of shares that come without one. */
export const UNKNOWN_COMM = '[unknown]';
/** perf rounds every row to two decimals: what a list lacks below this many points may be rounding. */
const ROUNDING_POINTS = 1;
/** perf report appends it where it shows inlined functions as rows. */
const INLINED_SUFFIX = ' (inlined)';

/**
 * Adds lists of shares to a profile, one event a list, so that they are attributed like samples. Where rows carry
 * sample counts these are used, else the printed total gives them; without either the event has shares only. What
 * a list does not show (below its cut-off, or not pasted) goes into an unresolved frame: it may be anything.
 */
export function addShares(profile: Profile, tables: readonly ShareTable[]): void {
  const seen = new Map<string, number>();
  for (const table of tables) {
    const rows = table.rows.filter((row) => row.selfPct !== null || row.samples !== null);
    if (rows.length === 0) continue;
    const name = table.event ?? UNNAMED_EVENT;
    const repeat = (seen.get(name) ?? 0) + 1;
    seen.set(name, repeat);
    addTable(profile, table, rows, repeat === 1 ? name : `${name} #${repeat}`);
  }
}

function addTable(profile: Profile, table: ShareTable, rows: readonly ShareRow[], name: string): void {
  const scale = scaleOf(table, rows);
  const event = profile.addEvent({
    name,
    type: null,
    config: null,
    precise: null,
    instances: null,
    ...(scale.countsSamples ? {} : { sharesOnly: true as const }),
    lost: table.lost,
  });
  const add = (task: number, stack: number, weight: Weight): void =>
    profile.addSample(event, task, -1, Number.NaN, weight.period, stack, weight.samples);
  for (const row of rows) add(taskOf(profile, row), stackOf(profile, row), scale.weight(row));
  const missing = scale.missing(rows);
  if (missing !== null) add(profile.internTask(UNKNOWN_COMM, false), unlistedStack(profile), missing);
}

interface Weight {
  readonly samples: number;
  readonly period: number;
}

interface Scale {
  readonly countsSamples: boolean;
  weight(row: ShareRow): Weight;
  /** What the rows lack of the whole. */
  missing(rows: readonly ShareRow[]): Weight | null;
}

/** How the printed columns become weights: all rows of a table alike. */
function scaleOf(table: ShareTable, rows: readonly ShareRow[]): Scale {
  if (rows.every((row) => row.samples !== null)) return countedScale(table, rows);
  const perPoint = table.totalSamples === null ? 0 : table.totalSamples / 100;
  const periodPerPoint = table.totalPeriod === null ? 1 : table.totalPeriod / 100;
  const weightOf = (points: number): Weight => ({
    samples: points * perPoint,
    period: points * periodPerPoint,
  });
  return {
    countsSamples: table.totalSamples !== null,
    weight: (row) => weightOf(row.selfPct ?? 0),
    missing: (all) => {
      const points = 100 - all.reduce((sum, row) => sum + (row.selfPct ?? 0), 0);
      return points > ROUNDING_POINTS ? weightOf(points) : null;
    },
  };
}

function countedScale(table: ShareTable, rows: readonly ShareRow[]): Scale {
  const hasPeriods = rows.every((row) => row.period !== null);
  return {
    countsSamples: true,
    weight: (row) => ({
      samples: row.samples ?? 0,
      period: (hasPeriods ? row.period : row.samples) ?? 0,
    }),
    missing: (all) => {
      const samples = (table.totalSamples ?? 0) - all.reduce((sum, row) => sum + (row.samples ?? 0), 0);
      // A total printed with K is rounded: what it lacks may be the rounding.
      return samples > 0 && table.totalIsExact && !hasPeriods ? { samples, period: samples } : null;
    },
  };
}

function taskOf(profile: Profile, row: ShareRow): number {
  const idle = row.comm === null ? isIdleLoop(baseFunction(row.symbol ?? '')) : row.comm === 'swapper';
  return profile.internTask(row.comm ?? UNKNOWN_COMM, idle);
}

function stackOf(profile: Profile, row: ShareRow): number {
  const kernel = isKernelRow(row);
  const frame = (symbol: string | null): number =>
    profile.internFrame({
      address: null,
      symbol: symbol?.endsWith(INLINED_SUFFIX) ? symbol.slice(0, -INLINED_SUFFIX.length) : symbol,
      dso: row.dso ?? (kernel ? '[kernel.kallsyms]' : null),
      offset: -1,
      flags: kernel ? FrameFlag.kernel : 0,
    });
  const callers = [...(row.callers ?? [])].reverse();
  const parent = callers.reduce((stack, caller) => profile.internStack(stack, frame(caller)), NO_STACK);
  return profile.internStack(parent, frame(row.symbol));
}

/** A row without [k] or [.] and without a binary is told by its name alone. */
function isKernelRow(row: ShareRow): boolean {
  return (
    row.kernel ?? (row.dso === null ? isAppArmorFunction(row.symbol ?? '') : row.dso.startsWith('[kernel'))
  );
}

function unlistedStack(profile: Profile): number {
  const frame = profile.internFrame({
    address: null,
    symbol: null,
    dso: null,
    offset: -1,
    flags: FrameFlag.kernel,
  });
  return profile.internStack(NO_STACK, frame);
}
