import type { AnalyzeOptions } from '../analyze.js';
import { siteRuleFor } from '../attribute/catalogue/catalogue.js';
import { readText } from '../io/read-text.js';
import type { Analysis } from '../model/analysis.js';
import { UsageError } from '../model/errors.js';
import { parseKernelRelease } from '../model/kernel-release.js';
import type { ProjectionInput, SiteLoad } from '../model/projection.js';
import type { Calibration } from '../model/scaling.js';
import { projectionInput } from '../project/projection-input.js';
import { calibrateByRecordings, type RecordedShare } from '../project/scaling/recording-calibration.js';
import type { OffCurve } from '../project/scaling/scaling-curves.js';
import { fitThroughput } from '../project/scaling/throughput-calibration.js';
import { type FoundTopology, recordedTopology } from '../project/topology/recorded-topology.js';
import { withUnlisted } from '../project/unlisted-sites.js';
import { readThroughputByCpus } from '../read/throughput-by-cpus.js';
import { analyzeOrLoad } from './saved-analysis.js';
import { topologyOption } from './topology-option.js';

const MAX_CSV_BYTES = 1 << 20;

export interface LoadOptions {
  readonly analyze: AnalyzeOptions;
  readonly topology: string | undefined;
  /** Other recordings of the same load. */
  readonly others: readonly string[];
  /** Hooks that a list of shares leaves out. */
  readonly unlisted: readonly string[];
  readonly throughputByCpus: string | undefined;
}

/** A recording, with what calibrates it, ready to be projected. */
export interface ProjectedLoad {
  readonly analysis: Analysis;
  readonly input: ProjectionInput;
  readonly found: FoundTopology;
  readonly calibration: Calibration | null;
  readonly off: OffCurve;
  readonly assumptions: readonly string[];
}

/**
 * Reads the recording and what calibrates it. What --at and --set ask for is not applied to the analysis but to the
 * projection, so that a saved analysis can be projected anew.
 * @throws InputError, UsageError
 */
export async function projectedLoad(paths: readonly string[], options: LoadOptions): Promise<ProjectedLoad> {
  const { at, settings, staleFraction, labels, possibleCpus } = options.analyze;
  if (options.others.length > 0 && options.throughputByCpus !== undefined) {
    throw new UsageError('expected --with or --throughput-by-cpus, found both');
  }
  if (options.analyze.sites !== null) {
    throw new UsageError(
      'expected no --sites: curves are of AppArmor labels (analyze projects other counters)',
    );
  }
  const reading = {
    ...options.analyze,
    at: [],
    settings: [],
    staleFraction: 0,
    labels: null,
    possibleCpus: null,
  };
  const analysis = await analyzeOrLoad(paths, reading);
  const given =
    options.topology === undefined
      ? recordedTopology(analysis.topology, analysis.machine.cpuModel)
      : await topologyOption(options.topology);
  const listed: ProjectionInput = {
    ...projectionInput({
      counter: analysis.catalogue.id,
      attribution: analysis.attribution,
      locks: analysis.attribution?.locks ?? [],
      lines: analysis.lines,
      busyCpus: analysis.machine.busyCpus,
      labels: labels ?? analysis.labels,
      possibleCpus: possibleCpus ?? analysis.machine.possibleCpus,
      kernel: analysis.machine.kernel,
      throughputWithheld: withheldIn(analysis),
      at,
      settings,
      staleFraction,
    }),
    topology: given.topology,
  };
  const input = withUnlisted(listed, unlistedSites(analysis, options.unlisted));
  const load = {
    analysis,
    input,
    found: given,
    calibration: null,
    off: null,
    assumptions: unlisted(analysis, options.unlisted),
  };
  if (options.throughputByCpus !== undefined) return byThroughput(load, options.throughputByCpus);
  if (options.others.length > 0) return byRecordings(load, paths, options.others, reading);
  return load;
}

async function byThroughput(load: ProjectedLoad, path: string): Promise<ProjectedLoad> {
  const { file, text } = await readText(path, MAX_CSV_BYTES);
  const { calibration, off, offRows, why } = fitThroughput(
    file,
    readThroughputByCpus(file, text),
    load.input.topology,
  );
  if (calibration === null) throw new UsageError(why);
  return {
    ...calibrated(load, calibration),
    input: {
      ...load.input,
      busyCpus: calibration.cpus,
      labelShare: calibration.share,
      labelShareBound: 'measured',
      shareFrom: off === null ? 'throughput' : 'throughput-and-off',
    },
    off,
    assumptions: [
      ...load.assumptions,
      off === null
        ? `The line's share is what throughput in ${file} falls short of perfect scaling by: whatever else slows the machine counts as the line's (an off column tells them apart${offRows > 0 ? `; the one there is has a figure in ${offRows} of ${calibration.points.length} rows only, and is not used` : ''}).`
        : `The line's share is the difference between throughput and off in ${file}: all that AppArmor costs counts as the line's. Without the line the machine scales as off does, so that nothing is taken to hide (h = 0), nor, up to its CPUs, to respond (r = 1).`,
      'Which sites share the line is from the recording.',
    ],
  };
}

async function byRecordings(
  load: ProjectedLoad,
  paths: readonly string[],
  others: readonly string[],
  options: AnalyzeOptions,
): Promise<ProjectedLoad> {
  const analyses = [load.analysis];
  // --recorded-cpus says how many the first had: the others differ in just that.
  const own = { ...options, recordedCpus: null };
  for (const other of others) analyses.push(await analyzeOrLoad([other], own));
  const recordings = analyses.map((analysis, i) =>
    recordedShare(analysis, [paths.join(' '), ...others][i] ?? ''),
  );
  const calibration = calibrateByRecordings(
    [...paths, ...others].join(', '),
    recordings,
    load.input.topology,
  );
  if (calibration === null)
    throw new UsageError('the topology has no transfer time at one of the recorded CPU counts');
  return {
    ...calibrated(load, calibration),
    input: { ...load.input, busyCpus: calibration.cpus, labelShare: calibration.share },
    assumptions: [
      ...load.assumptions,
      'All recordings are of the same load and kernel; each counts alike, whatever its length.',
      'Which sites share the line is from the first recording.',
    ],
  };
}

function calibrated(load: ProjectedLoad, calibration: Calibration): ProjectedLoad {
  return { ...load, calibration };
}

function recordedShare({ machine, attribution }: Analysis, name: string): RecordedShare {
  const { labelSharePct: mid, labelShareLowPct: low, labelShareHighPct: high } = attribution ?? {};
  if (machine.busyCpus === null || mid == null || mid === 0) {
    throw new UsageError(
      `${name} cannot calibrate: its busy CPUs or its label share are not known, or it has none (save it with analyze --recorded-cpus N --json)`,
    );
  }
  return {
    cpus: machine.busyCpus,
    share: { low: (low ?? mid) / 100, mid: mid / 100, high: (high ?? mid) / 100 },
  };
}

/** The catalogue's rows of --unlisted. @throws UsageError for a hook that does not visit the line or is listed. */
function unlistedSites({ attribution, machine }: Analysis, names: readonly string[]): SiteLoad[] {
  if (names.length === 0) return [];
  if (attribution === null || attribution.total.samples !== null) {
    throw new UsageError(
      'expected --unlisted with a list of shares only: a recording has every hook it sampled',
    );
  }
  return names.map((name, i): SiteLoad => {
    const found = JSON.stringify(name.slice(0, 60));
    const rule = siteRuleFor(name, parseKernelRelease(machine.kernel));
    if (rule === null || rule.transfers === 0) {
      throw new UsageError(
        `expected --unlisted hooks that visit the label's line in this kernel, found ${found}`,
      );
    }
    if (attribution.sites.some((site) => site.function === name) || names.indexOf(name) < i) {
      throw new UsageError(`expected --unlisted hooks that are not listed yet, found ${found}`);
    }
    return { ...rule, share: { low: 0, mid: 0, high: 0 } };
  });
}

/** Percentages without counts may be an excerpt: what it leaves out visits the line all the same. */
function unlisted({ attribution }: Analysis, filled: readonly string[]): readonly string[] {
  if (attribution === null || attribution.total.samples !== null) return [];
  const names = attribution.sites.map((site) => site.function).join(', ');
  if (filled.length > 0) {
    return [
      `The input lists shares without counts; ${filled.join(', ')} (--unlisted) have the mean share per line transfer of its sites (${names}), or less: that is a guess, which the back-test makes for unpublished sites too.`,
    ];
  }
  return [
    `The input lists shares without counts; its sites (${names}) are taken for all that visit the line. Hooks that it leaves out make the line's time larger and what a scheme for some sites takes off it a smaller part, so that gains are other than printed: --unlisted fills them in.`,
  ];
}

/** Why an analysis withheld throughput gains, as the baseline's row says it. */
function withheldIn({ projections }: Analysis): string | null {
  const baseline = projections.find(({ scheme }) => scheme === 'kref');
  return baseline === undefined || baseline.throughputGain !== null
    ? null
    : (baseline.why ?? '').replace(/^the baseline(; )?/, '') || null;
}
