import { Flags } from '@oclif/core';
import { analyzeTrace } from '../src/analyze.js';
import { sampledStacks } from '../src/attribute/sampled-stacks.js';
import { analysisFlags, analyzeOptions, pathArgs } from '../src/cli/analysis-flags.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { inputPaths } from '../src/cli/paths.js';
import { loadAnalysis } from '../src/cli/saved-analysis.js';
import { checkNoInput, writeWhole } from '../src/io/write-file.js';
import { UsageError } from '../src/model/errors.js';
import { ATOMIC_CLASSES, LABEL_CLASSES, type SampleClass } from '../src/model/sample-class.js';
import { EXPORT_FORMATS } from '../src/report/export/formats.js';

/** Samples that --only keeps; `null`: all. */
const ONLY: Readonly<Record<string, ReadonlySet<SampleClass> | null>> = {
  label: LABEL_CLASSES,
  atomics: ATOMIC_CLASSES,
  all: null,
};

export default class Export extends BaseCommand {
  static override enableJsonFlag = false;
  static override summary = 'Write the samples with what each was judged to be, for other viewers.';
  static override description =
    'The busy samples of the selected commands in the window, as analyze counts them. speedscope, folded and firefox ' +
    'have the judgement as innermost frame ("[label get]"), pprof as the label "attribution". Addresses, and times ' +
    'within a slice of 100 ms, are not kept. --at and the like concern projections only and change nothing here.';
  static override usage = ['export PATH... --format FORMAT [options]'];
  static override examples = [
    '<%= config.bin %> export fixtures/nginx-confined-8cpu --format speedscope -o nginx.speedscope.json',
    '<%= config.bin %> export perf.data --kallsyms kallsyms --format folded --only label | flamegraph.pl > label.svg',
    '<%= config.bin %> export run/ --format pprof -o run.pb && pprof -tagfocus "attribution=label get" -top run.pb',
  ];
  static override args = pathArgs;
  static override strict = false;
  static override flags = {
    ...analysisFlags,
    format: Flags.string({
      description: 'what to write',
      options: Object.keys(EXPORT_FORMATS),
      required: true,
    }),
    only: Flags.string({
      description: 'samples to write: label get/put, every known contended counter, or all',
      options: Object.keys(ONLY),
      default: 'all',
    }),
    output: Flags.string({
      char: 'o',
      description: 'file to write instead of standard output',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Export);
    const paths = inputPaths(argv);
    const options = await analyzeOptions(flags);
    const output = flags.output === '-' ? undefined : flags.output;
    for (const path of paths) {
      if ((await loadAnalysis(path)) === null) continue;
      throw new UsageError(`${path} is a saved analysis, which holds no callchains: give the trace itself`);
    }
    const { analysis, samples } = await analyzeTrace(paths, options, {});
    if (samples === null)
      throw new UsageError(`expected a trace with samples, found none in ${paths.join(', ')}`);
    const stacks = sampledStacks(samples, ONLY[flags.only] ?? null);
    const render = EXPORT_FORMATS[flags.format];
    const written = render?.(stacks, { name: paths.join(', '), version: this.config.version }) ?? '';
    if (output === undefined) {
      process.stdout.write(written);
      return;
    }
    await checkNoInput(output, [...paths, ...analysis.inputs.map((input) => input.path)]);
    await writeWhole(output, written);
  }
}
