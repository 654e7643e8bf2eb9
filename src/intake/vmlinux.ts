import { UsageError } from '../model/errors.js';
import type { Recording } from '../model/recording.js';
import { type InputGroup, readInputs } from './inputs.js';

/**
 * The machine code of --vmlinux, its debug information too where `keepDebugInfo` asks for it.
 * @throws UsageError when the file holds none.
 */
export async function readVmlinux(path: string, keepDebugInfo: boolean): Promise<readonly InputGroup[]> {
  const { groups } = await readInputs([path], null, { keepDebugInfo });
  if (groups.some(({ recordings }) => recordings.some(hasCode))) return groups;
  throw new UsageError(`expected --vmlinux to name a vmlinux or a disassembly, found ${path}`);
}

function hasCode({ code, listings }: Recording): boolean {
  return code.length > 0 || listings.length > 0;
}
