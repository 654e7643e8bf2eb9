import type { DsoSymbols } from '../model/dso-symbols.js';
import { FrameFlag, type Profile } from '../model/profile.js';
import { PrintedNames } from './printed-name.js';
import { SymbolRanges } from './symbol-ranges.js';

export interface UserFrames {
  readonly resolved: number;
  /** Frames with an address in a file and still no name. */
  readonly unresolved: number;
  /** Files not used because the recording ran another build, by perf's short name. */
  readonly otherBuilds: readonly string[];
  /** Some C++ or Rust names stayed as the linker has them: they take too long. */
  readonly leftMangled: boolean;
}

/**
 * Names the user frames that are still file offsets, from the symbols of their files, C++ and Rust ones as perf prints
 * them. `buildIds` (by perf's short
 * name) is what the recording says it ran: a file of another build is not used, one of that build is, whatever its name.
 */
export function resolveUserFrames(
  profile: Profile,
  files: readonly DsoSymbols[],
  buildIds: ReadonlyMap<string, string> = new Map(),
): UserFrames {
  const names = new PrintedNames();
  const byDso = new Map<string, SymbolRanges | null>();
  const otherBuilds = new Set<string>();
  let resolved = 0;
  let unresolved = 0;
  for (let frame = 0; frame < profile.frameCount; frame++) {
    const dso = profile.frameDso(frame);
    const offset = profile.frameAddress(frame);
    const isKernel = (profile.frameFlags(frame) & FrameFlag.kernel) !== 0;
    if (isKernel || dso === null || offset === null || profile.frameSymbolIndex(frame) >= 0) continue;
    let ranges = byDso.get(dso);
    if (ranges === undefined) {
      const buildId = buildIds.get(dso) ?? null;
      const file = fileOf(files, dso, buildId);
      if (file === null && files.some(({ dsoNames }) => dsoNames.includes(dso))) otherBuilds.add(dso);
      ranges = file === null ? null : rangesOf(file);
      byDso.set(dso, ranges);
    }
    const symbol = ranges?.find(offset) ?? null;
    if (symbol === null) {
      unresolved++;
    } else {
      profile.resolveFrame(frame, names.of(symbol.name), offset - symbol.start, dso);
      resolved++;
    }
  }
  return { resolved, unresolved, otherBuilds: [...otherBuilds], leftMangled: names.gaveUp };
}

function fileOf(files: readonly DsoSymbols[], dso: string, buildId: string | null): DsoSymbols | null {
  const named = files.filter(({ dsoNames }) => dsoNames.includes(dso));
  if (buildId === null) return named[0] ?? null;
  return (
    files.find((file) => file.buildId === buildId) ?? named.find((file) => file.buildId === null) ?? null
  );
}

function rangesOf({ symbols }: DsoSymbols): SymbolRanges {
  return new SymbolRanges(
    symbols.names.map((name, index) => ({
      name,
      start: symbols.starts[index] as number,
      size: symbols.sizes[index] as number,
      binding: symbols.bindings[index] ?? 'local',
    })),
  );
}
