import { type Note, notesOn } from '../../model/diagnostic.js';
import type { LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import { unquoted } from '../mail-quote.js';
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

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    const heading = readHeading(line);
    const pasted = heading === null ? readPastedLine(line) : null;
    if (heading !== null) return this.#startTable(heading, line);
    if (pasted !== null) return this.#row(pasted, line, number);
    if (isFoldedLine(line) && line.includes(';')) return this.#folded(line);
    if (!isProse(line)) return 'ignored';
    this.#endTable();
    return isCaption(line) ? 'ignored' : 'unknown';
  }

  end(): void {
    this.#endTable();
    if (this.#recording.shareTables.length === 0) {
      const text = 'no line of perf top or perf report could be read';
      const hint = 'paste whole lines: "29.37%  [kernel]  [k] apparmor_file_open"';
      this.#note('pasted-shares-empty', text, hint);
    }
    const what = 'with two shares that cannot be children and self: the first is the smaller';
    this.#unclear.report('pasted-shares-two-shares', what, this.#note);
  }

  /** `Samples: 101K of event 'cycles', 4000 Hz, Event count (approx.): 18467791692 lost: 0/0 drop: 0/0` */
  #startTable(heading: Heading, line: string): LineFate {
    this.#endTable();
    this.#heading = heading;
    this.#totalPeriod = figureAfter(line, 'Event count (approx.):');
    return 'parsed';
  }

  #row(pasted: PastedLine, line: string, number: number): LineFate {
    const [children = 0, self = 0] = pasted.shares;
    if (pasted.shares.length === 2 && children < self) {
      this.#unclear.add(line, number);
      return 'diagnosed';
    }
    this.#found.push({ line: pasted, chain: null });
    return 'parsed';
  }

  /** `38.65% apparmor_file_open;security_file_open;do_dentry_open;vfs_open` */
  #folded(line: string): LineFate {
    const last = this.#found.at(-1);
    if (last === undefined) return 'unknown';
    last.chain ??= new CallerChain();
    last.chain.folded(line, ';');
    return 'parsed';
  }

  #endTable(): void {
    const rows = withoutBranches(this.#found);
    this.#recording.lines.unparse('ignored', this.#found.length - rows.length);
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

/** `#` before titles and rulers, `Overhead  Command  Shared Object  Symbol`, dots below it. */
function isCaption(line: string): boolean {
  return (
    line.startsWith('#') ||
    /^(Overhead|Children|Samples)\b.*\bSymbol$/.test(line) ||
    /^[-.=][-.= ]*$/.test(line)
  );
}

/** Several words that are no call graph: a sentence, another table, the columns' titles. */
function isProse(line: string): boolean {
  if (line === '' || OMISSIONS.has(line) || line.startsWith('|') || line.includes('--')) return false;
  const text = line.startsWith('+ ') || line.startsWith('- ') ? line.slice(2).trim() : line;
  return text.replace(' (inlined)', '').includes(' ') && !(text.charCodeAt(0) < 58 && text.includes('%'));
}
