/** Unit types: a bare number whose unit stands in its name. JSON keys carry the unit too (`waitTotalNs`). */
export type Nanoseconds = number;
export type Seconds = number;
/** 0 to 100. */
export type Percent = number;
/** 0 to 1. */
export type Fraction = number;
/** after / before: 1 = no change. */
export type Ratio = number;
export type Bytes = number;

/**
 * A 64-bit address as a *signed* 64-bit value in a double: kernel text at 0xffffffff81000000 is -0x7f000000.
 * Exact for every |address| < 2^53, which holds for all text a Linux kernel maps (user space below 2^47,
 * kernel text, modules and direct map above -2^47); a garbage frame beyond that loses its low bits only.
 */
export type Address = number;

export const NS_PER_SECOND = 1e9;

/** low <= mid <= high. */
export interface Range {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** The printed form of an address: 16 hex digits, as perf script prints kernel ones. */
export function formatAddress(address: Address): string {
  return BigInt.asUintN(64, BigInt(Math.trunc(address)))
    .toString(16)
    .padStart(16, '0');
}
