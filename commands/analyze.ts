import { Flags } from '@oclif/core';
import { analysisFlags, analyzeOptions, parseWhole, pathArgs } from '../src/cli/analysis-flags.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { inputPaths } from '../src/cli/paths.js';
import { analyzeOrLoad } from '../src/cli/saved-analysis.js';
import { terminalLook } from '../src/cli/terminal.js';
import { textReport } from '../src/cli/text-report.js';
import type { Analysis } from '../src/model/analysis.js';

export default class Analyze extends BaseCommand {
  static override summary =
    'Say how much busy time goes to AppArmor label get/put, where, and what each scheme would gain.';
  static override description =
    'PATH is a run directory (perf.data, perf script text, kallsyms, lock_stat, wrk output, found by content), or any ' +
    'of these files, gzipped or not, or - for standard input. Several PATHs are joined into one analysis.';
  static override usage = ['analyze PATH... [options]', 'analyze [options] < TRACE'];
  static override examples = [
    '<%= config.bin %> analyze fixtures/nginx-confined-8cpu',
    '<%= config.bin %> analyze perf.data --kallsyms kallsyms --comm nginx',
    'perf script | <%= config.bin %> analyze --recorded-cpus 96',
    '<%= config.bin %> analyze perf.data lock_stat --labels 4000 --possible-cpus 192 --at 96,192',
    '<%= config.bin %> analyze perf.data --sites dentry-lockref',
    '<%= config.bin %> analyze run/ --json > before.json',
  ];
  static override args = pathArgs;
  static override strict = false;
  static override flags = {
    ...analysisFlags,
    top: Flags.string({ helpValue: 'N', description: 'most rows of a table', default: '8' }),
  };

  async run(): Promise<Analysis> {
    const { argv, flags } = await this.parse(Analyze);
    const top = parseWhole('--top', flags.top, 1e6) ?? 8;
    const paths = inputPaths(argv);
    const options = await analyzeOptions(flags);
    // What only the text shows costs memory while reading.
    if (this.jsonEnabled()) return analyzeOrLoad(paths, options);
    const { analysis, document } = await textReport(paths, options, {
      ...terminalLook(flags['no-color']),
      top,
    });
    this.log(document);
    return analysis;
  }
}
