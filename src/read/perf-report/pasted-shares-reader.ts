import { type Note, notesOn } from '../../model/diagnostic.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { unquoted } from '../mail-quote.js';
import { SkippedLines } from '../skipped-lines.js';
import { CallerChain, isFoldedLine } from './caller-chain.js';
import { figureAfter, type Heading, readHeading } from './heading.js';
import { type PastedLine, readPastedLine, shareRow } from './pasted-line.js';

/** What people put in the place of rows they leave out. */
const OMISSIONS: ReadonlySet<string> = new Set(['...', '[...]', '[snip]', '<snip>']);

/** A pasted line and the call graph below it. */
interface Found {
  readonly line: PastedLine;
  chain: CallerChain | null;
}

/**
 * Reads the rows of perf top or perf report out of a mail into `recording.shareTables`. Prose between rows begins a
 * new table: before and after a patch are two recordings, never added together.
 */
export class PastedSharesReader implements LineSink {
  /** Every line read is counted in one of the three. */
  readonly lines = { parsed: 0, ignored: 0, diagnosed: 0 };
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #unclear = new SkippedLines();
  #heading: Heading | null = null;
  #totalPeriod: number | null = null;
  #found: Found[] = [];

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): void {
    const line = unquoted(text);
    const heading = readHeading(line);
    const pasted = heading === null ? readPastedLine(line) : null;
    if (heading !== null) this.#startTable(heading, line);
    else if (pasted !== null) this.#row(pasted, line, number);
    else {
      if (isFoldedLine(line) && line.includes(';')) this.#folded(line);
      else if (isProse(line)) this.#endTable();
      this.lines.ignored++;
    }
  }

  end(): void {
    this.#endTable();
    if (this.#recording.shareTables.length === 0) {
      const text = 'no line of perf top or perf report could be read';
      const hint = 'paste whole lines: "29.37%  [kernel]  [k] apparmor_file_open"';
      this.#note('pasted-shares-empty', text, hint);
    }
    const what = 'with two shares that cannot be children and self: the first is the smaller';
    const unclear = this.#unclear.diagnostic('pasted-shares-two-shares', what, this.#file);
    if (unclear !== null) this.#recording.diagnostics.push(unclear);
  }

  /** `Samples: 101K of event 'cycles', 4000 Hz, Event count (approx.): 18467791692 lost: 0/0 drop: 0/0` */
  #startTable(heading: Heading, line: string): void {
    this.#endTable();
    this.#heading = heading;
    this.#totalPeriod = figureAfter(line, 'Event count (approx.):');
    this.lines.parsed++;
  }

  #row(pasted: PastedLine, line: string, number: number): void {
    const [children = 0, self = 0] = pasted.shares;
    if (pasted.shares.length === 2 && children < self) {
      this.#unclear.add(line, number);
      this.lines.diagnosed++;
      return;
    }
    this.#found.push({ line: pasted, chain: null });
    this.lines.parsed++;
  }

  /** `38.65% apparmor_file_open;security_file_open;do_dentry_open;vfs_open` */
  #folded(line: string): void {
    const last = this.#found.at(-1);
    if (last === undefined) return;
    last.chain ??= new CallerChain();
    last.chain.folded(line, ';');
  }

  #endTable(): void {
    const rows = withoutBranches(this.#found);
    this.lines.parsed -= this.#found.length - rows.length;
    this.lines.ignored += this.#found.length - rows.length;
    const loneIsDso =
      rows.some(({ line }) => isLoneDso(line)) || !rows.some(({ line }) => line.kernel === true);
    if (rows.length > 0) {
      this.#recording.shareTables.push({
        event: this.#heading?.description ?? null,
        rows: rows.map(({ line, chain }) => {
          const row = shareRow(line, loneIsDso);
          return { ...row, callers: chain?.callersOf(row) ?? null };
        }),
        totalSamples: this.#heading?.samples ?? null,
        totalIsExact: this.#heading?.exact ?? false,
        totalPeriod: this.#totalPeriod,
        lost: null,
        file: this.#file,
      });
      this.#heading = null;
      this.#totalPeriod = null;
    }
    this.#found = [];
  }
}

/**
 * Branches of a call graph look like rows without `[k]`: `- 27.71% do_filp_open` below `- 27.73%  0.00%  ls  [k] x`.
 * Rows of one list are all alike, so the more telling form makes the rows where both are there.
 */
function withoutBranches(found: readonly Found[]): readonly Found[] {
  const withLevel = found.filter(({ line }) => line.kernel !== null);
  if (withLevel.length > 0) return withLevel;
  const pairs = found.filter(({ line }) => line.shares.length === 2);
  return pairs.length > 0 ? pairs : found;
}

/** perf top prints the DSO alone, perf report of one DSO the comm alone; kernel DSOs have brackets. */
function isLoneDso(line: PastedLine): boolean {
  return line.middle.length === 1 && (line.middle[0] ?? '').startsWith('[');
}

/** Several words that are no call graph: a sentence, another table, the columns' titles. */
function isProse(line: string): boolean {
  if (line === '' || OMISSIONS.has(line) || line.startsWith('|') || line.includes('--')) return false;
  const text = line.startsWith('+ ') || line.startsWith('- ') ? line.slice(2).trim() : line;
  return text.replace(' (inlined)', '').includes(' ') && !(text.charCodeAt(0) < 58 && text.includes('%'));
}
