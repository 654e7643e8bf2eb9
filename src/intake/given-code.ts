import type { Diagnostic } from '../model/diagnostic.js';
import type { CodeSource } from '../model/instruction.js';
import { codeSources } from './code-sources.js';
import { debugInlines } from './debug-inlines.js';
import type { InputGroup } from './inputs.js';
import { readVmlinux } from './vmlinux.js';

/** Machine code with inlined functions and source lines, where debug information has them. */
export interface CodeWithInlines {
  readonly sources: readonly CodeSource[];
  /** Why code that was given is not among them, in words; `null`: all is. */
  readonly refused: string | null;
  /** What is odd about it so far: debug information is read when a function is asked for, not before. */
  diagnostics(): Diagnostic[];
}

/**
 * The code among the inputs and that of --vmlinux (`null`: not given).
 * @throws UsageError when --vmlinux names something else; InputError
 */
export async function givenCode(
  groups: readonly InputGroup[],
  vmlinux: string | null,
): Promise<CodeWithInlines> {
  const all = [...groups, ...(vmlinux === null ? [] : await readVmlinux(vmlinux, true))];
  const recordings = new Set(all.flatMap((group) => group.recordings));
  const debugDiagnostics: Diagnostic[] = [];
  const { sources, refused, diagnostics } = codeSources(all, debugInlines([...recordings], debugDiagnostics));
  return { sources, refused, diagnostics: () => [...diagnostics, ...debugDiagnostics] };
}
