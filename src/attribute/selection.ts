import type { Cell } from '../model/cell-tables.js';
import type { Profile } from '../model/profile.js';
import type { StackJudge } from './stack-verdict.js';

/** What a cell's samples count as. */
export type CellClass = 'selected' | 'idle' | 'foreign';

/**
 * Sorts samples into busy time of the selected commands, idle time, and other commands. Idle is a pid-0 sample
 * whose leaf is in the idle loop with no interrupt frame above it; other pid-0 samples are work done for others
 * and count as busy when no command is named (model.md, "Idle").
 */
export class Selection {
  readonly #profile: Profile;
  readonly #judge: StackJudge;
  readonly #comms: ReadonlySet<string> | null;

  /** `comms` empty: every command but idle. */
  constructor(profile: Profile, judge: StackJudge, comms: readonly string[]) {
    this.#profile = profile;
    this.#judge = judge;
    this.#comms = comms.length === 0 ? null : new Set(comms);
  }

  classify(cell: Pick<Cell, 'task' | 'stack'>): CellClass {
    const task = this.#profile.tasks[cell.task];
    if (task === undefined) return 'foreign';
    if (task.idleTask && this.#judge.verdict(cell.stack).idleLoop) return 'idle';
    return this.#comms === null || this.#comms.has(task.comm) ? 'selected' : 'foreign';
  }

  /** True for a task of the selected commands, idle or not: what `functions[]` counts. */
  includesTask(task: number): boolean {
    const info = this.#profile.tasks[task];
    return info !== undefined && (this.#comms === null || this.#comms.has(info.comm));
  }
}
