import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

/** Kernel name, node name, release, version beginning with `#`, machine (perhaps thrice), operating system. */
const UNAME = /^Linux (\S+) (\d\S*) (#\d.*) (\S+) GNU\/Linux$/;
const PERF_VERSION = /^perf version (\S+)$/;

/**
 * `uname -a` as GNU coreutils prints it, perhaps with `perf --version` and other lines of a recording script
 * around it.
 */
export const unameFormat: Format = {
  id: 'uname',
  title: 'uname -a output',
  detect: (head, complete) => detectLine(head, complete, (line) => UNAME.test(line)),
  open: (file, recording) => new LineReader(file, new UnameReader(recording), recording),
};

class UnameReader implements LineSink {
  readonly #recording: Recording;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /**
   *     `Linux (none) 6.1.192-labp #1 SMP Sun Nov 22 13:14:57 UTC 2026 x86_64 GNU/Linux`
   *     `perf version 6.1.176`
   */
  line(text: string): LineFate {
    const line = unquoted(text);
    const { machine } = this.#recording;
    const uname = UNAME.exec(line);
    if (uname !== null) {
      machine.hostname = uname[1] === '(none)' ? null : (uname[1] ?? null);
      machine.kernel = uname[2] ?? null;
      machine.arch = uname[4] ?? null;
      return 'parsed';
    }
    const perf = PERF_VERSION.exec(line);
    if (perf === null) return line === '' ? 'ignored' : 'unknown';
    machine.perfVersion = perf[1] ?? null;
    return 'parsed';
  }

  end(): void {}
}
