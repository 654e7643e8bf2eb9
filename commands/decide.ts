import { Flags } from '@oclif/core';
import { analysisFlags, analyzeOptions, pathArgs } from '../src/cli/analysis-flags.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { parseBudget, parseLabelRange, parseTarget } from '../src/cli/decision-flags.js';
import { inputPaths } from '../src/cli/paths.js';
import { projectedLoad } from '../src/cli/projected-load.js';
import { projectionFlags } from '../src/cli/projection-flags.js';
import { terminalWidth } from '../src/cli/terminal.js';
import type { Decision } from '../src/model/decision.js';
import { UsageError } from '../src/model/errors.js';
import { decide } from '../src/project/decision/decide.js';
import { tunedSchemes } from '../src/project/schemes/settings.js';
import { renderDecisionText } from '../src/report/decision-text.js';

export default class Decide extends BaseCommand {
  static override summary = 'Choose the cheapest scheme that reaches a gain, and say what to record next.';
  static override description =
    'The cheapest scheme or combination (least memory) that reaches --target with a chance of 90 % within --budget, for ' +
    'each of the CPU counts of --at and numbers of labels of --labels; where the answer flips; gain against memory; and what to ' +
    'record next, by how much it would narrow the answer. Exits 0 whatever the answer.';
  static override usage = ['decide PATH... --target RATIO --labels FROM:TO [options]'];
  static override examples = [
    '<%= config.bin %> decide run/ --target 1.10 --budget 4MiB --labels 200:4000 --at 96,192',
    '<%= config.bin %> decide run/ --target 1.05 --labels 4000 --set percpu-ref.onlyHotLabels=10',
  ];
  static override args = pathArgs;
  static override strict = false;
  static override flags = {
    ...analysisFlags,
    ...projectionFlags,
    target: Flags.string({
      helpValue: 'RATIO',
      required: true,
      description: 'gain to reach: 1.10 is 10 % more',
    }),
    budget: Flags.string({ helpValue: 'SIZE', description: 'memory over kref, like 4MiB (default: any)' }),
    labels: Flags.string({ helpValue: 'N|FROM:TO', required: true, description: 'AppArmor labels, a range' }),
  };

  async run(): Promise<Decision> {
    const { argv, flags } = await this.parse(Decide);
    const { labels, ...others } = flags;
    const wanted = {
      target: parseTarget(flags.target),
      budgetBytes: flags.budget === undefined ? null : parseBudget(flags.budget),
      labels: parseLabelRange(labels),
    };
    const analyze = await analyzeOptions(others);
    const schemes = tunedSchemes(analyze.settings);
    const { analysis, input, assumptions } = await projectedLoad(inputPaths(argv), {
      analyze,
      topology: flags.topology,
      others: flags.with ?? [],
      unlisted: flags.unlisted?.split(',').map((name) => name.trim()) ?? [],
      throughputByCpus: flags['throughput-by-cpus'],
    });
    if (input.busyCpus === null) {
      throw new UsageError(
        analysis.attribution === null
          ? 'expected samples or shares of functions: without them no scheme has a gain'
          : 'the number of busy CPUs is not known: give --recorded-cpus',
      );
    }
    const at = input.at.length > 0 ? input.at : [input.busyCpus];
    // The recording's machine is not the one that --at asks about: only --possible-cpus holds for all.
    const found = decide({ ...input, at, possibleCpus: analyze.possibleCpus }, schemes, wanted);
    const decision = { ...found, assumptions: [...found.assumptions, ...assumptions] };
    this.log(renderDecisionText(decision, terminalWidth()));
    return decision;
  }
}
