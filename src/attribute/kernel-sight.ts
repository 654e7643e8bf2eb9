import type { EventInfo, Profile } from '../model/profile.js';
import type { FrameCounts } from './frame-counts.js';

/** Modifiers behind the last colon of an event's name: "cycles:u", "cycles:upp", "cpu_core/cycles/u". */
const MODIFIERS = /[:/]([ukhGHpPSDWeIb]+)$/;

/**
 * Names of the way into the kernel, in every stack that was recorded there. A folded text may have no other mark of
 * its kernel functions.
 */
const ENTRIES =
  /^(entry_SYSCALL|do_syscall_64|__(x64|arm64|ia32|se|do)_sys_|el0t?_|asm_|do_idle|cpu_startup_entry|ret_from_fork|kthread$|vfs_)/;

/**
 * Why samples of `event` say nothing about a counter of the kernel, `null` when they may: without root and with
 * perf_event_paranoid at its default of 2, perf record leaves the kernel out and says so in the event's name alone; a
 * profiler inside a program (Go's, gperftools) never sees it.
 */
export function kernelUnseen(profile: Profile, event: EventInfo, kernelFrames: FrameCounts): string | null {
  const modifiers = MODIFIERS.exec(event.name)?.[1] ?? '';
  if (modifiers.includes('u') && !modifiers.includes('k')) {
    return `${event.name} samples programs only, not the kernel: record as root, or with kernel.perf_event_paranoid at 1 or less`;
  }
  // perf.data names its event in full, and a list shows its largest rows only.
  if (event.type !== null || event.sharesOnly === true) return null;
  if (kernelFrames.all > 0 || entersKernel(profile)) return null;
  return 'no stack has a function of the kernel: a profile of programs alone says nothing about it';
}

function entersKernel(profile: Profile): boolean {
  for (let frame = 0; frame < profile.frameCount; frame++) {
    if (ENTRIES.test(profile.frameSymbol(frame) ?? '')) return true;
  }
  return false;
}
