import { NO_STACK, type Profile } from './profile.js';

/**
 * Adds all of `from` to `into`. Events are joined only when they are the same event by name, type, config and
 * precision; merging the parts of a split trace gives what the whole gives.
 */
export function mergeProfile(into: Profile, from: Profile): void {
  const events = from.events.map((event) => {
    const same = into.events.findIndex(
      (known) =>
        known.name === event.name &&
        known.type === event.type &&
        known.config === event.config &&
        known.precise === event.precise,
    );
    if (same < 0) return into.addEvent({ ...event });
    const known = into.events[same];
    if (known !== undefined) {
      known.lost = known.lost === null && event.lost === null ? null : (known.lost ?? 0) + (event.lost ?? 0);
    }
    return same;
  });
  const tasks = from.tasks.map((task) => into.internTask(task.comm, task.idleTask));
  const frames = Int32Array.from({ length: from.frameCount }, (_, frame) =>
    into.internFrame({
      address: from.frameAddress(frame),
      symbol: from.frameSymbol(frame),
      dso: from.frameDso(frame),
      offset: from.frameOffset(frame) ?? -1,
      flags: from.frameFlags(frame),
    }),
  );
  const stacks = new Int32Array(from.stackCount);
  // A parent is interned before its children, so one pass in row order suffices.
  for (let stack = 0; stack < from.stackCount; stack++) {
    const parent = from.stackParent(stack);
    stacks[stack] = into.internStack(
      parent === NO_STACK ? NO_STACK : (stacks[parent] as number),
      frames[from.stackFrame(stack)] as number,
    );
  }
  into.addCells(from, { events, tasks, stacks });
}
