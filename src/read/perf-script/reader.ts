import { InputError } from '../../model/errors.js';
import type { LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { isBlank, skipBlanks, TAB } from './characters.js';
import { CommentBlock } from './comment-block.js';
import { EventSlots } from './event-slots.js';
import { FrameCache } from './frame-cache.js';
import { hasAddressColumn } from './frame-line.js';
import { HeaderLine } from './header-line.js';
import { Oddities } from './oddities.js';
import { bareFrame, oneLineFrame, tracepointFrame } from './one-line-frame.js';
import { OpenSample } from './open-sample.js';
import {
  isRecordContinuation,
  isRecordLine,
  isSampleExtra,
  isSourceLine,
  isTraceErrorLine,
} from './side-line.js';
import { TaskCache } from './task-cache.js';

const HASH = 35;
const INLINED = ' (inlined)';

/**
 * Reads the text of `perf script`:
 *
 *     sample := header-line ( frame of a one-line sample | LF frame* ) empty-line
 *
 * A state machine whose only state is the open sample. An empty line, another header, another record or the
 * end closes it.
 */
export class PerfScriptLines implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #comments: CommentBlock;
  readonly #events: EventSlots;
  readonly #tasks: TaskCache;
  readonly #frames: FrameCache;
  readonly #oddities = new Oddities();
  readonly #header = new HeaderLine();
  readonly #sample = new OpenSample();
  /** Text of the last frame: a source line behind it can still say that it was inlined. */
  #lastFrame = '';
  #inRecord = false;
  /** A line that is the header of a sample if a frame follows; "" is one too, of `-F ip,sym`. */
  #pending: { readonly text: string; readonly number: number } | null = null;
  /** Samples whose header parse() knew, and others: the text's headers are of one kind, but for an odd comm. */
  #wholeHeaders = 0;
  #bareHeaders = 0;
  #lineNumber = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#comments = new CommentBlock(recording.machine);
    this.#events = new EventSlots(recording.profile, this.#comments);
    this.#tasks = new TaskCache(recording.profile);
    this.#frames = new FrameCache(recording.profile);
  }

  line(text: string, number: number, ended: boolean): LineFate {
    this.#lineNumber = number;
    if (this.#pending !== null && this.#beginBareSample(this.#pending, text)) return 'parsed';
    this.#dropPending();
    if (skipBlanks(text, 0) === text.length) {
      this.#sample.finish(this.#recording.profile);
      if (!this.#isWhole) this.#pending = { text: '', number };
      return 'ignored';
    }
    if (!ended && !isWholeLine(text)) {
      this.#oddities.cutAt(number);
      return 'diagnosed';
    }
    if (isComment(text)) return this.#comments.line(text) ? 'parsed' : 'ignored';
    return isBlank(text.charCodeAt(0)) && this.#indentedFrame(text) ? 'parsed' : this.#otherLine(text);
  }

  /** @throws InputError when the file holds no line that perf script prints. */
  end(): void {
    this.#dropPending();
    const { profile } = this.#recording;
    // A sample with a callchain is followed by an empty line. Its innermost frames are whole, so its self symbol
    // is right and it is kept; without any frame it would count as a sample without a stack.
    if (this.#sample.lacksFrames) this.#oddities.cutAt(this.#lineNumber);
    if (this.#sample.lacksFrames && this.#sample.depth === 0) this.#sample.discard();
    this.#sample.finish(profile);
    const nothingRead = profile.samples === 0 && this.#comments.understood === 0;
    const odd = this.#oddities.firstUnrecognised;
    if ((nothingRead && !this.#oddities.sawRecords) || (profile.samples === 0 && odd !== null)) {
      const found = odd?.text ?? (this.#lineNumber === 0 ? 'an empty file' : 'the end of the file');
      throw new InputError(
        { file: this.#file, line: odd?.line ?? Math.max(1, this.#lineNumber) },
        `expected a sample of perf script ("comm tid [cpu] time: event:"), found ${found}`,
      );
    }
    this.#recording.diagnostics.push(...this.#oddities.report(this.#file, this.#events.all(), profile));
  }

  /** The header lines are whole: one that lacks parts is none, and frames without one are not a sample. */
  get #isWhole(): boolean {
    return this.#wholeHeaders > this.#bareHeaders;
  }

  /** Frames begin with a tab, or with spaces where an editor or a mail expanded it. */
  #indentedFrame(text: string): boolean {
    if (!this.#sample.isOpen) return false;
    if (!this.#sample.expectsFrames) {
      if (text.charCodeAt(0) !== TAB || !hasAddressColumn(text)) return false;
      // What looked like the frame of a one-line sample was an address or a data source of a memory event.
      this.#sample.restartFrames();
    }
    const known = this.#frames.known(text);
    if (known !== undefined) return this.#addFrame(text, known);
    if (text.charCodeAt(0) !== TAB && !hasAddressColumn(text)) return false;
    return this.#addFrame(text, this.#frames.intern(text));
  }

  #addFrame(text: string, frame: number): boolean {
    if (frame < 0) return false;
    this.#sample.addFrame(frame);
    this.#lastFrame = text;
    return true;
  }

  #otherLine(text: string): LineFate {
    if (text.charCodeAt(0) !== TAB && this.#header.parse(text) && this.#beginSample(text)) return 'parsed';
    if (isRecordLine(text)) return this.#record(text);
    if (isTraceErrorLine(text)) {
      this.#oddities.traceError(this.#lineNumber);
      return 'diagnosed';
    }
    if (this.#inRecord && isRecordContinuation(text)) return 'ignored';
    const isOrphan = this.#isWhole || text.charCodeAt(0) === TAB;
    // First of all, since "  77.082200123:     401136 main (/a)" of `-G --ns` begins as a source line does.
    if (!isOrphan && this.#bareOneLineSample(text)) return 'parsed';
    const fate = this.#insideSample(text);
    if (fate !== null) return fate;
    // A frame that nothing stands before: the text was cut from the middle.
    if (isOrphan) return this.#unrecognised(text, this.#lineNumber);
    this.#pending = { text, number: this.#lineNumber };
    return 'held';
  }

  #unrecognised(text: string, line: number): LineFate {
    this.#oddities.unrecognised(text, line);
    return 'diagnosed';
  }

  #dropPending(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null || pending.text === '') return;
    this.#unrecognised(pending.text, pending.number);
    this.#recording.lines.diagnosed++;
  }

  /** `text` decides whether the line before it was a header. */
  #beginBareSample(pending: { readonly text: string }, text: string): boolean {
    if (text.charCodeAt(0) !== TAB || !hasAddressColumn(text)) return false;
    const frame = this.#frames.intern(text);
    if (frame < 0) return false;
    this.#pending = null;
    if (pending.text !== '') this.#recording.lines.parsed++;
    this.#beginBare(pending.text);
    return this.#addFrame(text, frame);
  }

  /** `       openclose  ffffffff811da0ed do_dentry_open ([kernel.kallsyms])` of `-F comm,ip,sym,dso`. */
  #bareOneLineSample(text: string): boolean {
    const found = bareFrame(text);
    const frame = found === null ? -1 : this.#frames.intern(found.text);
    if (found === null || frame < 0) return false;
    this.#beginBare(text.slice(0, found.start));
    this.#sample.addFrame(frame);
    this.#sample.expectsFrames = false;
    this.#lastFrame = found.text;
    return true;
  }

  #beginBare(text: string): void {
    this.#bareHeaders++;
    this.#header.parseBare(text);
    this.#begin();
  }

  #begin(): void {
    const header = this.#header;
    this.#sample.finish(this.#recording.profile);
    this.#inRecord = false;
    this.#oddities.sawLatencyFormat ||= header.isLatency;
    this.#oddities.time(header.timeNs);
    this.#sample.begin(header, this.#events.get(header.event), this.#tasks.intern(header));
  }

  /** False when the line only looks like a header. */
  #beginSample(text: string): boolean {
    const header = this.#header;
    if (header.isRecord) return false;
    const isTracepoint = header.event !== '' && this.#events.isTracepoint(header.event);
    const frameText = (isTracepoint ? tracepointFrame : oneLineFrame)(text, header.restStart);
    const frame = frameText === '' ? -1 : this.#frames.intern(frameText);
    if (header.event === '' && frame < 0 && skipBlanks(text, header.restStart) < text.length) return false;
    this.#wholeHeaders++;
    this.#begin();
    if (frame < 0) return true;
    this.#sample.addFrame(frame);
    this.#sample.expectsFrames = false;
    this.#lastFrame = frameText;
    return true;
  }

  #record(text: string): LineFate {
    this.#sample.finish(this.#recording.profile);
    this.#inRecord = true;
    return this.#oddities.record(text) ? 'parsed' : 'ignored';
  }

  /** What becomes of a line of the open sample; `null` for others: a frame without its indentation, or what perf prints between and behind the frames. */
  #insideSample(text: string): LineFate | null {
    if (!this.#sample.isOpen) return null;
    if (isSourceLine(text) && text.endsWith(INLINED) && this.#sample.depth > 0) {
      // "(inlined)" is printed behind the source line, if there is one:  "\t addr sym+0x1\n  file.c:12 (inlined)"
      this.#sample.replaceLastFrame(this.#frames.intern(this.#lastFrame + INLINED));
      return 'parsed';
    }
    if (isSampleExtra(text)) return 'ignored';
    if (!this.#sample.expectsFrames || !text.endsWith(')')) return null;
    return this.#addFrame(text, this.#frames.intern(text)) ? 'parsed' : null;
  }
}

/** perf's own lines have a blank behind the "#", or nothing at all; a comm may begin with "#" too. */
function isComment(text: string): boolean {
  return text.charCodeAt(0) === HASH && (text.length === 1 || isBlank(text.charCodeAt(1)));
}

/** A line without line end is whole if it ends as a frame does, with its dso or "(inlined)". */
function isWholeLine(text: string): boolean {
  return text.endsWith(')') && text.lastIndexOf(' (') > 0;
}
