import type { Window } from '../model/analysis.js';
import { UsageError } from '../model/errors.js';
import type { Profile } from '../model/profile.js';
import { type Nanoseconds, NS_PER_SECOND } from '../model/units.js';
import type { WindowSlices } from './attribution.js';
import type { Selection } from './selection.js';
import { steadyWindow } from './steady-window.js';
import { timeSeries } from './time-series.js';

/** `--time FROM,TO` in nanoseconds on the recording's clock; an open end is infinite. */
export interface TimeOption {
  readonly fromNs: Nanoseconds;
  readonly toNs: Nanoseconds;
}

/** The time that counts, as printed and as slices of the profile. */
export interface AnalysisWindow {
  readonly window: Omit<Window, 'leftOutSamples'>;
  /** `null`: every sample counts, those without time too. */
  readonly slices: WindowSlices | null;
}

/**
 * The window of `event`: as asked for, else the longest steady interval, else everything.
 * @throws UsageError when what was asked for has no part of the recording.
 */
export function analysisWindow(
  profile: Profile,
  selection: Selection,
  event: number,
  ticksOnIdle: boolean,
  asked: TimeOption | null,
): AnalysisWindow {
  const first = profile.firstTimeNs;
  const last = profile.lastTimeNs;
  const blockNs = profile.sliceNs;
  if (first === null || last === null) {
    return { window: { fromS: null, toS: null, durationS: null, rule: 'whole', blockNs }, slices: null };
  }
  const between = (
    rule: Window['rule'],
    fromNs: Nanoseconds,
    toNs: Nanoseconds,
  ): AnalysisWindow['window'] => {
    const fromS = Math.max(first, fromNs) / NS_PER_SECOND;
    const toS = Math.min(last, toNs) / NS_PER_SECOND;
    return { fromS, toS, durationS: Math.max(0, toS - fromS), rule, blockNs };
  };
  if (asked !== null && (asked.fromNs > last || asked.toNs < first)) {
    throw new UsageError(
      `expected --time to be within the recording, ${clock(first)} to ${clock(last)}, found ${clock(asked.fromNs)} to ${clock(asked.toNs)}`,
    );
  }
  if (asked !== null) return { window: between('time-option', asked.fromNs, asked.toNs), slices: null };
  const series = timeSeries(profile, selection, event);
  const steady = series === null ? null : steadyWindow(series, ticksOnIdle);
  if (series === null || steady === null) return { window: between('whole', first, last), slices: null };
  const slices = { from: series.first + steady.from, to: series.first + steady.to };
  const whole = steady.from === 0 && steady.to === series.busy.length;
  return {
    window: between(
      whole ? 'whole' : 'steady',
      profile.sliceStartNs(slices.from),
      profile.sliceStartNs(slices.to),
    ),
    slices: whole ? null : slices,
  };
}

/** Seconds as perf script prints them. */
function clock(ns: Nanoseconds): string {
  return (ns / NS_PER_SECOND).toFixed(3);
}
