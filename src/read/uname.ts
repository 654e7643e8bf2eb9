import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

/** Kernel name, node name, release, version beginning with `#`; a mail client may have wrapped what follows. */
const UNAME = /^Linux (\S+) (\d\S*) #\d/;
/** Machine (perhaps thrice) and operating system; busybox has no "GNU/". */
const UNAME_END = /\s(\S+) (?:GNU\/)?Linux$/;
/** `/proc/version`, and the first line of dmesg with its time. */
const PROC_VERSION = /^(?:\[ *\d+\.\d+\] )?Linux version (\d\S*) \(/;
const PERF_VERSION = /^perf version (\S+)$/;

/**
 * `uname -a` as GNU coreutils and busybox print it, or /proc/version, perhaps with `perf --version` and other lines
 * of a recording script around it.
 */
export const unameFormat: Format = {
  id: 'uname',
  title: 'uname -a output',
  detect: (head, complete) =>
    detectLine(head, complete, (line) => UNAME.test(line) || PROC_VERSION.test(line)),
  open: (file, recording) => new LineReader(file, new UnameReader(recording), recording),
};

class UnameReader implements LineSink {
  readonly #recording: Recording;
  /** The last line, where it was a uname without its end. */
  #wrapped: string | null = null;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /**
   *     `Linux (none) 6.1.192-labp #1 SMP Sun Nov 22 13:14:57 UTC 2026 x86_64 GNU/Linux`
   *     `Linux version 6.1.192-labp (root@build) (gcc (Debian 12.2.0-14) 12.2.0, ...) #1 SMP Sun Nov 22 13:14:57 UTC 2026`
   *     `perf version 6.1.176`
   */
  line(text: string): LineFate {
    const line = unquoted(text);
    const wrapped = this.#wrapped;
    this.#wrapped = null;
    const { machine } = this.#recording;
    const uname = UNAME.exec(line);
    if (uname !== null) {
      machine.hostname = uname[1] === '(none)' ? null : (uname[1] ?? null);
      machine.kernel = uname[2] ?? null;
      machine.arch = UNAME_END.exec(line)?.[1] ?? null;
      this.#wrapped = machine.arch === null ? line : null;
      return 'parsed';
    }
    const end = wrapped === null ? null : UNAME_END.exec(`${wrapped} ${line}`);
    const release = PROC_VERSION.exec(line)?.[1] ?? null;
    const perf = PERF_VERSION.exec(line)?.[1] ?? null;
    if (end !== null) machine.arch = end[1] ?? null;
    else if (release !== null) machine.kernel = release;
    else if (perf !== null) machine.perfVersion = perf;
    else return line === '' ? 'ignored' : 'unknown';
    return 'parsed';
  }

  end(): void {}
}
