import { notesOn } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import { unquoted } from '../mail-quote.js';
import {
  type AnnotatedLine,
  readAddressedInstruction,
  readAnnotatedLine,
  readSection,
  readSourceLabel,
} from './annotated-line.js';
import {
  incomplete,
  lastLineCut,
  nameless,
  noInstructions,
  notAnnotated,
  withoutAddresses,
} from './diagnostics.js';
import { OpenListing } from './open-listing.js';
import { isAnnotateTitle, readAnnotateTitle } from './title-line.js';

const FAILURE = "Couldn't annotate ";
const SUMMARY = 'Sorted summary for file ';
const RULE = /^-+$/;
/** `                            11b9: 1969` and `h->nr_samples: 4190` of `-v`. */
const HITS = /^(?:[0-9a-f]+|h->nr_samples): \d+$/;

/**
 *     `Samples: 4K of event 'cpu-clock', 4000 Hz, Event count (approx.): 1047500000, [percent: local period]`
 *
 * The title of `--stdio2`.
 */
export const isStdio2Title = (line: string): boolean =>
  line.startsWith('Samples: ') && line.includes(', [percent: ');

/**
 *     `Couldn't annotate apparmor_file_open:`
 *
 * symbol__tty_annotate() of tools/perf/util/annotate.c prints it to standard error, with the reason below.
 */
export const isFailure = (line: string): boolean => line.startsWith(FAILURE) && line.endsWith(':');

interface Failure {
  readonly symbol: string;
  readonly line: number;
  readonly reason: string[];
}

/** Reads what stands below each title until the next one; whatever stands elsewhere is passed over. */
export class AnnotateReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #broken = new SkippedLines();
  #listing: OpenListing | null = null;
  /** What becomes of lines outside of listings. */
  #elsewhere: LineFate = 'unknown';
  #failure: Failure | null = null;
  /** Line of a `--stdio2` title whose function is named on the line below it. */
  #stdio2Line: number | null = null;
  /** What `-l` named last; perf keeps it from one function to the next. */
  #namedLine: string | null = null;
  #lastInstructionLine = 0;
  #line = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
  }

  line(text: string, number: number): LineFate {
    this.#line = number;
    const line = unquoted(text);
    if (this.#readHeading(line, number)) return 'parsed';
    if (line === '' && this.#failure === null) return 'ignored';
    if (this.#stdio2Line !== null) this.#endStdio2(line);
    else if (this.#failure !== null) return this.#readReason(this.#failure, line);
    else if (this.#listing !== null) return this.#readBody(this.#listing, line, number);
    return this.#elsewhere;
  }

  end(lineEnded: boolean): void {
    this.#endPart();
    const { diagnostics } = this.#recording;
    this.#broken.report('annotate-broken-lines', 'could not be read', notesOn(this.#file, diagnostics));
    if (!lineEnded && this.#lastInstructionLine === this.#line) {
      diagnostics.push(lastLineCut(this.#file, this.#line));
    }
  }

  /** The lines that end whatever came before. */
  #readHeading(line: string, number: number): boolean {
    if (isAnnotateTitle(line)) {
      this.#endPart();
      this.#listing = this.#begin(line, number);
    } else if (isStdio2Title(line)) {
      this.#endPart();
      this.#stdio2Line = number;
      // Its listing follows, and is not used: see withoutAddresses().
      this.#elsewhere = 'diagnosed';
    } else if (isFailure(line)) {
      this.#endPart();
      this.#failure = { symbol: line.slice(FAILURE.length, -1), line: number, reason: [] };
    } else if (line.startsWith(SUMMARY)) {
      this.#endPart();
      // The same shares by source line, which the listing has too.
      this.#elsewhere = 'ignored';
    } else return false;
    return true;
  }

  #begin(line: string, number: number): OpenListing {
    const title = readAnnotateTitle(line);
    if (title !== null) return new OpenListing(title, number);
    throw new InputError(
      { file: this.#file, line: number },
      `expected "Source code & Disassembly of FILE for EVENT (N samples, percent: TYPE)", found "${line}"`,
    );
  }

  /** `hook() /tmp/refs` */
  #endStdio2(line: string): void {
    const symbol = line.includes('() ') ? line.slice(0, line.indexOf('() ')) : '[unknown]';
    this.#recording.diagnostics.push(withoutAddresses(symbol, this.#file, this.#stdio2Line ?? this.#line));
    this.#stdio2Line = null;
  }

  /** The reason is one sentence, at times on two lines, before the first blank one. */
  #readReason(failure: Failure, line: string): LineFate {
    if (line !== '') {
      failure.reason.push(line);
      return 'diagnosed';
    }
    if (failure.reason.length > 0) this.#endPart();
    return 'ignored';
  }

  #readBody(listing: OpenListing, line: string, number: number): LineFate {
    const annotated = readAnnotatedLine(line);
    if (annotated !== null && annotated.cells.length === 0)
      return this.#readSource(listing, annotated, number) ? 'parsed' : 'ignored';
    if (annotated !== null && this.#readInstruction(listing, annotated, number)) return 'parsed';
    if (RULE.test(line) || HITS.test(line)) return 'ignored';
    this.#broken.add(line, number);
    return 'diagnosed';
  }

  #readInstruction(listing: OpenListing, { cells, right }: AnnotatedLine, number: number): boolean {
    const instruction = readAddressedInstruction(right);
    if (instruction === null || cells.length !== (listing.columns ?? cells.length)) return false;
    listing.add(instruction, cells);
    this.#lastInstructionLine = number;
    return true;
  }

  /** Nothing before the colon: source text (false), or an instruction of a perf that leaves zeros blank. */
  #readSource(listing: OpenListing, { right }: AnnotatedLine, number: number): boolean {
    const label = readSourceLabel(right);
    const section = readSection(right);
    const instruction = readAddressedInstruction(right);
    if (label !== null) listing.addLabel(label);
    else if (section !== null) listing.section = section;
    else if (instruction !== null && listing.canContinueAt(instruction.address)) {
      listing.add(instruction, Array(listing.columns ?? Math.max(listing.title.events.length, 1)).fill(0));
      this.#lastInstructionLine = number;
    } else return false;
    return true;
  }

  #endPart(): void {
    this.#elsewhere = 'unknown';
    if (this.#stdio2Line !== null) this.#endStdio2('');
    if (this.#failure !== null) {
      const { symbol, reason, line } = this.#failure;
      this.#recording.diagnostics.push(notAnnotated(symbol, reason.join(' '), this.#file, line));
      this.#failure = null;
    }
    if (this.#listing !== null) this.#endListing(this.#listing);
    this.#listing = null;
  }

  #endListing(ended: OpenListing): void {
    const { diagnostics, listings } = this.#recording;
    if (ended.instructions === 0) {
      diagnostics.push(noInstructions(ended, this.#file));
      return;
    }
    const { listing, namedLine } = ended.finish(this.#namedLine, this.#file);
    this.#namedLine = namedLine;
    listings.push(listing);
    if (ended.symbol === null) diagnostics.push(nameless(ended, this.#file));
    if (ended.missingPct > 0) diagnostics.push(incomplete(listing.symbol, ended, this.#file));
  }
}
