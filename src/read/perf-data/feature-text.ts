import type { Bytes } from './bytes.js';

/**
 * Reads a length-prefixed, NUL-padded string of a feature section: tools/perf/util/header.c do_write_string().
 * @throws RangeError when it runs past `end`
 */
export function readString(bytes: Bytes, at: number, end: number): { text: string; next: number } {
  if (at + 4 > end) throw new RangeError('string length beyond its section');
  const next = at + 4 + bytes.u32(at);
  if (next > end) throw new RangeError('string beyond its section');
  return { text: bytes.text(at + 4, next), next };
}

/** Reads a u32 count and as many strings. @throws RangeError when they run past `end` */
export function readStrings(bytes: Bytes, at: number, end: number): { texts: string[]; next: number } {
  if (at + 4 > end) throw new RangeError('string count beyond its section');
  const texts: string[] = [];
  let next = at + 4;
  for (let left = bytes.u32(at); left > 0; left--) {
    const string = readString(bytes, next, end);
    texts.push(string.text);
    next = string.next;
  }
  return { texts, next };
}
