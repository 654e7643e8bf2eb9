import type { Address } from '../../model/units.js';

/** "aa_get_label+0x12" of an address; `null` where there is no symbol. */
export type SymbolAt = (address: Address) => string | null;

/** A 64-bit pattern as a signed number, as addresses are in model/units.ts. */
export function signed(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}

/** As objdump names a place: `ffffffff81045760 <__fentry__>`, or `0x15168` where there is no symbol. */
export function targetText(address: Address, symbol: string | null): string {
  const hex = BigInt.asUintN(64, BigInt(address)).toString(16);
  return symbol === null ? `0x${hex}` : `${hex} <${symbol}>`;
}
