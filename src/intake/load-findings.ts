import { basename } from 'node:path';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import type { Recording } from '../model/recording.js';
import type { Throughput } from '../model/throughput.js';
import { NS_PER_SECOND, type Seconds } from '../model/units.js';

/** Load programs that do their work themselves, where they run: how their commands begin. Others may run elsewhere. */
const LOCAL_TOOLS: ReadonlySet<string> = new Set(['openclose', 'labelmix']);

/** A load that ran for less than this part of the recording was not the load of all of it. */
const WHOLE = 0.9;

/** What speaks against the loads given being those that were sampled: no load generator says when it ran. */
export function loadFindings(groups: readonly (readonly Recording[])[]): Diagnostic[] {
  // A load given beside the only recording is of that one; of several nobody knows which.
  const single = groups.filter((group) => group.some(hasSamples)).length === 1;
  return (single ? [groups.flat()] : groups).flatMap((group) => {
    const sampled = group.filter(hasSamples);
    const loads = group.flatMap(({ throughput }) => throughput).filter(mayBeSampled);
    if (sampled.length === 0 || loads.length === 0) return [];
    return [...unsampled(sampled, loads), ...tooShort(sampled, loads)];
  });
}

/** perf stat that counted on more CPUs than the machine has, by what else was given, is of another machine. */
export function counterConflicts(recordings: readonly Recording[], onlineCpus: number | null): Diagnostic[] {
  return recordings.flatMap(({ counters }) => {
    const cpus = new Set(counters.flatMap(({ cpu }) => cpu ?? []));
    const file = counters[0]?.file ?? null;
    if (onlineCpus === null || file === null || cpus.size <= onlineCpus) return [];
    const text = `the inputs disagree on onlineCpus: ${onlineCpus}, and perf stat counted on ${cpus.size}`;
    return [finding('inputs-disagree', text, 'analyze recordings of different machines one by one', file)];
  });
}

function hasSamples({ profile }: Recording): boolean {
  return profile.cellCount > 0;
}

function mayBeSampled({ duringRecording }: Throughput): boolean {
  return duringRecording !== false;
}

function unsampled(sampled: readonly Recording[], loads: readonly Throughput[]): Diagnostic[] {
  const comms = sampled.flatMap(({ profile }) => profile.tasks.map(({ comm }) => comm));
  // Without a name of any command nothing is known of them.
  if (comms.every((comm) => comm === '')) return [];
  const strangers = loads.filter(
    ({ tool }) => LOCAL_TOOLS.has(tool) && !comms.some((comm) => comm.startsWith(tool)),
  );
  return [...new Map(strangers.map((load) => [load.tool, load])).values()].map(({ tool, file }) =>
    finding(
      'inputs-disagree',
      `the inputs disagree on the load: ${basename(file)} is of ${tool}, and no sample is of a command of that name`,
      'give the recording of that load, or leave its output out',
      file,
    ),
  );
}

function tooShort(sampled: readonly Recording[], loads: readonly Throughput[]): Diagnostic[] {
  const spanS = Math.max(...sampled.map(spanOf));
  const durations = loads.map(({ durationS }) => durationS);
  const ranS = durations.reduce<Seconds>((sum, durationS) => sum + (durationS ?? Number.NaN), 0);
  // NaN: a load that does not say how long it ran, or samples without time.
  if (!(ranS < spanS * WHOLE)) return [];
  const [load] = loads;
  const who = loads.length === 1 ? (load?.tool ?? '') : `${loads.length} loads`;
  return [
    finding(
      'load-shorter-than-recording',
      `${who} ran for ${ranS.toFixed(1)} s, the recording lasts ${spanS.toFixed(1)} s: not the load of all of it, or not of it`,
      'record while the load runs, and no longer',
      load?.file ?? null,
    ),
  ];
}

function spanOf({ profile }: Recording): Seconds {
  const { firstTimeNs, lastTimeNs } = profile;
  return firstTimeNs === null || lastTimeNs === null
    ? Number.NaN
    : (lastTimeNs - firstTimeNs) / NS_PER_SECOND;
}
