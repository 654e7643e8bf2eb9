import type { Address } from '../../model/units.js';

/** "aa_get_label+0x12" of an address; `null` where there is no symbol. */
export type SymbolAt = (address: Address) => string | null;

/** A 64-bit pattern as a signed number, as addresses are in model/units.ts. */
export function signed(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}
