import { type Diagnostic, finding } from '../model/diagnostic.js';
import { UsageError } from '../model/errors.js';
import type { SymbolList } from '../model/symbol-list.js';
import { KernelSymbols, resolveKernelFrames } from '../symbols/kernel-symbols.js';
import { resolveUserFrames } from '../symbols/user-frames.js';
import { type InputGroup, readInputs } from './inputs.js';

/** Whether kernel symbols were needed and given; `given` is `null` when no input needs any. */
export interface SymbolOutcome {
  readonly given: boolean | null;
  readonly match: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** What --kallsyms named, for the machine code that a vmlinux has besides. */
  readonly option: readonly InputGroup[];
}

/**
 * Names the frames of every recording: kernel ones from --kallsyms, or from the list beside the recording, or from
 * the only list given; user ones from the ELF files beside it or given as PATHs of their own, where their build ids
 * agree.
 * @throws UsageError when --kallsyms names something else.
 */
export async function nameFrames(
  groups: readonly InputGroup[],
  kallsyms: string | null,
): Promise<SymbolOutcome> {
  const listed = kallsyms === null ? null : await readInputs([kallsyms], null);
  const named = listed?.groups ?? [];
  const option = kallsyms === null ? null : optionList(named, kallsyms);
  const lists = groups.flatMap(symbolLists);
  // A PATH without samples belongs to all that have some; a run directory's binaries to its own.
  const beside = groups.filter(({ recordings }) => recordings.every(({ profile }) => profile.samples === 0));
  const diagnostics: Diagnostic[] = [...(listed?.diagnostics ?? [])];
  let given: boolean | null = null;
  let match = true;
  for (const group of groups) {
    const list = option ?? symbolLists(group)[0] ?? (lists.length === 1 ? lists[0] : undefined) ?? null;
    const programs = [group, ...beside].flatMap(({ recordings }) =>
      recordings.flatMap(({ dsoSymbols }) => dsoSymbols),
    );
    for (const recording of group.recordings.filter(({ profile }) => profile.samples > 0)) {
      if (programs.length > 0) {
        const { otherBuilds, leftMangled } = resolveUserFrames(
          recording.profile,
          programs,
          recording.buildIds,
        );
        if (otherBuilds.length > 0) diagnostics.push(otherBuildsFinding(otherBuilds));
        if (leftMangled) diagnostics.push(LEFT_MANGLED);
      }
      given = (given ?? true) && list !== null;
      if (list === null) continue;
      const symbols = new KernelSymbols(list, recording.relocation);
      match &&= symbols.matchesRecording;
      resolveKernelFrames(recording.profile, symbols);
    }
  }
  return { given, match, diagnostics, option: named };
}

function optionList(named: readonly InputGroup[], path: string): SymbolList {
  const list = named.flatMap(symbolLists)[0];
  if (list !== undefined) return list;
  throw new UsageError(`expected --kallsyms to name a list of kernel symbols, found ${path}`);
}

function symbolLists(group: InputGroup): SymbolList[] {
  return group.recordings.flatMap(({ symbols }) => (symbols === null ? [] : [symbols]));
}

const LEFT_MANGLED = finding(
  'left-mangled',
  'C++ or Rust names expand beyond measure: some are shown as the linker has them (_Z...)',
  null,
);

function otherBuildsFinding(names: readonly string[]): Diagnostic {
  return finding(
    'other-build',
    `the ELF files for ${names.join(', ')} are of another build than was recorded and were not used`,
    'copy the binaries of the machine that was recorded',
  );
}
