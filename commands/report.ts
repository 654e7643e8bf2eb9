import { Flags } from '@oclif/core';
import { analysisFlags, analyzeOptions, parseWhole, pathArgs } from '../src/cli/analysis-flags.js';
import { analysisWithViews } from '../src/cli/analysis-with-views.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { commandLine } from '../src/cli/command-line.js';
import { CSV_TABLE_NAMES, csvFiles, csvTables } from '../src/cli/csv-report.js';
import { inputPaths } from '../src/cli/paths.js';
import { analyzeOrLoad } from '../src/cli/saved-analysis.js';
import { terminalLook } from '../src/cli/terminal.js';
import { checkNoInput, writeDirectory, writeWhole } from '../src/io/write-file.js';
import type { Analysis } from '../src/model/analysis.js';
import { UsageError } from '../src/model/errors.js';
import { REPORT_FORMATS, type ReportFormat, reportFormat } from '../src/report/formats.js';
import { PLAIN_INK } from '../src/report/ink.js';

const DEFAULT_TOP = 15;

export default class Report extends BaseCommand {
  static override summary = 'Write the analysis as a document for others.';
  static override description =
    'PATH is what analyze takes, or one analysis saved with --json. The document goes to standard output, or to the ' +
    'file of --output. The HTML document is one file that needs no network: flame graph, map of contention by CPU and ' +
    'time and the listings of hooks are in it where PATH is the trace itself.\n\n' +
    'CSV is one table by --table, or every table as a file in the directory of --output: RFC 4180, units in the heads, ' +
    'numbers not rounded, empty where unknown; an apostrophe stands before a text that a spreadsheet would run (= + - @). ' +
    `Tables: ${CSV_TABLE_NAMES}.`;
  static override usage = ['report PATH... [options]', 'report [options] < TRACE'];
  static override examples = [
    '<%= config.bin %> report fixtures/nginx-confined-8cpu -o nginx.md',
    '<%= config.bin %> report fixtures/nginx-confined-8cpu --format html -o nginx.html',
    '<%= config.bin %> report runs/confined --format mail >> cover-letter',
    '<%= config.bin %> report runs/confined --format csv --table sites',
    '<%= config.bin %> report runs/confined --format csv -o tables/',
    '<%= config.bin %> report perf.data lock_stat --labels 4000 --possible-cpus 192 --at 96,192',
    '<%= config.bin %> analyze run/ --json > run.json; <%= config.bin %> report run.json',
  ];
  static override args = pathArgs;
  static override strict = false;
  static override flags = {
    ...analysisFlags,
    top: Flags.string({ description: 'most rows of a table', helpValue: 'N', default: String(DEFAULT_TOP) }),
    format: Flags.string({
      helpValue: [...REPORT_FORMATS.map(({ id }) => id), 'csv'].join('|'),
      description: [
        ...REPORT_FORMATS.map(({ id, what }) => `${id}: ${what}`),
        'csv: tables for spreadsheets. By default as the ending of --output says',
      ].join('; '),
    }),
    table: Flags.string({ helpValue: 'NAME', description: 'the one table of --format csv to write' }),
    output: Flags.string({
      char: 'o',
      description: 'file to write instead of standard output; a directory for --format csv without --table',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<Analysis> {
    const { argv, flags } = await this.parse(Report);
    const top = parseWhole('--top', flags.top, 1e6) ?? DEFAULT_TOP;
    const options = await analyzeOptions(flags);
    const paths = inputPaths(argv);
    const output = flags.output === '-' ? undefined : flags.output;
    const tables = csvTables(flags, output);
    const given = [...paths, ...[options.kallsyms, options.vmlinux].filter((path) => path !== null)];
    if (output !== undefined) await checkNoInput(output, given);
    const format = tables === null ? documentFormat(flags.format, output) : null;
    const { analysis, views } =
      format?.wantsViews === true
        ? await analysisWithViews(paths, options)
        : { analysis: await analyzeOrLoad(paths, options), views: null };
    // Those in run directories are known only now.
    const inputs = [...given, ...analysis.inputs.map((input) => input.path)];
    const files = csvFiles(tables ?? [], analysis);
    if (output !== undefined && tables !== null && flags.table === undefined) {
      await writeDirectory(output, files, inputs);
      return analysis;
    }
    const look = terminalLook(flags['no-color']);
    const document =
      format?.render(analysis, {
        ...(output === undefined ? look : { ...look, ink: PLAIN_INK }),
        top,
        version: this.config.version,
        command: commandLine([this.config.bin, 'report', ...this.argv]),
        views,
      }) ?? files.map(({ text }) => text).join('');
    if (output === undefined) {
      this.log(document);
      return analysis;
    }
    await checkNoInput(output, inputs);
    await writeWhole(output, `${document}\n`);
    return analysis;
  }
}

/** @throws UsageError for a format that there is not. */
function documentFormat(id: string | undefined, output: string | undefined): ReportFormat {
  const format = reportFormat(id, output);
  if (format !== undefined) return format;
  const known = ['csv', ...REPORT_FORMATS.map((each) => each.id)].join(', ');
  throw new UsageError(`expected --format to be one of ${known}, found "${id}"`);
}
