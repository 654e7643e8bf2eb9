import type { StationLoad } from '../model/projection.js';
import { fitCasLines, logCasThroughput, MAX_CAS_CPUS } from './cas-loops.js';
import { withHidden } from './discrepancy.js';
import { middleChange, type StationEffect } from './effect.js';
import type { FittedNetworks, LogChange } from './line-network.js';

/** What stations that are compare-and-swap loops add to what the network of constant service says, in ln. */
export interface LoopShift extends LogChange {
  readonly weight: number;
}

const NO_SHIFT: LoopShift = { weight: 1, logToday: 0, logGain: 0 };

/** Whether a station's service grows with its waiters. */
export function isCasLoop({ casSlopes }: Pick<StationLoad, 'casSlopes'>): boolean {
  return casSlopes != null;
}

/**
 * What lines that are compare-and-swap loops change, one shift a value of their slope: the exact load-dependent network
 * less the same with constant service, both fitted to the middle of everything. An approximation: whatever the shares
 * drawn, the shift is this one. Above `MAX_CAS_CPUS` it is that of so many: a loop that slows down does not get well
 * again with more waiters. None where the recording has more, as the lines cannot be fitted then.
 *
 * @param effects made together, of different stations.
 * @param others stations beside the effects' own.
 * @param recorded N of the recording.
 * @param varies whether the slope is drawn; otherwise it is its middle value.
 * @param networks fitted so far; of one recording.
 */
export function loopShifts(
  effects: readonly StationEffect[],
  others: readonly StationLoad[],
  recorded: number,
  cpus: number,
  varies: boolean,
  networks: FittedNetworks,
): LoopShift[] {
  const count = Math.max(...[...effects, ...others].map(({ casSlopes }) => casSlopes?.length ?? 0));
  if (count === 0 || whole(recorded) > MAX_CAS_CPUS) return [NO_SHIFT];
  const workedOut = Math.min(whole(cpus), MAX_CAS_CPUS);
  // Those that neither are loops nor known to be one instance change little here, and cost time.
  const slowing = others.filter((other) => other.singleInstance || isCasLoop(other));
  const of = (slope: number | null) =>
    exactLogs(effects, slowing, whole(recorded), workedOut, slope, networks);
  const flat = of(null);
  const values = Array.from({ length: count }, (_, index) => index);
  const drawn = varies ? values : values.slice(Math.floor(count / 2), Math.floor(count / 2) + 1);
  return drawn.map((index) => {
    const { logToday, logGain } = of(index);
    return {
      weight: 1 / drawn.length,
      logToday: logToday - flat.logToday,
      logGain: logGain - flat.logGain,
    };
  });
}

/** The load-dependent network is solved for whole customers. */
function whole(cpus: number): number {
  return Math.max(1, Math.round(cpus));
}

/** @param slope which of the slopes' values; `null`: none degrades. */
function exactLogs(
  effects: readonly StationEffect[],
  others: readonly StationLoad[],
  recorded: number,
  cpus: number,
  slope: number | null,
  networks: FittedNetworks,
): LogChange {
  const stations = [...effects, ...others];
  const slopes = stations.map((each) =>
    slope === null ? 0 : (each.casSlopes?.[slope] ?? each.casSlopes?.at(-1) ?? 0),
  );
  const key = `${effects.map(({ station }) => station)} loops ${slope} ${others.length}`;
  const shares = withHidden(
    stations.map((each) => each.share.mid),
    0,
  );
  const network = networks.get(key) ?? fitCasLines(shares, slopes, recorded);
  networks.set(key, network);
  const before = logCasThroughput(network, slopes, cpus);
  return {
    logToday: before - logCasThroughput(network, slopes, recorded),
    logGain: logCasThroughput(network, slopes, cpus, effects.map(middleChange)) - before,
  };
}
