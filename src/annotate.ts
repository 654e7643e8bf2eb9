import { counterCatalogue, LABEL_CATALOGUE } from './attribute/catalogue/counter-catalogue.js';
import { baseFunction } from './attribute/catalogue/symbol-name.js';
import { clonesOf, functionByName, likeThese } from './attribute/function-by-name.js';
import { functionSamples } from './attribute/function-samples.js';
import { addressDoubt, annotateFunction } from './attribute/instructions/annotate-function.js';
import { catalogueLookup, counterWord } from './attribute/instructions/catalogue-lookup.js';
import { mainEvent } from './attribute/main-event.js';
import { Selection } from './attribute/selection.js';
import { StackJudge } from './attribute/stack-verdict.js';
import { givenCode } from './intake/given-code.js';
import { type InputGroup, readInputs } from './intake/inputs.js';
import { joinProfiles } from './intake/join-profiles.js';
import { nameFrames } from './intake/symbolize.js';
import type { FunctionSamples } from './model/analysis.js';
import { type Annotation, wholeAnnotation } from './model/annotation.js';
import { UsageError } from './model/errors.js';
import { parseKernelRelease } from './model/kernel-release.js';
import { joinMachines } from './model/machine.js';
import type { SiteCatalogue } from './model/site-catalogue.js';

/** What a user may ask of an annotated trace. */
export interface AnnotateOptions {
  /** Commands to select; empty: all, idle too, as perf annotate does. */
  readonly comms: readonly string[];
  /** Event to show; `null`: the first that samples time. */
  readonly event: string | null;
  /** Path of kernel symbols for every recording; `null`: those found beside them. */
  readonly kallsyms: string | null;
  /** Path of the kernel's ELF; `null`: code is taken from what lies beside the recording. */
  readonly vmlinux: string | null;
  /** Catalogue of the counter that atomics are told by; `null`: AppArmor's labels. */
  readonly sites: SiteCatalogue | null;
}

/** A recording read once, to show any of its functions. */
export interface AnnotatedTrace {
  /** Those with samples, the most first. */
  readonly functions: readonly FunctionSamples[];
  /**
   * `dso` is perf's short name; `null`: any.
   * @throws UsageError when no such function was sampled, or several were.
   */
  annotate(name: string, dso: string | null): Annotation;
}

/**
 * Reads traces and the code that belongs to them.
 * @throws InputError, UsageError
 */
export async function openTrace(paths: readonly string[], options: AnnotateOptions): Promise<AnnotatedTrace> {
  const { comms, event: asked, kallsyms, vmlinux, sites } = options;
  const read = await readInputs(paths, null, { keepDebugInfo: true });
  const groups = withCompanions(read.groups);
  const symbols = await nameFrames(groups, kallsyms);
  const recordings = read.groups.flatMap((group) => group.recordings);
  const profile = joinProfiles(recordings, null);
  if (profile.cellCount === 0)
    throw new UsageError(`expected a recording with samples, found none in ${paths.join(', ')}`);
  const event = mainEvent(profile, asked);
  const { machine } = joinMachines(recordings.map((recording) => recording.machine));
  const kernel = parseKernelRelease(machine.kernel);
  const subject = sites === null ? LABEL_CATALOGUE : counterCatalogue(sites);
  const lookup = catalogueLookup(subject, kernel);
  const selection = new Selection(profile, new StackJudge(profile, kernel), comms);
  const sampled = functionSamples(profile, selection, event).filter(({ selfSamples }) => selfSamples !== 0);
  if (sampled.length === 0) {
    const known = [...new Set(profile.tasks.map(({ comm }) => comm))];
    throw new UsageError(
      `expected --comm to be a command that was sampled, found ${comms.join(', ')}${likeThese(comms[0] ?? '', known)}`,
    );
  }
  const code = await givenCode(groups, vmlinux);
  const doubt = addressDoubt(profile, code.sources, event, machine);
  return {
    functions: sampled,
    annotate(name, dso) {
      const chosen = functionByName(sampled, name, dso);
      const { diagnostics, ...annotation } = annotateFunction({
        profile,
        selection,
        event,
        symbol: chosen.symbol,
        dso: chosen.dso,
        sources: code.sources,
        refused: code.refused,
        doubt,
        cpuId: machine.cpuId,
        catalogued: lookup(baseFunction(chosen.symbol), chosen.dso),
        counter: counterWord(subject)?.(chosen.dso) ?? null,
      });
      const all = [
        ...clonesOf(chosen, sampled),
        ...diagnostics,
        ...code.diagnostics(),
        ...symbols.diagnostics,
        ...read.diagnostics,
      ];
      const recording = { inputs: read.inputs, comms, functions: sampled };
      return wholeAnnotation({ ...annotation, diagnostics: all }, recording);
    },
  };
}

/** What holds no samples (a vmlinux, a program, a list of symbols given by itself) belongs to every run that does. */
function withCompanions(groups: readonly InputGroup[]): InputGroup[] {
  const isRun = ({ recordings }: InputGroup): boolean =>
    recordings.some(({ profile }) => profile.samples > 0);
  const beside = groups.filter((group) => !isRun(group)).flatMap(({ recordings }) => recordings);
  return groups.filter(isRun).map((group) => ({ ...group, recordings: [...group.recordings, ...beside] }));
}
