import { type Note, notesOn } from '../../model/diagnostic.js';
import type { LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import { unquoted } from '../mail-quote.js';
import { readMessage } from './messages.js';
import { hasWaits, type Row, readHeader, readRow, stackFrame, type Table } from './table.js';

/** Only threads have such names: the idle task, those of each CPU, ":638" for one perf has no name of. */
const THREAD_NAME = /^(swapper|:\d+|(kworker|ksoftirqd|migration|cpuhp)\/.+)$/;

/** Reads tables of perf lock line by line; holds the rows of the table it is in. */
export class PerfLockReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #skipped = new SkippedLines();
  readonly #said = new Set<string>();
  #table: Table | null = null;
  #tables = 0;
  #rows: (Row & { stack: string[] })[] = [];
  /** Whether the line just read was a row or a stack line. */
  #inRow = false;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    this.#inRow = false;
    const table = readHeader(line, number);
    if (table !== null) return this.#beginTable(table);
    const fate = this.#readMessage(line, number);
    if (fate !== null) return fate;
    if (this.#table !== null) return this.#readTableLine(this.#table, line, number);
    // Rows of a table that is not used: its diagnostic says so.
    return this.#tables > 0 ? 'diagnosed' : 'unknown';
  }

  /** @throws InputError when there is a table but not one row of it could be read. */
  end(lineEnded: boolean): void {
    if (!lineEnded && this.#inRow) this.#dropCutRow();
    this.#endTable();
    this.#skipped.report('perf-lock-skipped', 'of a perf lock table unread', this.#note);
    if (this.#recording.lockWaits.length === 0) this.#skipped.throwIfAny('a row of perf lock', this.#file);
  }

  #beginTable(table: Table): LineFate {
    this.#endTable();
    this.#tables++;
    if (this.#tables === 2) {
      this.#note(
        'perf-lock-several-tables',
        'several perf lock tables in one file: if they are views of one recording, waits count twice',
        'give each a file of its own',
        table.line,
      );
    }
    if (hasWaits(table)) {
      this.#table = table;
      return 'parsed';
    }
    this.#note(
      'perf-lock-columns',
      'a perf lock table without the columns "contended" and "total wait" is not used',
      'leave out -F, or give it contended,wait_total',
      table.line,
    );
    return 'diagnosed';
  }

  #readTableLine(table: Table, line: string, number: number): LineFate {
    const frame = line.startsWith('0x') ? stackFrame(line) : null;
    const row = frame === null && hasWaits(table) ? readRow(table, line) : null;
    this.#inRow = frame !== null || row !== null;
    if (frame !== null) this.#rows.at(-1)?.stack.push(frame);
    else if (row !== null) this.#rows.push(row);
    else {
      this.#skipped.add(line, number);
      return 'diagnosed';
    }
    return 'parsed';
  }

  /** A caller cut inside its offset would name another place in the code. */
  #dropCutRow(): void {
    const row = this.#rows.at(-1);
    if (row === undefined) return;
    if (row.stack.length > 0) row.stack.pop();
    else this.#rows.pop();
    this.#recording.lines.unparse('diagnosed');
    this.#note(
      'perf-lock-cut',
      'the last line of perf lock has no line end: it may be cut and is left out',
      'if it is whole, end it with a line feed',
      this.#recording.lines.read,
    );
  }

  /** What becomes of a line of perf lock's own beside the tables; `null` for others. */
  #readMessage(line: string, number: number): LineFate | null {
    const said = readMessage(line);
    // perf prints a failure once on each of its ways out.
    if (said && !this.#said.has(said.text)) {
      this.#said.add(said.text);
      this.#recording.diagnostics.push({ ...said, file: this.#file, line: number });
    }
    if (said === undefined) return null;
    return said === null ? 'ignored' : 'diagnosed';
  }

  #endTable(): void {
    const table = this.#table;
    if (table === null) return;
    if (this.#rows.length === 0 && this.#skipped.count === 0) {
      this.#note(
        'perf-lock-empty',
        'a perf lock table without rows: nothing waited, or this kernel does not tell',
        'a guest without paravirtual spinlocks emits no contention events for them',
        table.line,
      );
    }
    if (table.subject === 'owner') {
      this.#note(
        'perf-lock-by-owner',
        'perf lock -o names who held the lock, not who waited',
        null,
        table.line,
      );
    }
    // Nothing but its names tells `report -t` from `report`.
    const byThread = table.subject === 'name' && this.#rows.some(({ name }) => THREAD_NAME.test(name ?? ''));
    for (const row of this.#rows) {
      const named = byThread ? { ...row, name: null, caller: null, comm: row.name } : row;
      this.#recording.lockWaits.push({ ...named, file: this.#file });
    }
    this.#rows = [];
    this.#table = null;
  }
}
