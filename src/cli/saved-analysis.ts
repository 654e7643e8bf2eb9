import { isDeepStrictEqual } from 'node:util';
import { type AnalyzeOptions, analyze } from '../analyze.js';
import { FORMATS } from '../intake/formats.js';
import { detectSource } from '../io/read-source.js';
import { fileSource, type Source, statPath } from '../io/source.js';
import { type Analysis, SCHEMA_VERSION } from '../model/analysis.js';
import { InputError, UsageError } from '../model/errors.js';
import { ANALYSIS_SCHEMA } from '../report/schema/analysis-schema.js';
import { checkSchema, parseJson } from './json-input.js';
import { foundText } from './schema-violation.js';

/** Below the longest string V8 can hold (2^29 - 24 characters), with room to spare for the data made of it. */
const MOST_BYTES = 512e6;

/**
 * The analyses of a command line: one saved by `--json` is loaded, anything else is analyzed.
 * @throws InputError, UsageError when a saved analysis stands beside other PATHs, or options that it cannot follow.
 */
export async function analyzeOrLoad(paths: readonly string[], options: AnalyzeOptions): Promise<Analysis> {
  const loaded = await loadGiven(paths, options);
  return loaded ?? analyze(paths, options);
}

/**
 * The saved analysis among `paths`; `null` when there is none.
 * @throws InputError, UsageError as `analyzeOrLoad`.
 */
export async function loadGiven(paths: readonly string[], options: AnalyzeOptions): Promise<Analysis | null> {
  for (const path of paths) {
    const saved = await loadAnalysis(path);
    if (saved === null) continue;
    if (paths.length > 1) {
      throw new UsageError(
        `${path} is a saved analysis and cannot be joined with other PATHs: give it alone`,
      );
    }
    checkOptions(path, saved, options);
    return saved;
  }
  return null;
}

/**
 * The analysis saved in the file `path`, gzipped or not; `null` when it is a trace or no JSON object.
 * Standard input, pipes and directories are never saved analyses: what comes once only is a trace.
 * @throws InputError when it is JSON but no analysis of this version of refscope.
 */
export async function loadAnalysis(path: string, mostBytes = MOST_BYTES): Promise<Analysis | null> {
  if (path === '-' || !(await statPath(path)).isFile()) return null;
  const source = fileSource(path);
  const text = await readObjectText(source, mostBytes);
  if (text === null) return null;
  // Some tools print JSON too: lscpu -J. Only what no reader claims is an analysis gone wrong.
  if (!/"schemaVersion"\s*:/.test(text) && (await detectSource(FORMATS, source)) !== null) return null;
  return checkAnalysis(path, parseJson(path, text, 'a saved analysis'));
}

/** All of `source`, if its first character is a brace. */
async function readObjectText(source: Source, mostBytes: number): Promise<string | null> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  let isObject = false;
  for await (const chunk of source.open()) {
    const part = decoder.decode(chunk, { stream: true });
    if (!isObject) {
      const start = part.trimStart();
      if (start !== '' && !start.startsWith('{')) return null;
      isObject = start !== '';
    }
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw new InputError(
        { file: source.file },
        `expected a saved analysis of at most ${mostBytes / 1e6} MB, found more`,
      );
    }
    parts.push(part);
  }
  return isObject ? parts.join('') + decoder.decode() : null;
}

async function checkAnalysis(file: string, value: unknown): Promise<Analysis> {
  const version = (value as { schemaVersion?: unknown }).schemaVersion;
  if (version === undefined) {
    throw new InputError(
      { file },
      'expected an analysis saved with --json, found JSON without a schemaVersion',
    );
  }
  if (version !== SCHEMA_VERSION) {
    throw new InputError(
      { file },
      `expected schemaVersion ${SCHEMA_VERSION}, found ${foundText(version)}: saved by another refscope`,
    );
  }
  return checkSchema(file, value, ANALYSIS_SCHEMA, 'the analysis');
}

/** The flag that sets each option: what was decided when the analysis was saved cannot be decided again. */
const OPTION_FLAGS: Readonly<Record<keyof AnalyzeOptions, string>> = {
  comms: '--comm',
  event: '--event',
  kallsyms: '--kallsyms',
  vmlinux: '--vmlinux',
  time: '--time',
  recordedCpus: '--recorded-cpus',
  possibleCpus: '--possible-cpus',
  labels: '--labels',
  at: '--at',
  settings: '--set',
  staleFraction: '--stale-fraction',
  sites: '--sites',
  singleInstance: '--single-instance',
};

/** What a saved analysis tells of the options it was made with: the same again asks for no change. */
function optionsOf(saved: Analysis): Partial<AnalyzeOptions> {
  return { comms: saved.comms, event: saved.attribution?.event ?? null };
}

function checkOptions(path: string, saved: Analysis, options: AnalyzeOptions): void {
  const made = optionsOf(saved);
  for (const [option, flag] of Object.entries(OPTION_FLAGS)) {
    const key = option as keyof AnalyzeOptions;
    const value = options[key];
    if (value === null || value === 0 || (Array.isArray(value) && value.length === 0)) continue;
    if (isDeepStrictEqual(value, made[key])) continue;
    throw new UsageError(
      `${path} is a saved analysis, which ${flag} cannot change: analyze its traces again`,
    );
  }
}
