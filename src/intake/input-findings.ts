import { basename } from 'node:path';
import type { AnalysisInput } from '../model/analysis.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import type { Recording } from '../model/recording.js';
import { formatEntry } from './formats.js';

const SHOWN = 4;

/** What the inputs together cannot prove, and whether several recordings were added up. */
export function inputFindings(inputs: readonly AnalysisInput[]): Diagnostic[] {
  const used = inputs.filter(({ notUsed }) => notUsed === null);
  const proving = used.filter(({ format }) => formatEntry(format)?.proves === 'label get/put');
  return [...nothingProven(used, proving), ...addedUp(proving)];
}

/** lock_stat without samples gets its own sentence: it is easily taken for "no contention". */
function nothingProven(used: readonly AnalysisInput[], proving: readonly AnalysisInput[]): Diagnostic[] {
  if (proving.length > 0) return [];
  const locks = used.some(({ format }) => format === 'lock_stat' || format === 'perf-lock');
  const kinds = [...new Set(used.map(({ format }) => format))];
  return [
    finding(
      'no-samples',
      locks
        ? 'no samples: lock statistics do not see reference counts (they are no locks), so the label share is unknown'
        : `no samples, so nothing about label references is proven: ${kinds.slice(0, SHOWN).map(givesOnly).join('; ')}`,
      'add a perf.data or perf script text of the same load',
    ),
  ];
}

/** "lscpu gives CPUs, sockets, cache domains". */
function givesOnly(id: string): string {
  return `${id} gives ${formatEntry(id)?.gives ?? 'nothing'}`;
}

function addedUp(proving: readonly AnalysisInput[]): Diagnostic[] {
  if (proving.length < 2) return [];
  return [
    finding(
      'several-recordings',
      `the samples of ${proving.length} recordings are added up: one load, recorded in parts?`,
      'compare different loads with refscope diff',
    ),
  ];
}

/** Recordings that share no command are hardly recordings of one load. */
export function commandConflicts(recordings: readonly Recording[]): Diagnostic[] {
  const commands = recordings
    .filter(({ profile }) => profile.cellCount > 0)
    .map(({ profile }) => profile.tasks.filter(({ idleTask }) => !idleTask).map(({ comm }) => comm));
  const [first, ...others] = commands;
  const stranger = others.find((comms) => !comms.some((comm) => first?.includes(comm)));
  if (first === undefined || stranger === undefined) return [];
  const names = (comms: readonly string[]): string => comms.slice(0, SHOWN).join(', ') || 'none';
  return [
    finding(
      'inputs-disagree',
      `the inputs disagree on commands: ${names(first)} and ${names(stranger)}`,
      'analyze recordings of different loads one by one',
    ),
  ];
}

/** perf's name of the kernel among build ids. */
const KERNEL = '[kernel.kallsyms]';

/** Two kernels may bear one release: their build ids tell them apart. */
export function kernelConflicts(recordings: readonly Recording[]): Diagnostic[] {
  const ids = new Set(recordings.flatMap(({ buildIds }) => buildIds.get(KERNEL) ?? []));
  if (ids.size < 2) return [];
  const shown = [...ids].map((id) => id.slice(0, 12)).sort();
  return [
    finding(
      'inputs-disagree',
      `the inputs disagree on the kernel: build ids ${shown.join(' and ')}`,
      'analyze recordings of different kernels one by one, or compare them with refscope diff',
    ),
  ];
}

/** A function that kernels with CONFIG_LOCK_STAT have, and no others: kernel/locking/lockdep.c. */
const LOCK_STAT_FUNCTION = 'lock_contended';
/** A list with fewer symbols is an excerpt: what it lacks proves nothing. */
const WHOLE_KERNEL = 10_000;

/** A lock_stat beside the symbols of a kernel that cannot have written it is of another kernel. */
export function lockStatConflicts(groups: readonly (readonly Recording[])[]): Diagnostic[] {
  return groups.flatMap((group) => {
    const file = group.find(({ locks }) => locks.length > 0)?.locks[0]?.file ?? null;
    const without = group
      .flatMap(({ symbols }) => symbols ?? [])
      .find(({ names }) => names.length >= WHOLE_KERNEL && !names.includes(LOCK_STAT_FUNCTION));
    if (file === null || without === undefined) return [];
    const text = `the inputs disagree on the kernel: one with lock_stat has the function ${LOCK_STAT_FUNCTION}, the one of ${basename(without.file)} has not`;
    const hint = 'take lock_stat, symbols and samples on one kernel, or analyze them one by one';
    return [finding('inputs-disagree', text, hint, file)];
  });
}

/** Where inputs disagree no figure may describe what it seems to: said before all else, and each once. */
export function disagreementsFirst(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const disagrees = ({ kind }: Diagnostic): boolean => kind === 'inputs-disagree';
  const first = diagnostics.filter(disagrees);
  const distinct = first.filter(
    ({ text, file }, at) => first.findIndex((other) => other.text === text && other.file === file) === at,
  );
  return [...distinct, ...diagnostics.filter((diagnostic) => !disagrees(diagnostic))];
}
