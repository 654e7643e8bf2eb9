import type { Profile } from '../../model/profile.js';
import { ownCopy } from './characters.js';
import type { HeaderLine } from './header-line.js';

const IDLE_COMM = 'swapper';

/** Tasks by comm, so that a comm seen before costs one look-up. */
export class TaskCache {
  readonly #profile: Profile;
  readonly #idle = new Map<string, number>();
  readonly #busy = new Map<string, number>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  intern(header: HeaderLine): number {
    const idle = isIdle(header);
    const cache = idle ? this.#idle : this.#busy;
    const known = cache.get(header.comm);
    if (known !== undefined) return known;
    const comm = ownCopy(header.comm);
    const task = this.#profile.internTask(comm, idle);
    cache.set(comm, task);
    return task;
  }
}

/** The idle task is pid 0; its comm is "swapper", or "swapper/N" where perf knows the thread by name. */
function isIdle(header: HeaderLine): boolean {
  const id = header.pid ?? header.tid;
  if (id !== null) return id === 0;
  return header.comm === IDLE_COMM || header.comm.startsWith(`${IDLE_COMM}/`);
}
