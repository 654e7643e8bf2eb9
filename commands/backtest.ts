import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../src/cli/base-command.js';
import { terminalWidth } from '../src/cli/terminal.js';
import { readText } from '../src/io/read-text.js';
import { BACKTEST_SCHEMA_VERSION, type Backtest } from '../src/model/backtest.js';
import { InputError } from '../src/model/errors.js';
import { backtest } from '../src/project/backtest/backtest.js';
import { PUBLISHED_CASES } from '../src/project/backtest/published-cases.js';
import { PUBLISHED_SERIES } from '../src/project/backtest/published-series.js';
import { scoreSeries } from '../src/project/backtest/series.js';
import { readBacktestCases } from '../src/read/backtest-cases/case-rows.js';
import { MAX_CSV_BYTES } from '../src/read/backtest-cases/csv-table.js';
import { readScalingSeries } from '../src/read/backtest-cases/series-rows.js';
import { renderBacktestText } from '../src/report/backtest-text.js';

export default class BacktestCommand extends BaseCommand {
  static override summary = 'Project published before/after pairs and compare with what was measured.';
  static override description =
    'Without CASES.csv: the built-in published cases and scaling series, each case projected with what other machines ' +
    'taught. With it: your cases, projected with what the built-in cases of other machines and sources taught; the ' +
    'cases of your file teach nothing. Columns: case,source,cpus,line,site,share_pct,kept,measured_gain and, by name, ' +
    'machine,kernel,share_of,idle_pct,transfers,rmws,share_after_pct,residual_ns,measured_low,measured_high; one row a ' +
    'site; empty share_pct: not published; empty cpus: unknown.';
  static override examples = [
    '<%= config.bin %> backtest',
    '<%= config.bin %> backtest my-cases.csv --json | jq .summary',
    '<%= config.bin %> backtest --print cases > template.csv',
  ];
  static override args = {
    cases: Args.string({ description: 'a CSV of cases, or - for standard input', ignoreStdin: true }),
  };
  static override flags = {
    series: Flags.string({ description: 'a CSV of scaling series to score', helpValue: 'FILE' }),
    print: Flags.option({
      description: 'print a built-in file instead: a template for your own',
      options: ['cases', 'series'] as const,
    })(),
  };

  async run(): Promise<Backtest | string> {
    const { args, flags } = await this.parse(BacktestCommand);
    if (flags.print !== undefined) {
      const file = flags.print === 'cases' ? PUBLISHED_CASES : PUBLISHED_SERIES;
      this.log(file.trimEnd());
      return file;
    }
    const published = readBacktestCases('built-in cases', PUBLISHED_CASES);
    const own = args.cases === undefined ? null : await readText(args.cases, MAX_CSV_BYTES);
    const cases = own === null ? published : readBacktestCases(own.file, own.text);
    if (own !== null && cases.length === 0) {
      throw new InputError({ file: own.file }, 'expected at least one case, found none');
    }
    const series = await this.#series(flags.series, own === null);
    const result: Backtest = {
      schemaVersion: BACKTEST_SCHEMA_VERSION,
      file: own?.file ?? null,
      ...backtest(cases, published),
      series: series.map(scoreSeries),
    };
    this.log(renderBacktestText(result, terminalWidth()));
    return result;
  }

  async #series(path: string | undefined, builtIn: boolean) {
    if (path !== undefined) {
      const { file, text } = await readText(path, MAX_CSV_BYTES);
      return readScalingSeries(file, text);
    }
    return builtIn ? readScalingSeries('built-in series', PUBLISHED_SERIES) : [];
  }
}
