import { basename } from 'node:path';
import { readSource } from '../io/read-source.js';
import type { Source } from '../io/source.js';
import { InputError } from '../model/errors.js';
import { Recording } from '../model/recording.js';
import { FORMATS } from './formats.js';

/** Of an input whose samples are not used so many bytes are read: enough for what it is to show. */
const MOST_COMPARED = 64 << 20;
/** A command with less of the samples may be missing by chance: from a list that was cut, or in the part compared. */
const NOTABLE_SHARE = 0.05;
const SHOWN = 3;
/** Formats that name events as perf does. */
const NAMES_EVENTS: ReadonlySet<string> = new Set(['perf.data', 'perf-script', 'perf-report']);

/** An input with samples that are taken from another one: read for its facts only. */
export interface OtherReading {
  readonly file: string;
  readonly format: string;
  readonly recording: Recording;
  /** False when only its beginning was read. */
  readonly whole: boolean;
  /** Why it could not be read; `null` when it could. */
  readonly broken: string | null;
}

/** Reads what is needed to tell whether `source` shows the samples that are used. */
export async function readOther(source: Source, format: string): Promise<OtherReading> {
  const recording = new Recording();
  let left = MOST_COMPARED;
  const beginning: Source = {
    ...source,
    async *open() {
      for await (const chunk of source.open()) {
        yield chunk;
        left -= chunk.length;
        if (left <= 0) return;
      }
    },
  };
  let broken: string | null = null;
  try {
    await readSource(FORMATS, beginning, recording, () => {});
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    broken = left <= 0 ? null : error.message;
  }
  return { file: source.file, format, recording, whole: left > 0 && broken === null, broken };
}

/** In what `other` contradicts the samples that are used, in a few words; `null` when it may be of the same recording. */
export function contradiction(other: OtherReading, used: readonly Recording[]): string | null {
  const theirs = factsOf([other.recording]);
  const ours = factsOf(used);
  if (ours.events.size === 0 || theirs.events.size === 0) return null;
  return (
    otherCommands(theirs, ours) ?? (NAMES_EVENTS.has(other.format) ? otherEvents(other, theirs, ours) : null)
  );
}

interface Facts {
  /** Samples by event, as a range since perf rounds; `null` where they are not printed. */
  readonly events: ReadonlyMap<string, { readonly least: number; readonly most: number } | null>;
  /** Weight of each command that is named, idle left out. */
  readonly commands: ReadonlyMap<string, number>;
}

function factsOf(recordings: readonly Recording[]): Facts {
  const events = new Map<string, { least: number; most: number } | null>();
  const commands = new Map<string, number>();
  const addCommand = (comm: string, weight: number): void => {
    if (isCommand(comm)) commands.set(comm, (commands.get(comm) ?? 0) + weight);
  };
  for (const { profile, shareTables } of recordings) {
    for (let index = 0; index < profile.cellCount; index++) {
      const { event, task, samples } = profile.cell(index);
      const name = profile.events[event]?.name ?? '';
      const known = events.get(name);
      events.set(name, { least: (known?.least ?? 0) + samples, most: (known?.most ?? 0) + samples });
      const found = profile.tasks[task];
      if (found?.idleTask === false) addCommand(found.comm, samples);
    }
    for (const { event, rows, totalSamples, totalIsExact } of shareTables) {
      const cut = totalIsExact ? 0 : cutBy(totalSamples ?? 0);
      const total = totalSamples === null ? null : { least: totalSamples, most: totalSamples + cut };
      if (event !== null) events.set(event, total);
      for (const { comm, samples, selfPct } of rows) addCommand(comm ?? '', samples ?? selfPct ?? 0);
    }
  }
  return { events, commands };
}

/** perf cuts a total of 1,000 and more to whole thousands, then millions and so on: util/units.c convert_unit(). */
function cutBy(total: number): number {
  return total >= 1e9 ? 1e9 - 1 : total >= 1e6 ? 1e6 - 1 : 1e3 - 1;
}

/** ":123" is a thread without a name; perf calls idle swapper. */
function isCommand(comm: string): boolean {
  return comm !== '' && !comm.startsWith(':') && comm !== 'swapper' && comm !== '[unknown]';
}

function otherCommands(theirs: Facts, ours: Facts): string | null {
  if (ours.commands.size === 0) return null;
  const all = [...theirs.commands.values()].reduce((sum, weight) => sum + weight, 0);
  const missing = [...theirs.commands]
    .filter(([comm, weight]) => !ours.commands.has(comm) && weight >= NOTABLE_SHARE * all && weight > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([comm]) => comm);
  return missing.length === 0 ? null : `it has the commands ${missing.slice(0, SHOWN).join(', ')}`;
}

function otherEvents(other: OtherReading, theirs: Facts, ours: Facts): string | null {
  const common = [...theirs.events].filter(([name]) => ours.events.has(name));
  if (common.length === 0) {
    return `it is of ${[...theirs.events.keys()].slice(0, SHOWN).join(', ')}, not ${[...ours.events.keys()].slice(0, SHOWN).join(', ')}`;
  }
  for (const [name, samples] of common) {
    const known = ours.events.get(name) ?? null;
    if (!other.whole || samples === null || known === null) continue;
    if (samples.least > known.most || samples.most < known.least) {
      return `it has ${rangeText(samples)} samples of ${name}, not ${rangeText(known)}`;
    }
  }
  return null;
}

function rangeText({ least, most }: { readonly least: number; readonly most: number }): string {
  const shown = least.toLocaleString('en-US');
  return least === most ? shown : `${shown} to ${most.toLocaleString('en-US')}`;
}

/** Why a file's samples are not used. */
export function whyNotUsed(other: OtherReading, used: string, contradicts: string | null): string {
  const taken = `the samples are taken from ${basename(used)}`;
  if (other.broken !== null) return `${taken}; this cannot be read (${other.broken})`;
  return contradicts === null
    ? `${taken}, of which this is another reading`
    : `${taken}; this is of another recording, or of a part of it: ${contradicts}`;
}
