import { NO_STACK, type Profile } from '../model/profile.js';
import type { Address } from '../model/units.js';
import { physicalLeaf } from './physical-leaf.js';
import type { Selection } from './selection.js';

/** The samples that were taken at one instruction. */
export interface InstructionSamples {
  /** Bytes from the start of the function; `null` where the input gives neither offset nor address. */
  readonly offset: number | null;
  /** As recorded (a kernel's is relocated); `null` where the input has names only. */
  readonly address: Address | null;
  readonly samples: number;
  /** In the event's own unit. */
  readonly period: number;
}

/**
 * Samples of `event` at each instruction of one function, in order of offset: everything the selected commands did,
 * as `perf annotate` counts it (leaf frames only, the physical function rather than one inlined into it). `symbol`
 * and `dso` are the profile's names; functions of one name in one DSO stand apart by their addresses.
 */
export function instructionSamples(
  profile: Profile,
  selection: Selection,
  event: number,
  symbol: string,
  dso: string,
): InstructionSamples[] {
  const rows = new Map<string, { -readonly [K in keyof InstructionSamples]: InstructionSamples[K] }>();
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    if (cell.event !== event || cell.stack === NO_STACK || !selection.includesTask(cell.task)) continue;
    const frame = profile.stackFrame(physicalLeaf(profile, cell.stack));
    if (profile.frameSymbol(frame) !== symbol || profile.frameDso(frame) !== dso) continue;
    const offset = profile.frameOffset(frame);
    const address = profile.frameAddress(frame);
    const key = `${offset} ${address}`;
    const row = rows.get(key) ?? { offset, address, samples: 0, period: 0 };
    rows.set(key, row);
    row.samples += cell.samples;
    row.period += cell.period;
  }
  return [...rows.values()].sort(
    (a, b) => (a.offset ?? -1) - (b.offset ?? -1) || (a.address ?? 0) - (b.address ?? 0),
  );
}
