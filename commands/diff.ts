import { Args, Flags } from '@oclif/core';
import { analysisFlags, analyzeOptions } from '../src/cli/analysis-flags.js';
import { analysisWithViews } from '../src/cli/analysis-with-views.js';
import { appendBacktestRows, backtestLines } from '../src/cli/backtest-file.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { commandLine } from '../src/cli/command-line.js';
import { checkCopies } from '../src/cli/copied-runs.js';
import { diffPaths } from '../src/cli/diff-sides.js';
import { ExitCode } from '../src/cli/exit-code.js';
import { analyzeOrLoad } from '../src/cli/saved-analysis.js';
import { sideSnapshots } from '../src/cli/side-snapshots.js';
import { terminalWidth } from '../src/cli/terminal.js';
import { compareAnalyses } from '../src/compare/compare-analyses.js';
import { checkLimit, parseLimit } from '../src/compare/limit.js';
import { checkNoInput, writeWhole } from '../src/io/write-file.js';
import type { Analysis } from '../src/model/analysis.js';
import type { Diff } from '../src/model/diff.js';
import { UsageError } from '../src/model/errors.js';
import { printable } from '../src/model/printable.js';
import type { SampledStacks } from '../src/model/sampled-stacks.js';
import { DIFF_FORMATS, type DiffRendering } from '../src/report/diff-formats.js';

export default class DiffCommand extends BaseCommand {
  static override summary = 'Say what changed between two recordings, and whether it is more than noise.';
  static override description =
    'BEFORE and AFTER are each a run directory, perf.data, perf script text, lock_stat text, pasted profile lines, a saved ' +
    '--json analysis, or - for standard input (one of them). Repeated runs, one PATH each, follow --before and --after: ' +
    'their scatter is then what noise is. The options apply to both sides.\n\n' +
    '--fail-on fires when the metric lies beyond the limit with its whole 95 % interval: of > and >= its low end counts, ' +
    'of < and <= its high end. METRIC is label.share (percent of busy time AFTER), label.delta (AFTER - BEFORE, in points ' +
    'of busy time) or throughput (measured AFTER/BEFORE as a ratio or with %, never projected).\n\n' +
    'Exits 0 whatever changed; 1 when a --fail-on fired; 2 on bad input, and when none fired but one is undecidable, as ' +
    'there is no interval (pasted lists, a throughput of one run a side); 70 on a fault of refscope.';
  static override usage = ['diff BEFORE AFTER [options]', 'diff --before PATH... --after PATH... [options]'];
  static override examples = [
    '<%= config.bin %> diff runs/kref runs/condref',
    '<%= config.bin %> diff --before kref-1 kref-2 kref-3 --after condref-1 condref-2 condref-3',
    '<%= config.bin %> diff before.data.gz after.data.gz --comm nginx --format mail',
    '<%= config.bin %> diff lock_stat.before lock_stat.after',
    '<%= config.bin %> diff base/ new/ --fail-on "label.delta > 1" --fail-on "throughput < 97%"',
    '<%= config.bin %> diff kref/ condref/ --scheme cond-ref --backtest-row cases.csv',
    '<%= config.bin %> diff runs/kref runs/condref --json | jq -r .verdict',
  ];
  // oclif would take piped bytes for the value of a missing argument.
  static override args = {
    before: Args.string({ description: 'the recording to compare with', ignoreStdin: true }),
    after: Args.string({ description: 'the recording to judge', ignoreStdin: true }),
  };
  static override strict = false;
  static override flags = {
    ...analysisFlags,
    before: Flags.string({
      helpValue: 'PATH...',
      multiple: true,
      description: 'repeated runs to compare with, one recording a PATH, up to the next option',
    }),
    after: Flags.string({
      helpValue: 'PATH...',
      multiple: true,
      description: 'repeated runs to judge, one recording a PATH, up to the next option',
    }),
    format: Flags.string({
      helpValue: Object.keys(DIFF_FORMATS).join('|'),
      options: Object.keys(DIFF_FORMATS),
      default: 'text',
      description: 'how to print it (mail: ASCII, 72 columns)',
    }),
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'file to write instead of standard output',
    }),
    scheme: Flags.string({
      helpValue: 'ID',
      description: 'the scheme that AFTER has and BEFORE has not (default: by their kernel releases)',
    }),
    'backtest-row': Flags.string({
      helpValue: 'FILE',
      description: 'add what was projected and measured to this back-test file (-: print it)',
    }),
    'fail-on': Flags.string({
      helpValue: 'METRIC OP NUMBER[%]',
      multiple: true,
      multipleNonGreedy: true,
      description: 'exit 1 when this holds with 95 % confidence, OP one of < <= > >= (repeatable)',
    }),
  };

  async run(): Promise<Diff> {
    const { argv, flags } = await this.parse(DiffCommand);
    const limits = (flags['fail-on'] ?? []).map(parseLimit);
    const paths = diffPaths(argv.map(String), flags);
    const options = await analyzeOptions(flags);
    const output = flags.output === '-' ? undefined : flags.output;
    const row = flags['backtest-row'];
    if (row === '-' && this.jsonEnabled())
      throw new UsageError('expected a file for --backtest-row beside --json, found -');
    const given = [...paths.before, ...paths.after];
    for (const file of [output, row]) if (file !== undefined && file !== '-') await checkNoInput(file, given);
    // Sorted: the order in which repeated runs are named says nothing.
    const wantsStacks = flags.format === 'html';
    const load = async (side: keyof typeof paths): Promise<Loaded[]> => {
      const runs: Loaded[] = [];
      const sorted = [...paths[side]].sort();
      for (const path of sorted) {
        const { analysis, views } = wantsStacks
          ? await analysisWithViews([path], options)
          : { analysis: await analyzeOrLoad([path], options), views: null };
        runs.push({ analysis, stacks: views?.stacks ?? null });
      }
      checkCopies(
        side,
        sorted,
        runs.map(({ analysis }) => analysis),
      );
      return runs;
    };
    const [beforeRuns, afterRuns] = [await load('before'), await load('after')];
    let [before, after] = [beforeRuns, afterRuns].map((runs) => runs.map(({ analysis }) => analysis)) as [
      Analysis[],
      Analysis[],
    ];
    const [old, now] = [before[0], after[0]];
    const isPair = before.length === 1 && after.length === 1 && old !== undefined && now !== undefined;
    const snapshots = isPair ? sideSnapshots(old, now) : null;
    if (snapshots !== null) [before, after] = [[snapshots.before], [snapshots.after]];
    checkScheme(flags.scheme, before);
    const diff = compareAnalyses(before, after, {
      names: { before: sideName(paths.before), after: sideName(paths.after) },
      scheme: flags.scheme ?? null,
      conditions: snapshots?.conditions ?? [],
    });
    const outcomes = limits.map((limit) => checkLimit(limit, before, after, diff));
    for (const { limit, state, why } of outcomes) {
      if (state !== 'passed')
        process.stderr.write(`refscope: ${state}: ${printable(`${limit.text}: ${why}`)}\n`);
    }
    const states = new Set(outcomes.map(({ state }) => state));
    // Not by throwing, as the document is still to be printed; before it, as its reader may go away (`| head`).
    if (states.has('fired')) process.exitCode = ExitCode.fired;
    else if (states.has('undecidable')) process.exitCode = ExitCode.badInput;
    const rendering = {
      width: terminalWidth(),
      version: this.config.version,
      command: commandLine([this.config.bin, 'diff', ...this.argv]),
      stacks: sideStacks(beforeRuns, afterRuns),
    };
    const document = DIFF_FORMATS[flags.format]?.(diff, rendering) ?? '';
    if (output === undefined) this.log(document);
    else await writeWhole(output, `${document}\n`);
    if (row !== undefined) await this.#writeRow(row, before[0] as Analysis, diff);
    return diff;
  }

  async #writeRow(file: string, before: Analysis, diff: Diff): Promise<void> {
    if (file !== '-') return appendBacktestRows(file, before, diff);
    const { header, rows } = backtestLines(before, diff);
    this.log(['', header, ...rows].join('\n'));
  }
}

interface Loaded {
  readonly analysis: Analysis;
  readonly stacks: SampledStacks | null;
}

/** `null` unless every recording has its samples. */
function sideStacks(before: readonly Loaded[], after: readonly Loaded[]): DiffRendering['stacks'] {
  const [old, now] = [before, after].map((runs) => runs.flatMap(({ stacks }) => stacks ?? []));
  return old?.length === before.length && now?.length === after.length ? { before: old, after: now } : null;
}

function sideName(paths: readonly string[]): string {
  return [...paths]
    .sort()
    .map((path) => (path === '-' ? 'standard input' : path))
    .join(', ');
}

function checkScheme(scheme: string | undefined, before: readonly Analysis[]): void {
  if (scheme === undefined) return;
  const known = before[0]?.schemes.map(({ id }) => id) ?? [];
  if (!known.includes(scheme))
    throw new UsageError(`expected --scheme to be one of ${known.join(', ')}, found "${scheme}"`);
}
