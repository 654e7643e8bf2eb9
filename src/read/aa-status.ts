import { type Note, notesOn } from '../model/diagnostic.js';
import { InputError } from '../model/errors.js';
import type { Detection, Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { headLines, LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { SkippedLines } from '../model/skipped-lines.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

const LOADED = /^(\d+) profiles are loaded\.$/;
/** `/usr/sbin/nginx (enforce)`, `:ns://prof (complain)`: securityfs, security/apparmor/apparmorfs.c seq_show_profile(). */
const LISTED = /^(\S.*) \((enforce|complain|kill|unconfined|user|prompt)\)$/;
/** `"/usr/sbin/nginx": "enforce"`; in JSON a quote in a name is escaped. */
const JSON_PROFILE = /[\s,]*"(?:[^"\\]|\\.)*"\s*:\s*"\w+"/;

/** `14 profiles are in enforce mode.`, `2 processes have profiles defined.` */
const BY_MODE = /^\d+ (profiles|processes) (are|have) .*\.$/;
/** `   /usr/sbin/nginx (812) nginx` below one of these. */
const ENTRY = /^(> ?)* {2,}\S/;

const isJson = (line: string): boolean =>
  /^\{\s*"version"\s*:.*"profiles"\s*:\s*\{/.test(line) || /^"profiles"\s*:\s*\{$/.test(line);

/** What aa-status says where there is no AppArmor, in 2.x and since 3.0. */
const OFF: ReadonlySet<string> = new Set(['apparmor module is not loaded.', 'apparmor not present.']);
const ON = 'apparmor module is loaded.';
/** Why it could not read the profiles. */
const REFUSALS = /^(You do not have enough privilege|apparmor filesystem is not mounted\.)/;

const isText = (line: string): boolean => LOADED.test(line) || line === ON || OFF.has(line);

/**
 * Which AppArmor profiles are loaded, from `aa-status`, `aa-status --json` or securityfs
 * (/sys/kernel/security/apparmor/profiles): a lower bound of the number of labels.
 */
export const aaStatusFormat: Format = {
  id: 'aa-status',
  title: 'aa-status output or the list of profiles in securityfs',
  detect: (head, complete) => {
    const list = detectList(head, complete);
    return list === 'yes' ? list : detectLine(head, complete, (line) => isJson(line) || isText(line));
  },
  open: (file, recording) => new LineReader(file, new AaStatusReader(file, recording), recording),
};

/** A list has nothing else in it: two words and a mode somewhere in a text prove nothing. */
function detectList(head: Uint8Array, complete: boolean): Detection {
  const lines = headLines(head, complete).filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => LISTED.test(unquoted(line))) ? 'yes' : 'no';
}

class AaStatusReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #skipped = new SkippedLines();
  /** What aa-status says in words. */
  #labels: number | null = null;
  /** Entries of a list or of a JSON object. */
  #listed = 0;
  #shape: 'list' | 'text' | 'json' | null = null;
  #json: 'before' | 'profiles' | 'after' = 'before';
  #line = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    this.#line = number;
    const line = unquoted(text);
    this.#shape ??= shapeOf(line);
    if (line === '') return 'ignored';
    if (this.#shape === 'json') return this.#readJson(line, number);
    if (this.#shape === 'text') return this.#readText(line, text, number);
    if (this.#shape === null) return 'unknown';
    if (LISTED.test(line)) {
      this.#listed++;
      return 'parsed';
    }
    this.#skipped.add(line, number);
    return 'diagnosed';
  }

  /** @throws InputError when no number of profiles was found nor a reason why there is none. */
  end(): void {
    const isListed = this.#shape === 'list' || this.#json !== 'before';
    const labels = isListed ? this.#listed : this.#labels;
    this.#skipped.report('aa-status-skipped', 'of an AppArmor list unread', this.#note);
    if (this.#json === 'profiles') {
      this.#note('aa-status-cut', 'aa-status --json ends within its profiles', null, this.#line);
    }
    if (labels === null) {
      if (this.#recording.diagnostics.length > 0) return;
      throw new InputError(
        { file: this.#file, line: Math.max(this.#line, 1) },
        'expected "N profiles are loaded.", found the end of the file',
      );
    }
    this.#recording.labels = labels;
    if (labels > 0) {
      this.#note(
        'labels-lower-bound',
        `${labels} profiles are loaded; compound labels (of stacked or merged profiles) are not listed, so there are at least as many labels`,
        'give --labels to compute memory for another number',
        null,
      );
    }
  }

  /**
   *     `apparmor module is loaded.`
   *     `31 profiles are loaded.`
   *
   * What follows names the same profiles by mode, and the processes: nothing more to count.
   */
  #readText(line: string, text: string, number: number): LineFate {
    const loaded = LOADED.exec(line);
    if (loaded !== null) this.#labels ??= Number(loaded[1]);
    else if (BY_MODE.test(line) || (this.#labels !== null && ENTRY.test(text))) return 'ignored';
    else if (OFF.has(line)) {
      this.#labels = 0;
      this.#note('apparmor-off', `aa-status says "${line}"`, null, number);
    } else if (REFUSALS.test(line)) {
      this.#note('aa-status-denied', `aa-status says "${line}"`, 'run it as root', number);
      return 'diagnosed';
    } else return line === ON ? 'ignored' : 'unknown';
    return 'parsed';
  }

  /**
   *     `{"version": "2", "profiles": {"/usr/sbin/nginx": "enforce", "man_filter": "enforce"}, "processes": {...`
   *
   * One line, or several with --pretty-json. 3.0 to 4.0 print objects that JSON.parse refuses (a comma too many,
   * the last brace missing: apparmor issues 332 and 470), so the members of "profiles" are counted one by one.
   */
  #readJson(line: string, number: number): LineFate {
    let at = 0;
    if (this.#json === 'before') {
      const start = /"profiles"\s*:\s*\{/.exec(line);
      if (start === null) return 'ignored';
      this.#json = 'profiles';
      at = start.index + start[0].length;
    }
    if (this.#json !== 'profiles') return 'ignored';
    const member = new RegExp(JSON_PROFILE, 'y');
    for (member.lastIndex = at; member.test(line); at = member.lastIndex) this.#listed++;
    const rest = line.slice(at).replace(/^[\s,]+/, '');
    if (rest.startsWith('}')) this.#json = 'after';
    else if (rest !== '') {
      this.#skipped.add(rest, number);
      return 'diagnosed';
    }
    return 'parsed';
  }
}

function shapeOf(line: string): 'list' | 'text' | 'json' | null {
  if (line.startsWith('{')) return 'json';
  if (isText(line)) return 'text';
  return LISTED.test(line) ? 'list' : null;
}
