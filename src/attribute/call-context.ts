import {
  ENTRY_FUNCTIONS,
  ENTRY_PREFIXES,
  INTERRUPTING,
  IO_URING_OPERATIONS,
  SYSCALL_PREFIXES,
  WORK_CONTEXTS,
} from './call-origins.js';
import { isInterruptFrame } from './idle.js';

/** What a frame says of where its chain comes from. */
export interface CallContext {
  /** "openat", or "task_work", "softirq", "kworker"... */
  readonly context: string;
  /** "compat", "io_uring"; `null` for a native syscall and for what is none. */
  readonly variant: string | null;
}

/** A context and how many frames stand between it and the innermost one: those beyond are of what it interrupted. */
export interface ChainContext extends CallContext {
  readonly depth: number;
}

/** The chain has one frame: the sample carries no callers. */
export const NO_CALLCHAIN: CallContext = { context: 'no callchain', variant: null };
/** The whole chain is in a program. */
export const USER_CODE: CallContext = { context: 'user code', variant: null };
/** The chain ends before any function by which the kernel is entered or a thread of its own begins. */
const CUT_SHORT: CallContext = { context: 'chain cut short', variant: null };
/** The chain reaches the syscall entry, but no syscall's function: tail calls and functions just entered leave gaps. */
const UNNAMED_SYSCALL: CallContext = { context: 'syscall without a name', variant: null };
const HARDIRQ: CallContext = { context: 'hardirq', variant: null };

/**
 * The syscall that a frame belongs to ("openat" for `__x64_sys_openat`), or the context it shows instead
 * ("task_work", "softirq"); `null` for any other frame.
 */
export function callContext(name: string): CallContext | null {
  const context = WORK_CONTEXTS.get(name);
  if (context !== undefined) return { context, variant: null };
  const operation = IO_URING_OPERATIONS.get(name);
  if (operation !== undefined) return { context: operation, variant: 'io_uring' };
  const rule = SYSCALL_PREFIXES.find(({ prefix }) => name.startsWith(prefix));
  return rule === undefined ? null : { context: name.slice(rule.prefix.length), variant: rule.variant };
}

/**
 * The context of a chain of base names, innermost first, `null` where unresolved. The frame nearest to the call site
 * decides: work that was put off (task_work, softirq) is not the doing of the syscall that it interrupts or ends.
 */
export function chainContext(names: readonly (string | null)[]): ChainContext {
  for (const [depth, name] of names.entries()) {
    const context = name === null ? null : callContext(name);
    if (context !== null) return { ...context, depth };
  }
  return { ...unshownContext(names), depth: names.length };
}

/** What a chain without a telling frame is called. */
function unshownContext(names: readonly (string | null)[]): CallContext {
  const known = names.filter((name) => name !== null);
  if (known.some(isInterruptFrame)) return HARDIRQ;
  if (known.some(isSyscallEntry)) return UNNAMED_SYSCALL;
  return names.length <= 1 ? NO_CALLCHAIN : CUT_SHORT;
}

/** True for work that has nothing to do with the program it interrupts. */
export function isInterrupting({ context }: CallContext): boolean {
  return INTERRUPTING.has(context);
}

/** "openat", "openat (compat)". */
export function contextName({ context, variant }: CallContext): string {
  return variant === null ? context : `${context} (${variant})`;
}

/** True for a function by which every syscall enters the kernel. */
export function isSyscallEntry(name: string): boolean {
  return ENTRY_FUNCTIONS.has(name) || ENTRY_PREFIXES.some((prefix) => name.startsWith(prefix));
}
