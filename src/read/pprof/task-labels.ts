import type { Profile as Decoded, Sample } from 'pprof-format';
import type { Profile } from '../../model/profile.js';
import { signed } from './numbers.js';
import { textAt } from './symbolized.js';

/** Labels that hold a command's name, the surest first: perf_to_profile, Parca, Pyroscope, Datadog. */
const COMM_LABELS = [
  'comm',
  'thread_comm',
  'command',
  'thread_name',
  'thread name',
  'thread',
  'process_name',
];
const PID_LABEL = 'pid';
const IDLE_COMM = 'swapper';

/** Which task a sample is of, as far as its labels tell: comm "" when they do not. */
export class TaskLabels {
  /** A sample had no label with a name. */
  sawUnnamed = false;
  readonly #decoded: Decoded;
  readonly #profile: Profile;

  constructor(decoded: Decoded, profile: Profile) {
    this.#decoded = decoded;
    this.#profile = profile;
  }

  /** Index of the task. @throws ContentError when a label's text is not in the profile. */
  taskOf(sample: Sample): number {
    const texts = new Map<string, string>();
    let pid: number | null = null;
    for (const { key, str, num } of sample.label) {
      const name = textAt(this.#decoded, key);
      const text = textAt(this.#decoded, str);
      if (text !== '') texts.set(name, text);
      else if (name === PID_LABEL) pid = signed(num);
    }
    const label = COMM_LABELS.find((name) => texts.has(name));
    const comm = label === undefined ? '' : (texts.get(label) ?? '');
    this.sawUnnamed ||= label === undefined;
    const isSwapper = comm === IDLE_COMM || comm.startsWith(`${IDLE_COMM}/`);
    return this.#profile.internTask(comm, pid === null ? isSwapper : pid === 0);
  }
}
