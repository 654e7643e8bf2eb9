import type { Diagnostic } from '../../model/diagnostic.js';
import type { ShareRow, ShareTable } from '../../model/share-table.js';
import type { CallerChain } from './caller-chain.js';
import { groupNames, groupTotals, noSymbols, totalRounded } from './diagnostics.js';
import { eventNames, type Heading } from './heading.js';

/** A ShareTable whose lost samples are known only when the report ends. */
export type OpenTable = { -readonly [Key in keyof ShareTable]: ShareTable[Key] };

/** Collects one section of a report: an event's, or a group's with one list of rows for each event. */
export class Section {
  totalPeriod: number | null = null;
  /** Printed inside the section by newer versions. */
  lost: number | null = null;
  readonly line: number;
  readonly #heading: Heading | null;
  readonly #rows: ShareRow[][] = [];

  constructor(heading: Heading | null, line: number) {
    this.#heading = heading;
    this.line = line;
  }

  /** False for an event that was never sampled. */
  get lacksRows(): boolean {
    return this.#rows.length === 0 && this.#heading?.samples !== 0;
  }

  get name(): string {
    return this.#heading?.description ?? 'an event without a name';
  }

  /** False when the row has another number of events than those before it. */
  add(rows: readonly ShareRow[]): boolean {
    if (this.#rows.length === 0) for (const _ of rows) this.#rows.push([]);
    if (rows.length !== this.#rows.length) return false;
    for (const [event, row] of rows.entries()) this.#rows[event]?.push(row);
    return true;
  }

  /** The call graph below the last row; a group's is its leader's. */
  addChain(chain: CallerChain): void {
    const leader = this.#rows[0];
    const last = leader?.pop();
    if (leader !== undefined && last !== undefined) leader.push({ ...last, callers: chain.callersOf(last) });
  }

  /** One table an event: the totals of a group are of all its events, so none of them has them. */
  tables(file: string): { tables: OpenTable[]; diagnostics: Diagnostic[] } {
    const description = this.#heading?.description ?? null;
    const diagnostics: Diagnostic[] = [];
    let names: (string | null)[] = [description];
    if (this.#rows.length > 1) {
      const named = eventNames(description ?? '');
      const fits = named.length === this.#rows.length;
      names = fits ? named : this.#rows.map((_, index) => `${description ?? 'group'} (${index + 1})`);
      diagnostics.push(
        fits
          ? groupTotals(named, file, this.line)
          : groupNames(description ?? '', this.#rows.length, file, this.line),
      );
    }
    const alone = names.length === 1 ? this.#heading : null;
    const counted = this.#rows.every((rows) => rows.every(({ samples }) => samples !== null));
    if (alone?.exact === false && alone.samples !== null && !counted) {
      diagnostics.push(totalRounded(alone.samples, file, this.line));
    }
    const rows = this.#rows.flat();
    if (rows.length > 0 && rows.every(({ symbol }) => symbol === null)) {
      diagnostics.push(noSymbols(file, this.line));
    }
    const tables = names.map((event, index) => ({
      event,
      rows: this.#rows[index] ?? [],
      totalSamples: alone?.samples ?? null,
      totalIsExact: alone?.exact ?? false,
      totalPeriod: names.length === 1 ? this.totalPeriod : null,
      lost: names.length === 1 ? this.lost : null,
      file,
    }));
    return { tables, diagnostics };
  }
}
