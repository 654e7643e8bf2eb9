import type { Address } from '../model/units.js';

const IS_HEX = /^[0-9a-f]{1,16}$/;
const LOW_DIGITS = 8;
const LOW_RANGE = 0x1_0000_0000;

/** Hex digits without `0x`, as objdump and perf print an address; `null` when `digits` is anything else. */
export function readHexAddress(digits: string): Address | null {
  if (!IS_HEX.test(digits)) return null;
  if (digits.length <= LOW_DIGITS) return Number.parseInt(digits, 16);
  const high = Number.parseInt(digits.slice(0, -LOW_DIGITS), 16);
  // A full-width address is signed (model/units.ts): `| 0` takes its upper half as such.
  return (
    (digits.length === 16 ? high | 0 : high) * LOW_RANGE + Number.parseInt(digits.slice(-LOW_DIGITS), 16)
  );
}
