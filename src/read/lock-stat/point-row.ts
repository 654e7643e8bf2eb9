import type { ContentionPoint } from '../../model/lock.js';
import { isInteger } from './class-row.js';

/** A contention point and the class name it was printed under (without `-W`/`-R`). */
export interface PointRow {
  readonly className: string;
  readonly point: ContentionPoint;
  /** Whether `/0x<size>` follows the offset, as it does when the kernel printed the line whole. */
  readonly hasSize: boolean;
}

/**
 *     `aa_buffers_lock           5913          [<000000008db49ea2>] aa_get_buffer+0x2b/0x100`
 *     `&dev->lock                   2          [<ffffffffa01b2c3d>] foo_poll+0x1c/0x90 [foo]`
 *
 * The number in `[<...>]` is a hashed pointer, new at each boot: of no use. `null` when the line is no point.
 */
export function readPointRow(line: string): PointRow | null {
  const open = line.indexOf(' [<');
  const close = open < 0 ? -1 : line.indexOf('>]', open);
  const start = splitPointStart(line.slice(0, Math.max(open, 0)));
  if (close < 0 || start === null) return null;
  let place = line.slice(close + 2).trim();
  let module: string | null = null;
  const bracket = place.indexOf(' [');
  if (bracket >= 0) {
    if (!place.endsWith(']')) return null;
    module = place.slice(bracket + 2, -1);
    place = place.slice(0, bracket);
  }
  if (place === '' || place.includes(' ')) return null;
  const plus = place.lastIndexOf('+0x');
  const slash = place.indexOf('/0x', plus + 1);
  const symbol = plus < 0 ? place : place.slice(0, plus);
  const offset = plus < 0 ? Number.NaN : Number(place.slice(plus + 1, slash < 0 ? undefined : slash));
  return {
    className: start.className,
    point: { symbol, offset: Number.isNaN(offset) ? null : offset, module, count: start.count },
    hasSize: slash >= 0,
  };
}

/** `aa_buffers_lock           5913`: what a mail client leaves of a point row on the first of two lines. */
export function splitPointStart(line: string): { className: string; count: number } | null {
  const text = line.trim();
  const blank = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t'));
  const count = text.slice(blank + 1);
  const className = text.slice(0, Math.max(blank, 0)).trimEnd();
  return className === '' || !isInteger(count) ? null : { className, count: Number(count) };
}
