import { Flags } from '@oclif/core';
import { analysisFlags, analyzeOptions, parseWhole, pathArgs } from '../src/cli/analysis-flags.js';
import { analysisWithViews } from '../src/cli/analysis-with-views.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { commandLine } from '../src/cli/command-line.js';
import { inputPaths } from '../src/cli/paths.js';
import { analyzeOrLoad } from '../src/cli/saved-analysis.js';
import { terminalWidth } from '../src/cli/terminal.js';
import { checkNoInput, writeWhole } from '../src/io/write-file.js';
import type { Analysis } from '../src/model/analysis.js';
import { UsageError } from '../src/model/errors.js';
import { REPORT_FORMATS, reportFormat } from '../src/report/formats.js';

const DEFAULT_TOP = 15;

export default class Report extends BaseCommand {
  static override summary = 'Write the analysis as a document for others.';
  static override description =
    'PATH is what analyze takes, or one analysis saved with --json. The document goes to standard output, or to the ' +
    'file of --output.';
  static override usage = ['report PATH... [options]', 'report [options] < TRACE'];
  static override examples = [
    '<%= config.bin %> report fixtures/nginx-confined-8cpu -o nginx.md',
    '<%= config.bin %> report fixtures/nginx-confined-8cpu -o nginx.html',
    '<%= config.bin %> report perf.data lock_stat --labels 4000 --possible-cpus 192 --at 96,192',
    '<%= config.bin %> analyze run/ --json > run.json; <%= config.bin %> report run.json',
  ];
  static override args = pathArgs;
  static override strict = false;
  static override flags = {
    ...analysisFlags,
    format: Flags.string({
      helpValue: REPORT_FORMATS.map(({ id }) => id).join('|'),
      description: REPORT_FORMATS.map(({ id, what }) => `${id}: ${what}`).join('; '),
    }),
    top: Flags.string({ description: 'most rows of a table', helpValue: 'N', default: String(DEFAULT_TOP) }),
    output: Flags.string({
      char: 'o',
      description: 'file to write instead of standard output',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<Analysis> {
    const { argv, flags } = await this.parse(Report);
    const top = parseWhole('--top', flags.top, 1e6) ?? DEFAULT_TOP;
    const options = await analyzeOptions(flags);
    const paths = inputPaths(argv);
    const output = flags.output === '-' ? undefined : flags.output;
    const format = reportFormat(flags.format, output);
    if (format === undefined) {
      const known = REPORT_FORMATS.map(({ id }) => id).join(', ');
      throw new UsageError(`expected --format to be one of ${known}, found "${flags.format}"`);
    }
    const given = [...paths, ...[options.kallsyms, options.vmlinux].filter((path) => path !== null)];
    if (output !== undefined) await checkNoInput(output, given);
    const { analysis, views } =
      format.wantsViews === true
        ? await analysisWithViews(paths, options)
        : { analysis: await analyzeOrLoad(paths, options), views: null };
    const document = format.render(analysis, {
      top,
      width: terminalWidth(),
      version: this.config.version,
      command: commandLine([this.config.bin, 'report', ...this.argv]),
      views,
    });
    if (output === undefined) {
      this.log(document);
      return analysis;
    }
    // Those in run directories are known only now.
    await checkNoInput(
      output,
      analysis.inputs.map((input) => input.path),
    );
    await writeWhole(output, `${document}\n`);
    return analysis;
  }
}
