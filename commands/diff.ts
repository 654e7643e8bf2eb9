import { Args } from '@oclif/core';
import { analysisFlags, analyzeOptions } from '../src/cli/analysis-flags.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { analyzeOrLoad } from '../src/cli/saved-analysis.js';
import { terminalWidth } from '../src/cli/terminal.js';
import { compareAnalyses } from '../src/compare/compare-analyses.js';
import type { Diff, SideNames } from '../src/model/diff.js';
import { UsageError } from '../src/model/errors.js';
import { renderDiffText } from '../src/report/diff-text.js';

export default class DiffCommand extends BaseCommand {
  static override summary = 'Say what changed between two recordings, and whether it is more than noise.';
  static override description =
    'BEFORE and AFTER are each a run directory, perf.data, perf script text, lock_stat text, a saved --json analysis, or - for ' +
    'standard input (one of them). The options apply to both sides. Exits 0 whatever changed.';
  static override usage = ['diff BEFORE AFTER [options]'];
  static override examples = [
    '<%= config.bin %> diff runs/kref runs/condref',
    '<%= config.bin %> diff before.data.gz after.data.gz --comm nginx',
    '<%= config.bin %> diff lock_stat.before lock_stat.after',
    '<%= config.bin %> diff runs/kref runs/condref --json | jq -r .verdict',
  ];
  // oclif would take piped bytes for the value of a missing argument.
  static override args = {
    before: Args.string({ description: 'the recording to compare with', ignoreStdin: true }),
    after: Args.string({ description: 'the recording to judge', ignoreStdin: true }),
  };
  static override flags = analysisFlags;

  async run(): Promise<Diff> {
    const { args, flags } = await this.parse(DiffCommand);
    const paths = bothSides(args);
    const options = await analyzeOptions(flags);
    const before = await analyzeOrLoad([paths.before], options);
    const after = await analyzeOrLoad([paths.after], options);
    const names = { before: sideName(paths.before), after: sideName(paths.after) };
    const diff = compareAnalyses(before, after, names);
    this.log(renderDiffText(diff, terminalWidth()));
    return diff;
  }
}

function sideName(path: string): string {
  return path === '-' ? 'standard input' : path;
}

function bothSides({
  before,
  after,
}: {
  before?: string | undefined;
  after?: string | undefined;
}): SideNames {
  if (before === undefined || after === undefined)
    throw new UsageError(`expected BEFORE and AFTER, found ${before ?? 'neither'} (see --help)`);
  if (before === '-' && after === '-')
    throw new UsageError('expected one side at most from standard input, found - for both');
  return { before, after };
}
