import type { Diagnostic } from '../../model/diagnostic.js';
import type { ContentionPoint, LockClass } from '../../model/lock.js';
import type { ClassNumbers } from './class-row.js';
import type { PointRow } from './point-row.js';

/** A class row as read; whether `-W` or `-R` at its end is a suffix is known only with what follows it. */
export interface ClassRow {
  readonly printedName: string;
  readonly numbers: ClassNumbers;
  readonly line: number;
}

const withoutSuffix = (name: string): string => name.slice(0, -2);

/**
 * One lock class as printed: a row, or a `-W` and an `-R` row; then the points where its users waited, then
 * those where it was held meanwhile, each below a rule of dashes (seq_stats() in kernel/locking/lockdep_proc.c).
 */
export class ClassGroup {
  readonly #rows: ClassRow[] = [];
  readonly #waiters: ContentionPoint[] = [];
  readonly #holders: ContentionPoint[] = [];
  #pointName: string | null = null;
  #pointLine = 0;
  #block = 0;
  #ruled = false;

  /** Whether `row` is the `-R` row that belongs to the `-W` row just read. */
  pairs(row: ClassRow): boolean {
    const first = this.#rows[0];
    if (first === undefined || this.#rows.length > 1 || this.#pointName !== null) return false;
    const name = withoutSuffix(row.printedName);
    return row.printedName === `${name}-R` && first.printedName === `${name}-W`;
  }

  /** Whether a point printed under `className` belongs to this class. */
  owns(className: string): boolean {
    if (this.#pointName !== null) return this.#pointName === className;
    return this.#rows.some(
      ({ printedName }) =>
        printedName === className || printedName === `${className}-W` || printedName === `${className}-R`,
    );
  }

  addRow(row: ClassRow): void {
    this.#rows.push(row);
  }

  /** A rule of dashes: the next point begins the next block. Mail clients break one rule into several. */
  addRule(): void {
    this.#ruled = true;
  }

  addPoint(row: PointRow, line: number): void {
    if (this.#ruled || this.#block === 0) this.#block++;
    this.#ruled = false;
    if (this.#pointName === null) this.#pointLine = line;
    this.#pointName = row.className;
    (this.#block === 1 ? this.#waiters : this.#holders).push(row.point);
  }

  /**
   * The class's rows. Points are counted per class, not per mode: every row that had to wait shows them, a row
   * without contentions does not. `last` says that the input ends here.
   */
  finish(file: string, last: boolean): LockClass[] {
    return this.#rows.map((row) => {
      const waited = row.numbers.contentions > 0;
      return {
        ...this.#identity(row, last),
        ...row.numbers,
        waiters: waited ? this.#waiters : [],
        holders: waited ? this.#holders : [],
        file,
        line: row.line,
      };
    });
  }

  /**
   * Waits are printed even when nothing was held yet in that mode, and then there is no row for them. Zeros
   * would be a lie, so they become a diagnostic instead of a LockClass.
   */
  orphans(file: string): Diagnostic | null {
    if (this.#pointName === null || this.#rows.some((row) => row.numbers.contentions > 0)) return null;
    const waits = this.#waiters.reduce((sum, point) => sum + point.count, 0);
    const places = this.#waiters.map((point) => point.symbol).join(', ');
    return {
      kind: 'lock-stat-points-without-row',
      text: `lock class ${this.#pointName}: ${waits} waits (${places}) without a row that counts them`,
      hint: 'the kernel prints a row only once a hold has ended; a longer recording has it',
      file,
      line: this.#pointLine,
    };
  }

  /**
   * The kernel prints `-R` for reads always, but `-W` only beside an `-R` row: a class called "foo-W" looks the
   * same. Points carry the bare name and decide; else a `-W` row without its `-R` row is a name, unless points
   * or rows that must follow are missing, as in an excerpt or a file that ends here.
   */
  #identity(row: ClassRow, last: boolean): Pick<LockClass, 'name' | 'mode'> {
    const { printedName: printed } = row;
    const plain = { name: printed, mode: 'exclusive' } as const;
    const isWrite = printed.endsWith('-W');
    if ((!isWrite && !printed.endsWith('-R')) || printed.length < 3) return plain;
    const suffixed = { name: withoutSuffix(printed), mode: isWrite ? 'write' : 'read' } as const;
    if (this.#rows.length === 2) return suffixed;
    if (this.#pointName !== null) return this.#pointName === printed ? plain : suffixed;
    return isWrite && row.numbers.contentions === 0 && !last ? plain : suffixed;
  }
}
