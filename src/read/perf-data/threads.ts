import { AddressSpace } from './address-space.js';

/** A thread of the recording and what it is called now. */
export interface Thread {
  /** -1 until a record tells. */
  pid: number;
  readonly tid: number;
  /** `null` until a COMM record, or a fork from a named thread, names it. */
  comm: string | null;
  /** The profile's task of that name, -1 until looked up; of a thread without a name, its own. */
  task: number;
}

/**
 * Names and mappings of the threads seen so far, with perf's own rules (tools/perf/util/machine.c
 * ____machine__findnew_thread(), machine__process_fork_event(); thread.c thread__fork()): threads are found
 * by tid alone, a forked thread inherits the name, a forked process the mappings unless perf synthesized the
 * fork for a process that already ran.
 */
export class Threads {
  readonly #threads = new Map<number, Thread>();
  readonly #spaces = new Map<number, AddressSpace>();

  constructor() {
    this.#threads.set(0, { pid: 0, tid: 0, comm: 'swapper', task: -1 });
  }

  get(pid: number, tid: number): Thread {
    const known = this.#threads.get(tid);
    if (known === undefined) return this.#replace(pid, tid);
    if (known.pid === -1) known.pid = pid;
    return known;
  }

  space(pid: number): AddressSpace {
    let space = this.#spaces.get(pid);
    if (space === undefined) {
      space = new AddressSpace();
      this.#spaces.set(pid, space);
    }
    return space;
  }

  fork(pid: number, tid: number, parentPid: number, parentTid: number, synthesized: boolean): void {
    let parent = this.get(parentPid, parentTid);
    // The fork that should have replaced this thread was lost.
    if (parent.pid !== parentPid) parent = this.#replace(parentPid, parentTid);
    const child = this.#replace(pid, tid);
    child.comm = parent.comm;
    if (pid === parentPid) return;
    this.#spaces.set(pid, synthesized ? new AddressSpace() : this.space(parentPid).fork());
  }

  #replace(pid: number, tid: number): Thread {
    const thread: Thread = { pid, tid, comm: null, task: -1 };
    this.#threads.set(tid, thread);
    return thread;
  }
}

/** Name as perf prints it: ":123" for a thread nobody named. */
export function commOf(thread: Thread): string {
  return thread.comm ?? `:${thread.tid}`;
}
