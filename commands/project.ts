import { Flags } from '@oclif/core';
import { analysisFlags, analyzeOptions, pathArgs } from '../src/cli/analysis-flags.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { inputPaths } from '../src/cli/paths.js';
import { projectedLoad } from '../src/cli/projected-load.js';
import { projectionFlags } from '../src/cli/projection-flags.js';
import { isPlainTerminal, terminalWidth } from '../src/cli/terminal.js';
import { checkNoInput, writeWhole } from '../src/io/write-file.js';
import type { Scaling } from '../src/model/scaling.js';
import { scaling } from '../src/project/scaling/scaling.js';
import { schemesNamed, tunedSchemes } from '../src/project/schemes/settings.js';
import { scalingCsv } from '../src/report/scaling-csv.js';
import { renderScalingText } from '../src/report/scaling-text.js';

export default class Project extends BaseCommand {
  static override summary = 'Draw capacity and efficiency against CPUs, today and with each scheme.';
  static override description =
    'PATH is what analyze takes. --with adds recordings of the same load at other CPU counts; --throughput-by-cpus a table ' +
    'with the columns cpus,throughput and, where the load was measured without AppArmor, off. Either calibrates the ' +
    'curve. Beyond twice the CPUs that are known only bounds are given, and what to record to narrow them.';
  static override usage = ['project PATH... [options]'];
  static override examples = [
    '<%= config.bin %> project run/ --at 8,16,32,64,128 --topology zen3-server',
    '<%= config.bin %> project run/ --at 96,192,384 --throughput-by-cpus nginx.csv --scheme percpu-ref,cond-ref',
    '<%= config.bin %> project run-96/ --with run-24/ --with run-48/ --at 24,48,96,192 --csv curves.csv',
  ];
  static override args = pathArgs;
  static override strict = false;
  static override flags = {
    ...analysisFlags,
    ...projectionFlags,
    scheme: Flags.string({
      helpValue: 'ID,ID,...',
      description: 'schemes to draw (default: all that do something)',
    }),
    csv: Flags.string({
      helpValue: 'FILE',
      description: 'write the curves as CSV, too (-: print them instead)',
    }),
  };

  async run(): Promise<Scaling> {
    const { argv, flags } = await this.parse(Project);
    const analyze = await analyzeOptions(flags);
    const schemes = tunedSchemes(analyze.settings);
    const asked =
      flags.scheme === undefined ? null : schemesNamed(schemes, ['kref', ...flags.scheme.split(',')]);
    const paths = inputPaths(argv);
    if (flags.csv !== undefined && flags.csv !== '-') await checkNoInput(flags.csv, paths);
    const load = await projectedLoad(paths, {
      analyze,
      topology: flags.topology,
      others: flags.with ?? [],
      unlisted: flags.unlisted?.split(',').map((name) => name.trim()) ?? [],
      throughputByCpus: flags['throughput-by-cpus'],
    });
    const result = scaling(load, asked ?? schemes, asked !== null);
    if (flags.csv === '-') {
      this.log(scalingCsv(result).trimEnd());
      return result;
    }
    if (flags.csv !== undefined) await writeWhole(flags.csv, scalingCsv(result));
    this.log(renderScalingText(result, { width: terminalWidth(), plain: isPlainTerminal() }));
    return result;
  }
}
