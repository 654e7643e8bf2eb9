import { type Note, notesOn } from '../../model/diagnostic.js';
import type { LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import { instructionText, isOnlyBytes } from '../instruction-text.js';
import { unquoted } from '../mail-quote.js';
import { readAddressedLine, readFileName, readLabel, readSourceLine } from './lines.js';
import { OpenFunction } from './open-function.js';

/** What of a listing to keep: a vmlinux has ten million instructions, a user asks about a few functions. */
export interface ObjdumpOptions {
  /** Whether to keep the function of this name. */
  readonly wants: (symbol: string) => boolean;
  /** Instructions to keep at most. Functions are kept whole: the one that would exceed it is left out. */
  readonly maxInstructions: number;
}

/**
 * One listing per function that is asked for, and nothing kept of the others, so that memory follows what is
 * kept and not the size of the text. Source text (`-S`) is passed over, `-l` lines name the source.
 */
export class ObjdumpReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #options: ObjdumpOptions;
  readonly #broken = new SkippedLines();
  #function: OpenFunction | null = null;
  #dso: string | null = null;
  #functions = 0;
  #kept = 0;
  #leftOut = 0;
  #firstLeftOut = '';
  #line = 0;
  #lastInstructionLine = 0;

  constructor(file: string, recording: Recording, options: ObjdumpOptions) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
    this.#options = options;
  }

  line(text: string, number: number): LineFate {
    this.#line = number;
    const line = unquoted(text);
    const label = readLabel(line);
    if (label !== null) {
      this.#endFunction();
      this.#functions++;
      if (this.#options.wants(label.symbol)) this.#begin(new OpenFunction(label));
      return this.#function === null ? 'ignored' : 'parsed';
    }
    if (this.#function !== null && !line.startsWith('Disassembly of section ')) {
      return this.#readBody(this.#function, line, number);
    }
    this.#endFunction();
    const name = readFileName(line);
    this.#dso = name ?? this.#dso;
    if (name !== null) return 'parsed';
    // The bodies of functions that were not asked for, or for which there was no room.
    return line === '' || this.#functions > 0 || line.startsWith('Disassembly of section ')
      ? 'ignored'
      : 'unknown';
  }

  end(lineEnded: boolean): void {
    const isCut = !lineEnded && this.#lastInstructionLine === this.#line;
    if (isCut || this.#function?.instructions.length === 0) {
      const hint = 'keep all that objdump -d prints';
      this.#note(
        'objdump-cut',
        'the text ends within a function: its last line may be cut',
        hint,
        this.#line,
      );
    }
    this.#endFunction();
    this.#broken.report('objdump-broken-lines', 'could not be read', this.#note);
    if (this.#functions === 0) {
      this.#note(
        'objdump-no-code',
        'no function is disassembled here',
        'objdump -d vmlinux > FILE',
        this.#line,
      );
    }
    if (this.#leftOut > 0) {
      const text =
        `more than ${this.#options.maxInstructions} instructions: ${this.#leftOut} functions are left out, ` +
        `the first: ${this.#firstLeftOut}`;
      this.#note(
        'objdump-limit',
        text,
        'objdump -d --disassemble=FUNCTION for each function of interest',
        this.#line,
      );
    }
  }

  #begin(opened: OpenFunction): void {
    // Once one was left out all that follow are, or which ones are kept would depend on their sizes.
    if (this.#leftOut > 0) this.#leftOut++;
    else this.#function = opened;
  }

  /** Lines that are no instruction may be source text (`-S`), of which any can be. */
  #readBody(opened: OpenFunction, line: string, number: number): LineFate {
    const addressed = readAddressedLine(line);
    if (addressed === null) {
      if (line === '...') {
        opened.addGap();
        return 'parsed';
      }
      const source = readSourceLine(line);
      if (source !== undefined) opened.sourceLine = source;
      const name = this.#newFile(line);
      this.#dso = name ?? this.#dso;
      return source === undefined && name === null ? 'ignored' : 'parsed';
    }
    if (!opened.canContinueAt(addressed.address) || addressed.text === '') {
      // Source text has no tab here, but where it is `bad:\treturn` one line too many is counted as broken.
      if (!addressed.tab && addressed.text !== '') return 'ignored';
      this.#broken.add(line, number);
      return 'diagnosed';
    }
    if (isOnlyBytes(addressed.text)) opened.skipTo(addressed.address);
    else {
      this.#lastInstructionLine = number;
      opened.addInstruction(addressed.address, instructionText(addressed.text));
      if (this.#kept + opened.instructions.length > this.#options.maxInstructions) this.#leaveOut(opened);
    }
    return 'parsed';
  }

  /** A further file of the same text, or member of an archive; it ends the function before it. */
  #newFile(line: string): string | null {
    const name = readFileName(line);
    if (name !== null) this.#endFunction();
    return name;
  }

  #leaveOut(opened: OpenFunction): void {
    this.#leftOut = 1;
    this.#firstLeftOut = opened.label.symbol;
    this.#function = null;
  }

  #endFunction(): void {
    const ended = this.#function;
    this.#function = null;
    // objdump prints a label above zeros that it does not disassemble.
    if (ended === null || ended.instructions.length === 0) return;
    this.#kept += ended.instructions.length;
    this.#recording.listings.push(ended.finish(this.#dso, this.#file));
  }
}
