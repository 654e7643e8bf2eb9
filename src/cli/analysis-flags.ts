import { Args, Flags } from '@oclif/core';
import type { AnalyzeOptions } from '../analyze.js';
import type { TimeOption } from '../attribute/analysis-window.js';
import { UsageError } from '../model/errors.js';
import type { SchemeSetting } from '../model/scheme-facts.js';
import { type Fraction, NS_PER_SECOND } from '../model/units.js';
import { loadSiteCatalogue } from './site-catalogues.js';

/** The PATHs of a command; commands take any number of them (`strict = false`) and read them from `argv`. */
export const pathArgs = {
  path: Args.string({
    description: 'run directory, perf.data, perf script text, lock_stat text, or - for standard input',
    // oclif would take piped bytes for the value of a missing argument.
    ignoreStdin: true,
  }),
};

/** Flags that decide what an analysis says; every command that analyzes has them. */
export const analysisFlags = {
  comm: Flags.string({
    helpValue: 'NAME',
    multiple: true,
    // One name a flag: `--comm nginx run/` must not take the path for another command.
    multipleNonGreedy: true,
    description: 'command to select (repeatable; default: every command but idle)',
  }),
  event: Flags.string({
    helpValue: 'NAME',
    description: 'event to analyze (default: the first with samples)',
  }),
  kallsyms: Flags.string({
    helpValue: 'FILE',
    description: 'kernel symbols for perf.data (default: the kallsyms beside it)',
  }),
  vmlinux: Flags.string({
    helpValue: 'FILE',
    description:
      'machine code of the recorded kernel: vmlinux or objdump -d of it (default: what lies beside)',
  }),
  time: Flags.string({
    helpValue: 'FROM,TO',
    description: "FROM,TO in seconds on the recording's clock (default: the longest steady interval)",
  }),
  'recorded-cpus': Flags.string({
    helpValue: 'N',
    description: 'busy CPUs while recording, when the trace does not tell',
  }),
  'possible-cpus': Flags.string({
    helpValue: 'N',
    description: 'possible CPUs of the kernel, for memory (default: from the perf header)',
  }),
  labels: Flags.string({ helpValue: 'N', description: 'number of AppArmor labels, for memory' }),
  at: Flags.string({
    helpValue: 'N,N,...',
    description: 'CPU counts to project for, N,N,... (default: the recorded one)',
  }),
  set: Flags.string({
    helpValue: 'SCHEME.PARAM=VALUE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'parameter of a scheme (repeatable; refscope schemes lists them)',
  }),
  'stale-fraction': Flags.string({
    helpValue: 'F',
    description: 'fraction of get/put whose label is stale, while policy is being replaced (default: 0)',
  }),
  sites: Flags.string({
    helpValue: 'ID|FILE',
    description: 'analyze another reference count: a catalogue of `refscope sites`, or a file like it',
  }),
  'single-instance': Flags.string({
    helpValue: 'CLASS',
    multiple: true,
    multipleNonGreedy: true,
    description: 'counter or lock of which all visits go to one instance (repeatable)',
  }),
};

export interface AnalysisFlagValues {
  readonly comm?: string[] | undefined;
  readonly event?: string | undefined;
  readonly kallsyms?: string | undefined;
  readonly vmlinux?: string | undefined;
  readonly time?: string | undefined;
  readonly 'recorded-cpus'?: string | undefined;
  readonly 'possible-cpus'?: string | undefined;
  readonly labels?: string | undefined;
  readonly at?: string | undefined;
  readonly set?: string[] | undefined;
  readonly 'stale-fraction'?: string | undefined;
  readonly sites?: string | undefined;
  readonly 'single-instance'?: string[] | undefined;
}

/** @throws UsageError naming the flag, what was expected and what was found; InputError for a bad --sites file. */
export async function analyzeOptions(flags: AnalysisFlagValues): Promise<AnalyzeOptions> {
  return {
    comms: flags.comm ?? [],
    event: flags.event ?? null,
    kallsyms: flags.kallsyms ?? null,
    vmlinux: flags.vmlinux ?? null,
    time: flags.time === undefined ? null : parseTime(flags.time),
    recordedCpus: parsePositive('--recorded-cpus', flags['recorded-cpus'], MAX_CPUS),
    possibleCpus: parseWhole('--possible-cpus', flags['possible-cpus'], MAX_CPUS),
    labels: parseWhole('--labels', flags.labels, MAX_LABELS),
    at: (flags.at?.split(',') ?? []).map((part) => parsePositive('--at', part, MAX_CPUS) as number),
    settings: (flags.set ?? []).map(parseSetting),
    staleFraction: parseFraction('--stale-fraction', flags['stale-fraction']) ?? 0,
    sites: flags.sites === undefined ? null : await loadSiteCatalogue(flags.sites),
    singleInstance: flags['single-instance'] ?? [],
  };
}

/** CONFIG_NR_CPUS never exceeds it. */
const MAX_CPUS = 8192;
const MAX_LABELS = 1e9;

function parsePositive(flag: string, text: string | undefined, limit: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= limit) return value;
  throw new UsageError(`expected ${flag} to be a number above 0 and up to ${limit}, found "${text}"`);
}

/** A whole number above 0 and up to `limit`; `null` where the flag is not given. @throws UsageError naming the flag. */
export function parseWhole(flag: string, text: string | undefined, limit: number): number | null {
  const value = parsePositive(flag, text, limit);
  if (value === null || Number.isInteger(value)) return value;
  throw new UsageError(`expected ${flag} to be a whole number, found "${text}"`);
}

/** @throws UsageError unless it is SCHEME.PARAM=VALUE with a number; whether these exist is asked later. */
function parseSetting(text: string): SchemeSetting {
  const [, scheme, name, value] = /^([^.=]+)\.([^.=]+)=(.+)$/.exec(text) ?? [];
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  if (scheme !== undefined && name !== undefined && Number.isFinite(number)) {
    return { scheme, name, value: number };
  }
  throw new UsageError(`expected --set to be SCHEME.PARAM=VALUE with a number, found "${text}"`);
}

function parseFraction(flag: string, text: string | undefined): Fraction | null {
  if (text === undefined) return null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new UsageError(`expected ${flag} to be a number from 0 to 1, found "${text}"`);
}

function parseTime(text: string): TimeOption {
  const parts = text.split(',');
  const [from, to] = parts.map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const fromNs = parts[0]?.trim() === '' ? Number.NEGATIVE_INFINITY : (from ?? Number.NaN) * NS_PER_SECOND;
  const toNs = parts[1]?.trim() === '' ? Number.POSITIVE_INFINITY : (to ?? Number.NaN) * NS_PER_SECOND;
  if (parts.length === 2 && fromNs < toNs) return { fromNs, toNs };
  throw new UsageError(`expected --time to be FROM,TO in seconds with FROM below TO, found "${text}"`);
}
