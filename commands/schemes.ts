import { Args } from '@oclif/core';
import { analysisFlags, analyzeOptions } from '../src/cli/analysis-flags.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { terminalWidth } from '../src/cli/terminal.js';
import { SCHEMES_SCHEMA_VERSION, type SchemeSheets } from '../src/model/scheme-facts.js';
import { schemeSheets } from '../src/project/scheme-facts.js';
import { schemesNamed, tunedSchemes } from '../src/project/schemes/settings.js';
import { renderSchemesText, renderSchemeText } from '../src/report/schemes-text.js';

export default class Schemes extends BaseCommand {
  static override summary =
    'List the proposed schemes: what each covers, costs and can be set to, and who objected.';
  static override description =
    'Costs are for --labels and --possible-cpus. What --set changes here, it changes alike in analyze, report, project ' +
    'and decide.';
  static override examples = [
    '<%= config.bin %> schemes --labels 4000 --possible-cpus 192',
    '<%= config.bin %> schemes percpu-ref --labels 4000 --possible-cpus 192 --set percpu-ref.onlyHotLabels=10',
    '<%= config.bin %> schemes kconfig-ref --labels 4000 --possible-cpus 192 --set kconfig-ref.memoryBudgetMiB=1',
  ];
  static override args = {
    id: Args.string({ description: 'a scheme, to see all of it', ignoreStdin: true }),
  };
  static override flags = {
    labels: analysisFlags.labels,
    'possible-cpus': analysisFlags['possible-cpus'],
    set: analysisFlags.set,
  };

  async run(): Promise<SchemeSheets> {
    const { args, flags } = await this.parse(Schemes);
    const { labels, possibleCpus, settings } = await analyzeOptions(flags);
    const all = tunedSchemes(settings);
    const schemes = args.id === undefined ? all : schemesNamed(all, [args.id]);
    const sheets: SchemeSheets = {
      schemaVersion: SCHEMES_SCHEMA_VERSION,
      labels,
      possibleCpus,
      schemes: schemeSheets(schemes, labels, possibleCpus),
    };
    const [only] = sheets.schemes;
    this.log(
      args.id === undefined || only === undefined
        ? renderSchemesText(sheets, terminalWidth())
        : renderSchemeText(only, sheets, terminalWidth()),
    );
    return sheets;
  }
}
