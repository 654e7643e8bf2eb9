/** Uniform numbers in [0, 1). */
export type RandomSource = () => number;

/**
 * mulberry32, a 32-bit generator by Tommy Ettinger (public domain): small, and good enough to resample with.
 * Seeded, so that the same input always prints the same interval.
 */
export function seededRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
