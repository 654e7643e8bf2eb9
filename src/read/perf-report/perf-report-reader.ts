import { notesOn } from '../../model/diagnostic.js';
import type { LineCounts, LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import { withoutQuoteMarks } from '../mail-quote.js';
import { CommentBlock } from '../perf-script/comment-block.js';
import { CallerChain, isFoldedLine, isGraphLine } from './caller-chain.js';
import { splitRow } from './cells.js';
import {
  alignedLayout,
  checkLayout,
  FIGURES,
  headerLayout,
  isDots,
  isHeader,
  type Layout,
} from './columns.js';
import { lostOfAll, reportCut } from './diagnostics.js';
import { figureAfter, type Heading, readHeading } from './heading.js';
import { readRow } from './row.js';
import { type OpenTable, Section } from './section.js';

/** Comment lines between "# Samples" and the columns that say nothing we keep. */
const SECTION_NOTES = ['# Total weight', '# Sort order', '# Processor Socket'];

/** Reads `perf report --stdio` into `recording.shareTables`. Source: tools/perf/ui/stdio/hist.c, builtin-report.c. */
export class PerfReportReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #lines: LineCounts;
  readonly #comments: CommentBlock;
  readonly #broken = new SkippedLines();
  readonly #strangers = new SkippedLines();
  /** One line is held back: the last one of a file may not be whole. */
  #held: { text: string; number: number } | null = null;
  #margin = 0;
  #section: Section | null = null;
  #header: { text: string; number: number } | null = null;
  #layout: Layout | null = null;
  #chain: CallerChain | null = null;
  /** perf ends every list of rows with blank lines. */
  #inRows = false;
  #lost: number | null = null;
  #reportTables: OpenTable[] = [];
  #foundTables = 0;
  #number = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#lines = recording.lines;
    this.#comments = new CommentBlock(recording.machine);
  }

  line(text: string, number: number): LineFate {
    if (this.#held !== null) this.#read(this.#held.text, this.#held.number);
    this.#held = { text, number };
    return 'held';
  }

  end(lineEnded: boolean): void {
    const last = this.#held;
    if (last !== null) {
      const isRow = this.#layout !== null && last.text.trim() !== '' && !last.text.startsWith('#');
      if (!lineEnded && (isRow || this.#header !== null)) {
        this.#lines.diagnosed++;
        this.#cut('in a line that may not be whole: it is left out', last.number);
      } else this.#read(last.text, last.number);
    }
    const where = this.#whereCut();
    if (where !== null) this.#cut(where, this.#number);
    this.#endReport();
    if (this.#foundTables === 0) this.#cut('before a table of perf report', this.#number);
    const note = notesOn(this.#file, this.#recording.diagnostics);
    this.#broken.report('perf-report-broken-row', 'of rows that do not fit their columns', note);
    this.#strangers.report('perf-report-skipped-lines', 'that are no part of perf report', note);
  }

  /** perf ends each list of rows with blank lines; an event without samples has no rows. */
  #whereCut(): string | null {
    if (this.#section === null) return null;
    if (this.#layout === null) return 'before the columns of a report';
    if (this.#inRows) return `among the rows of ${this.#section.name}: more may have followed`;
    return this.#section.lacksRows ? `before the rows of ${this.#section.name}` : null;
  }

  #read(raw: string, number: number): void {
    this.#number = number;
    const plain = withoutQuoteMarks(raw);
    const heading = readHeading(plain.trimStart());
    if (heading !== null && plain.trimStart().startsWith('#')) {
      this.#margin = plain.indexOf('#');
      this.#startSection(heading, number);
      return;
    }
    const line = plain.slice(0, this.#margin).trim() === '' ? plain.slice(this.#margin) : plain;
    if (line.trim() === '') this.#blank();
    else if (line.startsWith('#')) this.#comment(line, number);
    else this.#text(line, number);
  }

  #blank(): void {
    this.#lines.ignored++;
    // After a call graph too: the next row opens the list again.
    this.#inRows = false;
    this.#endChain();
  }

  #startSection(heading: Heading | null, number: number): void {
    this.#endSection();
    this.#section = new Section(heading, number);
    this.#lines.parsed++;
  }

  /** Everything with "#" before it; a row of perf has a blank there. */
  #comment(line: string, number: number): void {
    const lost = figureAfter(line, '# Total Lost Samples:');
    const period = figureAfter(line, '# Event count (approx.):');
    if (lost !== null) this.#addLost(lost);
    else if (period !== null && this.#section !== null) {
      this.#section.totalPeriod = period;
      this.#lines.parsed++;
    } else if (this.#header !== null && isDots(line)) {
      this.#layout = this.#checked(alignedLayout(this.#header.text, line));
      this.#header = null;
      this.#lines.parsed++;
    } else if (this.#expectsHeader(line) || isHeader(line)) {
      // Without "# Samples" above it: somebody copied the table only.
      if (this.#section === null || this.#layout !== null) this.#startSection(null, number);
      else this.#lines.parsed++;
      this.#header = { text: line, number };
    } else {
      if (this.#comments.line(line)) this.#lines.parsed++;
      else this.#lines.ignored++;
    }
  }

  #expectsHeader(line: string): boolean {
    return (
      this.#section !== null &&
      this.#layout === null &&
      this.#header === null &&
      line.trim() !== '#' &&
      !SECTION_NOTES.some((note) => line.startsWith(note))
    );
  }

  /** Before the first section it is of the whole report: events->stats.total_lost_samples. */
  #addLost(lost: number): void {
    this.#lines.parsed++;
    if (this.#section !== null && this.#layout === null) {
      this.#section.lost = lost;
      return;
    }
    this.#endReport();
    this.#lost = lost;
  }

  #text(line: string, number: number): void {
    if (this.#header !== null) {
      this.#layout = this.#checked(headerLayout(this.#header.text));
      this.#header = null;
    }
    const layout = this.#layout;
    if (layout === null || this.#section === null) this.#skip(this.#strangers, line, number);
    else if (isGraphLine(line)) this.#callGraph().graph(line);
    else if (isFoldedLine(line) && this.#isNoRow(line, layout))
      this.#callGraph().folded(line, layout.separator ?? ';');
    else this.#row(line, number, layout, this.#section);
  }

  /** A first column of figures has blanks before it, one of names may begin with a digit. */
  #isNoRow(line: string, layout: Layout): boolean {
    const first = layout.columns[0]?.field ?? null;
    return (
      layout.separator === null || (first !== null && FIGURES.has(first)) || splitRow(line, layout) === null
    );
  }

  #row(line: string, number: number, layout: Layout, section: Section): void {
    this.#endChain();
    const cells = splitRow(line, layout);
    const rows = cells === null ? null : readRow(cells, layout);
    if (rows === null || !section.add(rows)) {
      const indented = layout.separator !== null || line.startsWith('  ');
      this.#skip(indented ? this.#broken : this.#strangers, line, number);
      return;
    }
    this.#inRows = true;
    this.#lines.parsed++;
  }

  #callGraph(): CallerChain {
    this.#lines.parsed++;
    this.#chain ??= new CallerChain();
    return this.#chain;
  }

  #endChain(): void {
    if (this.#chain !== null) this.#section?.addChain(this.#chain);
    this.#chain = null;
  }

  #endSection(): void {
    this.#endChain();
    if (this.#section !== null && this.#layout !== null) {
      const { tables, diagnostics } = this.#section.tables(this.#file);
      this.#reportTables.push(...tables);
      this.#recording.diagnostics.push(...diagnostics);
    }
    this.#section = null;
    this.#header = null;
    this.#layout = null;
    this.#inRows = false;
  }

  /** No event of several can be given what was lost of all, unless that is nothing. */
  #endReport(): void {
    this.#endSection();
    const tables = this.#reportTables;
    const lost = this.#lost;
    if (lost !== null && lost > 0 && tables.length > 1) {
      this.#recording.diagnostics.push(lostOfAll(lost, tables.length, this.#file));
    } else for (const table of tables) table.lost ??= lost;
    this.#recording.shareTables.push(...tables);
    this.#foundTables += tables.length;
    this.#reportTables = [];
    this.#lost = null;
  }

  #checked(layout: Layout): Layout {
    checkLayout(layout, { file: this.#file, line: this.#header?.number ?? this.#number });
    return layout;
  }

  #skip(skipped: SkippedLines, line: string, number: number): void {
    skipped.add(line, number);
    this.#lines.diagnosed++;
  }

  #cut(what: string, line: number): void {
    this.#recording.diagnostics.push(reportCut(what, this.#file, line));
  }
}
