import { type Note, notesOn } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { LineCounts, LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import { unquoted } from '../mail-quote.js';
import { ClassGroup } from './class-group.js';
import {
  type ClassCells,
  isNumbersOnly,
  isWholeTime,
  mayHaveLostDigits,
  readClassNumbers,
  splitClassRow,
  timesOf,
} from './class-row.js';
import {
  debuggingDisabled,
  difference,
  digitsLost,
  noRows,
  rowCut,
  severalSnapshots,
} from './diagnostics.js';
import { lockDifference } from './difference.js';
import { isCaption, isDots, isRule } from './furniture.js';
import type { Beginning, Place } from './place.js';
import { readPointRow, splitPointStart } from './point-row.js';
import { betterSnapshot, emptySnapshot, type Snapshot } from './snapshot.js';
import { COLUMNS, versionOf } from './title.js';

/** Reads the lines of /proc/lock_stat into `recording.locks`. Source: kernel/locking/lockdep_proc.c. */
export class LockStatReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #lines: LineCounts;
  readonly #note: Note;
  readonly #strangers = new SkippedLines();
  readonly #broken = new SkippedLines();
  /** One line is held back: the last one of a file may not be whole. */
  #held: { text: string; number: number } | null = null;
  #columns = 0;
  #snapshots = 0;
  #snapshot: Snapshot = emptySnapshot(0);
  #best: Snapshot | null = null;
  #firstWhole: Snapshot | null = null;
  #class = new ClassGroup();
  #beginning: Beginning | null = null;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#lines = recording.lines;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    if (this.#held !== null) this.#read(this.#held.text, this.#held.number, false);
    this.#held = { text, number };
    return 'held';
  }

  end(): void {
    if (this.#held !== null) this.#read(this.#held.text, this.#held.number, true);
    this.#endBeginning();
    if (this.#snapshots === 0) {
      const found = this.#held === null ? 'an empty file' : 'no such line';
      throw new InputError({ file: this.#file, line: 1 }, `expected "lock_stat version 0.4", found ${found}`);
    }
    this.#endSnapshot(true);
    const used = this.#best ?? this.#snapshot;
    const first = this.#firstWhole;
    const between = first === null || first === used ? null : lockDifference(first.locks, used.locks);
    this.#recording.locks.push(...(between ?? used.locks));
    this.#recording.diagnostics.push(...used.diagnostics);
    this.#report(used, between === null ? null : first);
  }

  /** `since` is the snapshot from which on `used` counts. */
  #report(used: Snapshot, since: Snapshot | null): void {
    const hasPoints = used.diagnostics.some(({ kind }) => kind === 'lock-stat-points-without-row');
    const found = [
      used.locks.length === 0 && !hasPoints ? noRows(used, this.#file) : null,
      since !== null ? difference(since, used, this.#file) : null,
      since === null && this.#snapshots > 1 ? severalSnapshots(this.#snapshots, used, this.#file) : null,
    ];
    for (const diagnostic of found) if (diagnostic !== null) this.#recording.diagnostics.push(diagnostic);
    this.#broken.report('lock-stat-broken-row', 'of rows that are not whole', this.#note);
    this.#strangers.report('lock-stat-skipped-lines', 'that are no part of lock_stat', this.#note);
  }

  #read(text: string, number: number, last: boolean): void {
    const line = unquoted(text);
    const version = versionOf(line);
    if (version !== null) this.#readTitle(version, number);
    else if (line === '') this.#lines.ignored++;
    else if (this.#snapshots === 0) this.#skipOutside(line, number);
    else if (this.#isFurniture(line)) {
      this.#abandonBeginning();
      this.#lines.ignored++;
    } else if (line.startsWith('*WARNING*')) this.#readWarning(line, number);
    else {
      const at = { number, lines: 1, last, indented: text.startsWith(' ') };
      if (this.#beginning === null) this.#readRow(line, at);
      else this.#continue(this.#beginning, line, at);
    }
  }

  /** `lock_stat version 0.4` */
  #readTitle(version: string, number: number): void {
    const columns = COLUMNS[version];
    if (columns === undefined) {
      throw new InputError(
        { file: this.#file, line: number },
        `expected lock_stat version 0.3 or 0.4, found "${version}"`,
      );
    }
    this.#abandonBeginning();
    if (this.#snapshots > 0) this.#endSnapshot(false);
    this.#columns = columns;
    this.#snapshots++;
    this.#snapshot = emptySnapshot(number);
    this.#lines.parsed++;
  }

  /** Before the first title; a dump of pbench has its time there. */
  #skipOutside(line: string, number: number): void {
    if (isCaption(line)) this.#lines.ignored++;
    else this.#skip(this.#strangers, line, number, 1);
  }

  #isFurniture(line: string): boolean {
    if (isRule(line)) this.#class.addRule();
    else if (isDots(line)) this.#endClass(false);
    else return isCaption(line);
    return true;
  }

  /** `*WARNING* lock debugging disabled!! - possibly due to a lockdep warning` */
  #readWarning(line: string, number: number): void {
    this.#snapshot.diagnostics.push(debuggingDisabled(line, this.#file, number));
    this.#lines.diagnosed++;
  }

  #readRow(line: string, at: Place): void {
    const cells = splitClassRow(line);
    if (cells !== null && cells.cells.length >= this.#columns) {
      this.#readClassRow(cells, line, at);
      return;
    }
    const point = readPointRow(line);
    if (point !== null) {
      // The size is the last thing printed of most points: without it the last line of a file is not whole.
      if (at.last && !point.hasSize) this.#cutAt(at.number, at.lines);
      else {
        if (!this.#class.owns(point.className)) this.#endClass(false);
        this.#class.addPoint(point, at.number);
        this.#lines.parsed += at.lines;
      }
      return;
    }
    const isPointStart = line.endsWith('>]') || splitPointStart(line) !== null;
    if (cells !== null || isPointStart) {
      const of = cells === null ? 'point' : 'class';
      this.#beginning = { text: line, number: at.number, lines: at.lines, of };
    } else if (at.last && at.indented) this.#cutAt(at.number, at.lines);
    else this.#skip(this.#strangers, line, at.number, at.lines);
  }

  #readClassRow(row: ClassCells, line: string, at: Place): void {
    const numbers = row.cells.length === this.#columns ? readClassNumbers(row.cells) : null;
    if (numbers === null) {
      this.#skip(this.#broken, line, at.number, at.lines);
      return;
    }
    if (at.last && !isWholeTime(row.cells.at(-1) ?? '')) {
      this.#cutAt(at.number, at.lines);
      return;
    }
    const classRow = { printedName: row.printedName, numbers, line: at.number };
    if (!this.#class.pairs(classRow)) this.#endClass(false);
    this.#class.addRow(classRow);
    this.#lines.parsed += at.lines;
    if (timesOf(row.cells).some(mayHaveLostDigits)) {
      this.#snapshot.diagnostics.push(digitsLost(row.printedName, this.#file, at.number));
    }
  }

  /**
   *     `> aa_buffers_lock:         12806          12990           0.32       47105.73`
   *     `>     5614423.64         432.21         131855         325302           0.31`
   *     `>      25376.74     1031110.01           3.17`
   */
  #continue(beginning: Beginning, line: string, at: Place): void {
    const fits =
      beginning.of === 'class' ? isNumbersOnly(line) : line.startsWith('[<') || beginning.text.endsWith('>]');
    if (fits) {
      const { lines, number } = beginning;
      this.#beginning = null;
      this.#readRow(`${beginning.text} ${line}`, { ...at, number, lines: lines + 1 });
      return;
    }
    this.#abandonBeginning();
    this.#readRow(line, at);
  }

  /** A row whose rest never came was cut, unless it is only a sentence that ends in a number. */
  #endBeginning(): void {
    const beginning = this.#beginning;
    if (beginning === null) return;
    const start = splitPointStart(beginning.text);
    if (beginning.of === 'point' && start !== null && !this.#class.owns(start.className)) {
      this.#abandonBeginning();
    } else this.#cutAt(beginning.number, beginning.lines);
  }

  #abandonBeginning(): void {
    const beginning = this.#beginning;
    this.#beginning = null;
    if (beginning === null) return;
    const skipped = beginning.of === 'class' ? this.#broken : this.#strangers;
    this.#skip(skipped, beginning.text, beginning.number, beginning.lines);
  }

  #skip(skipped: SkippedLines, line: string, number: number, lines: number): void {
    skipped.add(line, number, lines);
    this.#lines.diagnosed += lines;
  }

  #cutAt(number: number, lines: number): void {
    this.#snapshot.cut = true;
    this.#snapshot.diagnostics.push(rowCut(this.#file, number));
    this.#lines.diagnosed += lines;
  }

  #endClass(last: boolean): void {
    this.#snapshot.locks.push(...this.#class.finish(this.#file, last));
    const orphans = this.#class.orphans(this.#file);
    if (orphans !== null) this.#snapshot.diagnostics.push(orphans);
    this.#class = new ClassGroup();
  }

  #endSnapshot(last: boolean): void {
    this.#endClass(last);
    // Without rows nothing had been counted, or counting was off: later snapshots then stand for themselves.
    if (!this.#snapshot.cut && this.#snapshot.locks.length > 0) this.#firstWhole ??= this.#snapshot;
    this.#best = this.#best === null ? this.#snapshot : betterSnapshot(this.#best, this.#snapshot);
  }
}
