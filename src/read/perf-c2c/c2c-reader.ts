import { type Note, notesOn } from '../../model/diagnostic.js';
import type { LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import { unquoted } from '../mail-quote.js';
import { type AccessCounts, hasOffset, type LineHeading, readAccessRow, readHeading } from './access-row.js';
import { type Column, ColumnHeader, cellsOf } from './column-header.js';
import { readLineRow } from './line-row.js';
import { OpenLine } from './open-line.js';

export const LINE_TABLE = 'Shared Data Cache Line Table';
export const PARETO = 'Shared Cache Line Distribution Pareto';

/** `=====` around a section's title, `-----` around a cache line's heading. */
const RULE = /^[-=]{20,}$/;
/** Titles, `  Load HITs on shared lines          :       4117`, `c2c details`: counts of all lines together. */
const BEFORE_TABLES =
  /:(\s|$)|^(Trace Event Information|Global Shared Cache Line Event Information|c2c details)/;
/** `            |`, `            ---foo`, `            |--45.00%--foo` of `-g`. */
const CHAIN_START = /^(?:\||---?[^-])/;
/** `--full-symbols` off: builtin-c2c.c symbol_width() cuts them to this, `[k] ` included. */
const SYMBOL_WIDTH = 30;

/** Reads the two tables of cache lines; the counts of all events before them are passed over. */
export class C2cReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #broken = new SkippedLines();
  #header = new ColumnHeader();
  #columns: readonly Column[] = [];
  #names: readonly string[] = [];
  #inTables = false;
  #lines = new Map<string, OpenLine>();
  #open: { line: OpenLine; counts: AccessCounts } | null = null;
  /** Read but not yet believed: where the text ends in its address, the address is another one. */
  #heading: LineHeading | null = null;
  #inChain = false;
  #read = 0;
  #cutSymbols = 0;
  #line = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    if (this.#heading !== null) this.#beginLine(this.#heading);
    this.#line = number;
    const line = unquoted(text);
    if (line.startsWith(LINE_TABLE) || line.startsWith(PARETO)) this.#beginTable(line.startsWith(LINE_TABLE));
    else if (line.startsWith('#')) this.#readHeader(text);
    else if (!this.#inTables || line === '' || RULE.test(line)) {
      this.#inChain = false;
      return line === '' || RULE.test(line) || BEFORE_TABLES.test(line) ? 'ignored' : 'unknown';
    } else return this.#readRow(text, line, number);
    return 'parsed';
  }

  end(): void {
    if (this.#heading !== null) {
      this.#broken.add(this.#heading.address, this.#line);
      this.#recording.lines.unparse('diagnosed');
    }
    this.#endReport();
    this.#broken.report('c2c-broken-lines', 'could not be read', this.#note);
    if (this.#read === 0 && this.#broken.count === 0) {
      const hint = 'perf c2c record while the load runs, then perf c2c report --stdio without --stats';
      this.#note('c2c-empty', 'the report of perf c2c lists no cache line', hint, this.#line);
    }
    if (this.#cutSymbols > 0) {
      const text = `${this.#cutSymbols} symbols may be cut: they fill their column`;
      this.#note('c2c-symbols-cut', text, 'perf c2c report --stdio --full-symbols', this.#line);
    }
  }

  /** A second first table is a second report. */
  #beginTable(first: boolean): void {
    if (first) this.#endReport();
    this.#inTables = true;
    this.#open = null;
    this.#header = new ColumnHeader();
    this.#columns = [];
    this.#names = [];
  }

  /** An excerpt may begin here, without the title of its table. */
  #readHeader(text: string): void {
    const columns = this.#header.add(text);
    if (columns === null) return;
    this.#inTables = true;
    this.#columns = columns;
    this.#names = columns.map(({ name }) => name);
    this.#header = new ColumnHeader();
  }

  #readRow(text: string, line: string, number: number): LineFate {
    const heading = readHeading(this.#names, line);
    const cells = this.#columns.length === 0 ? null : cellsOf(text, this.#columns);
    if (heading !== null) this.#heading = heading;
    else if (this.#open !== null && CHAIN_START.test(line)) this.#inChain = true;
    else if (this.#inChain && (cells === null || !hasOffset(this.#names, cells))) return 'ignored';
    else if (cells === null || !this.#readCells(cells)) {
      this.#broken.add(line, number);
      return 'diagnosed';
    }
    return this.#inChain ? 'ignored' : 'parsed';
  }

  #readCells(cells: readonly string[]): boolean {
    if (this.#open !== null) {
      const access = readAccessRow(this.#names, cells, this.#open.counts);
      if (access === null) return false;
      this.#inChain = false;
      this.#open.line.accesses.push(access);
      const at = this.#names.indexOf('symbol');
      const width = (this.#columns[at]?.end ?? 0) - (this.#columns[at]?.start ?? 0);
      if (width === SYMBOL_WIDTH && cells[at]?.length === width) this.#cutSymbols++;
      return true;
    }
    const row = readLineRow(this.#names, cells);
    if (row !== null) this.#lines.set(row.address, new OpenLine(row.address, row));
    return row !== null;
  }

  #beginLine(heading: LineHeading): void {
    const line = this.#lines.get(heading.address) ?? new OpenLine(heading.address, null);
    this.#lines.set(heading.address, line);
    line.addHeading(heading);
    this.#open = { line, counts: heading.counts };
    this.#heading = null;
    this.#inChain = false;
  }

  #endReport(): void {
    const lines = [...this.#lines.values()];
    this.#lines = new Map();
    this.#open = null;
    this.#read += lines.length;
    this.#recording.cacheLines.push(...lines.map((line) => line.finish(this.#file)));
    const incomplete = lines.filter((line) => !line.hasHeading || line.lacksAccesses).length;
    if (incomplete > 0) {
      const text = `${incomplete} of ${lines.length} cache lines without all of their accesses`;
      this.#note(
        'c2c-incomplete',
        text,
        `keep all that perf c2c report --stdio prints, with "${PARETO}"`,
        this.#line,
      );
    }
  }
}
