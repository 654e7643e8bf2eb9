import { type Note, notesOn } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { LineCounts, LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import { NO_STACK, type Profile } from '../../model/profile.js';
import type { Recording } from '../../model/recording.js';
import { unquoted } from '../mail-quote.js';
import { ownCopy } from '../perf-script/characters.js';
import { isJudgement, parseFoldedFrame, WAKER } from './frame.js';
import { type FoldedLine, namedEvent, parseFoldedLine } from './line.js';
import { type FoldedShape, shapeOf, splitComm } from './shape.js';

/** Lines held back until the shape of the text is known. */
const HELD_LINES = 1000;
const UNNAMED_EVENT = 'folded';

/**
 * Reads folded stacks. A count is taken for a number of samples, and is the period too; the text does not tell
 * weights (microseconds off CPU, say) from samples. A count with a fraction is a weight surely, and one sample.
 */
export class FoldedLines implements LineSink {
  readonly #file: string;
  readonly #note: Note;
  readonly #profile: Profile;
  readonly #counts: LineCounts;
  readonly #frames = new Map<string, number>();
  readonly #tasks = new Map<string, number>();
  #held: FoldedLine[] = [];
  #shape: FoldedShape | null = null;
  #eventName = UNNAMED_EVENT;
  #event = -1;
  #lines = 0;
  #strange = 0;
  #firstStrange: { readonly line: number; readonly text: string } | null = null;
  #openLine: number | null = null;
  #fractions = 0;
  #wakers = 0;
  #judged = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#note = notesOn(file, recording.diagnostics);
    this.#profile = recording.profile;
    this.#counts = recording.lines;
  }

  line(raw: string, number: number, ended: boolean): LineFate {
    this.#lines = number;
    const text = unquoted(raw);
    if (text === '') return 'ignored';
    const event = namedEvent(text);
    const parsed = parseFoldedLine(text);
    if (event !== null) this.#eventName = event;
    else if (parsed === null) {
      this.#noteStrange(text, number);
      return 'diagnosed';
    } else if (this.#shape !== null) this.#read(parsed, number, this.#shape);
    else if (this.#held.push(parsed) >= HELD_LINES) this.#release();
    if (!ended && parsed !== null) this.#openLine = number;
    return 'parsed';
  }

  /** @throws InputError when no line is `stack count`. */
  end(): void {
    this.#release();
    if (this.#event < 0) {
      const found = this.#firstStrange?.text ?? 'the end of the file';
      const line = this.#firstStrange?.line ?? Math.max(1, this.#lines);
      throw new InputError(
        { file: this.#file, line },
        `expected a stack and a count ("a;b;c 12"), found ${found}`,
      );
    }
    this.#report();
  }

  #release(): void {
    const held = this.#held;
    if (held.length === 0) return;
    this.#held = [];
    this.#shape = shapeOf(held);
    this.#event = this.#profile.addEvent({
      name: this.#eventName,
      type: null,
      config: null,
      precise: null,
      instances: null,
      lost: null,
    });
    // Which line a held one was does not matter: held ones of a differential text have two counts.
    for (const line of held) this.#read(line, 0, this.#shape);
  }

  #read(line: FoldedLine, number: number, shape: FoldedShape): void {
    const before = shape.differential ? parseFoldedLine(line.stack) : null;
    if (shape.differential && before === null) {
      this.#noteStrange(`${line.stack} ${line.count}`, number);
      this.#counts.unparse('diagnosed');
      return;
    }
    // difffolded prints stacks that one side lacks, with a count of 0.
    if (line.count === 0) return;
    const frames = (before?.stack ?? line.stack).split(';');
    const comm = shape.hasComm ? (frames.shift() ?? '') : '';
    if (isJudgement(frames.at(-1) ?? '')) {
      frames.pop();
      this.#judged++;
    }
    let stack = NO_STACK;
    for (const frame of frames) stack = this.#profile.internStack(stack, this.#frame(frame));
    const whole = Number.isInteger(line.count);
    if (!whole) this.#fractions++;
    const samples = whole ? line.count : 1;
    const task = this.#task(comm, shape.commHasPid);
    this.#profile.addSample(this.#event, task, -1, Number.NaN, line.count, stack, samples);
  }

  #frame(text: string): number {
    const known = this.#frames.get(text);
    if (known !== undefined) return known;
    if (text.endsWith(WAKER)) this.#wakers++;
    const own = ownCopy(text);
    const frame = this.#profile.internFrame(parseFoldedFrame(own));
    this.#frames.set(own, frame);
    return frame;
  }

  #task(text: string, hasPid: boolean): number {
    const known = this.#tasks.get(text);
    if (known !== undefined) return known;
    const own = ownCopy(text);
    const { comm, idle } = splitComm(own, hasPid);
    const task = this.#profile.internTask(comm, idle);
    this.#tasks.set(own, task);
    return task;
  }

  #noteStrange(text: string, line: number): void {
    this.#strange++;
    this.#firstStrange ??= { line, text: JSON.stringify(text.slice(0, 60)) };
  }

  #report(): void {
    const odd = this.#firstStrange;
    if (odd !== null) {
      const count = `${this.#strange} line${this.#strange === 1 ? '' : 's'}`;
      this.#note('unrecognised-lines', `${count} not recognised, the first ${odd.text}.`, null, odd.line);
    }
    if (this.#shape?.differential === true) {
      const text = 'Each stack has two counts, before and after: only the second is read.';
      this.#note('folded-differential', text, 'Give the two folded files themselves, and compare them.');
    }
    if (this.#shape?.hasComm === false) {
      const text = 'The stacks begin with a function, not with a command: their commands are unknown.';
      this.#note('folded-no-comm', text, 'Fold with stackcollapse-perf.pl or inferno-collapse-perf.');
    }
    if (this.#fractions > 0) {
      const text = `${this.#fractions} counts have fractions: they are weights, and each line counts as one sample.`;
      this.#note('folded-fractions', text);
    }
    if (this.#wakers > 0) {
      const text = 'Some frames are of a waking thread ("_[w]"): the stacks show waiting, not work on a CPU.';
      this.#note('folded-waker', text, 'Sample what runs: perf record -a -g');
    }
    if (this.#judged > 0) {
      const text =
        'Innermost frames that refscope export adds ("[label get]") are left out: samples are judged anew.';
      this.#note('folded-judged', text);
    }
    if (this.#openLine !== null) {
      const text = 'The last line has no line end: if the file was cut there, its count is too small.';
      this.#note('folded-open-line', text, null, this.#openLine);
    }
  }
}
