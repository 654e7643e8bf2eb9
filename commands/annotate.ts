import { Args, Flags } from '@oclif/core';
import { openTrace } from '../src/annotate.js';
import { analysisFlags } from '../src/cli/analysis-flags.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { functionAndPaths } from '../src/cli/paths.js';
import { loadSiteCatalogue } from '../src/cli/site-catalogues.js';
import { terminalWidth } from '../src/cli/terminal.js';
import type { Annotation } from '../src/model/annotation.js';
import { renderAnnotation } from '../src/report/annotate-text.js';

export default class Annotate extends BaseCommand {
  static override summary =
    'Show one function with its samples by instruction, atomics marked, skid before and after.';
  static override description =
    'TRACE is what analyze takes; code comes from --vmlinux, or from the vmlinux, programs, objdump or perf annotate texts ' +
    'beside the recording. The samples of a column are those perf annotate counts, over the whole recording.';
  static override usage = ['annotate TRACE... FUNCTION [options]'];
  static override examples = [
    '<%= config.bin %> annotate fixtures/two-process-refs/plain open_hook',
    '<%= config.bin %> annotate perf.data --kallsyms kallsyms --vmlinux vmlinux apparmor_file_open',
    '<%= config.bin %> annotate run/ apparmor_file_open --comm nginx --json',
  ];
  static override args = {
    trace: Args.string({ description: 'run directory, perf.data or perf script text', ignoreStdin: true }),
    function: Args.string({ description: 'symbol, as perf prints it', ignoreStdin: true }),
  };
  static override strict = false;
  static override flags = {
    comm: Flags.string({
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
      description: 'command to select (repeatable; default: all, idle too)',
    }),
    event: analysisFlags.event,
    kallsyms: analysisFlags.kallsyms,
    vmlinux: analysisFlags.vmlinux,
    sites: analysisFlags.sites,
    dso: Flags.string({ helpValue: 'NAME', description: 'binary of the function, where several have one' }),
    all: Flags.boolean({ description: 'every instruction, also far from samples and atomics' }),
  };

  async run(): Promise<Annotation> {
    const { argv, flags } = await this.parse(Annotate);
    const { paths, name } = functionAndPaths(argv);
    const trace = await openTrace(paths, {
      comms: flags.comm ?? [],
      event: flags.event ?? null,
      kallsyms: flags.kallsyms ?? null,
      vmlinux: flags.vmlinux ?? null,
      sites: flags.sites === undefined ? null : await loadSiteCatalogue(flags.sites),
    });
    const annotation = trace.annotate(name, flags.dso ?? null);
    this.log(renderAnnotation(annotation, { width: terminalWidth(), all: flags.all }));
    return annotation;
  }
}
