import type { Confidence } from '../model/instruction-evidence.js';
import type { KernelRelease } from '../model/kernel-release.js';
import { FrameFlag, NO_STACK, type Profile } from '../model/profile.js';
import type { LockRole } from '../model/projection.js';
import type { Evidence, HelperRule, Lifetime, Operation, SiteRule } from '../model/site.js';
import { callContext, UNKNOWN_CONTEXT } from './call-context.js';
import { classifyFunction } from './catalogue/catalogue.js';
import { lockTakenIn } from './catalogue/lock-roles.js';
import { baseFunction } from './catalogue/symbol-name.js';
import { IRQ_OFF_LANDING } from './event-sight.js';
import { isIdleLoop, isInterruptFrame } from './idle.js';
import { isLockPrimitive } from './lock-primitives.js';
import { physicalLeaf } from './physical-leaf.js';

/** A label get/put call site: where a sample's time is charged to. */
export interface SiteKey {
  readonly function: string;
  readonly operation: Operation;
  readonly lifetime: Lifetime;
  readonly rmws: number;
  readonly transfers: number;
  readonly evidence: Evidence;
  readonly confidence: Confidence;
  /** A compare-and-exchange loop takes the reference: under contention it repeats, and scales worse. */
  readonly casLoop: boolean;
}

/** A function counts references somewhere: whether a sample sits on the atomic its name does not tell. */
const BY_FUNCTION = { evidence: 'function', confidence: 'low', casLoop: false } as const;

/** What one callchain says about its samples. */
export interface StackVerdict {
  /** The site the innermost function belongs to; `null` for everything else. */
  readonly site: SiteKey | null;
  /** Why the samples cannot be judged: an unresolved address or an AppArmor function nobody catalogued. */
  readonly unattributed: string | null;
  /** The AppArmor lock these samples spin for. */
  readonly lock: LockRole | null;
  /** The function that turns interrupts on again, when the sample landed there. */
  readonly irqOffLanding: string | null;
  /** The leaf is in the idle loop and no interrupt frame is above it (idle only if the task is pid 0). */
  readonly idleLoop: boolean;
  /** Syscall or context that led here. */
  readonly context: string;
}

export const UNRESOLVED = '[unresolved]';

/** Judges stacks by their functions, each distinct stack once. */
export class StackJudge {
  readonly #profile: Profile;
  readonly #kernel: KernelRelease | null;
  readonly #verdicts = new Map<number, StackVerdict>();
  readonly #sites = new Map<string, SiteKey>();

  constructor(profile: Profile, kernel: KernelRelease | null) {
    this.#profile = profile;
    this.#kernel = kernel;
  }

  verdict(stack: number): StackVerdict {
    const known = this.#verdicts.get(stack);
    if (known !== undefined) return known;
    const verdict = this.#judge(stack);
    this.#verdicts.set(stack, verdict);
    return verdict;
  }

  #judge(stack: number): StackVerdict {
    const names = this.#functions(stack);
    const leaf = names[0] ?? null;
    const leafIsUser = stack === NO_STACK || this.#isUser(stack);
    const context = firstDefined(names, (name) => callContext(name)) ?? UNKNOWN_CONTEXT;
    const base = {
      site: null,
      unattributed: null,
      lock: null,
      irqOffLanding: leaf !== null && IRQ_OFF_LANDING.has(leaf) ? leaf : null,
      idleLoop:
        leaf !== null && isIdleLoop(leaf) && !names.some((name) => name !== null && isInterruptFrame(name)),
      context,
    };
    if (leaf === null) return leafIsUser ? base : { ...base, unattributed: UNRESOLVED };
    const classified = classifyFunction(leaf, this.#kernel);
    // Without RMWs on its common path a function counts for stale labels only: by its name alone it proves nothing.
    if (classified.kind === 'site' && classified.rule.rmws > 0) {
      return { ...base, site: this.#site(leaf, classified.rule) };
    }
    if (classified.kind === 'helper' && classified.rule.rmws > 0) {
      return { ...base, ...this.#behindHelper(names, classified.rule) };
    }
    if (classified.kind === 'unknown') return { ...base, unattributed: leaf };
    return { ...base, lock: lockBehind(names) };
  }

  /** Charges an out-of-line helper to the nearest caller that is none. */
  #behindHelper(names: readonly (string | null)[], helper: HelperRule): Partial<StackVerdict> {
    for (const name of names.slice(1)) {
      if (name === null) break;
      const caller = classifyFunction(name, this.#kernel);
      if (caller.kind === 'helper') continue;
      // kref_get() and its kin serve every kind of object: without an AppArmor caller they are no label's.
      if (caller.kind === 'not-apparmor') return {};
      const lifetime = caller.kind === 'site' ? caller.rule.lifetime : helper.lifetime;
      return { site: this.#site(name, { ...helper, lifetime, transfers: helper.rmws }) };
    }
    return { unattributed: helper.function };
  }

  #site(name: string, rule: Pick<SiteRule, 'operation' | 'lifetime' | 'rmws' | 'transfers'>): SiteKey {
    const key = `${name} ${rule.operation} ${rule.lifetime}`;
    const known = this.#sites.get(key);
    if (known !== undefined) return known;
    const { operation, lifetime, rmws, transfers } = rule;
    const site: SiteKey = { function: name, operation, lifetime, rmws, transfers, ...BY_FUNCTION };
    this.#sites.set(key, site);
    return site;
  }

  /** Base names from the innermost *physical* function outwards; `null` where a frame is unresolved. */
  #functions(stack: number): (string | null)[] {
    const names: (string | null)[] = [];
    for (let at = physicalLeaf(this.#profile, stack); at !== NO_STACK; at = this.#profile.stackParent(at)) {
      const symbol = this.#profile.frameSymbol(this.#profile.stackFrame(at));
      names.push(symbol === null ? null : baseFunction(symbol));
    }
    return names;
  }

  /** User code cannot touch a kernel counter, resolved or not. */
  #isUser(stack: number): boolean {
    const frame = this.#profile.stackFrame(stack);
    return (
      (this.#profile.frameFlags(frame) & FrameFlag.kernel) === 0 && this.#profile.frameDso(frame) !== null
    );
  }
}

/** The AppArmor lock that a chain of lock primitives was entered for. */
function lockBehind(names: readonly (string | null)[]): LockRole | null {
  if (names[0] === null || names[0] === undefined || !isLockPrimitive(names[0])) return null;
  const caller = names.find((name) => name === null || !isLockPrimitive(name));
  return caller === undefined || caller === null ? null : lockTakenIn(caller);
}

function firstDefined<T, R>(items: readonly (T | null)[], map: (item: T) => R | null): R | null {
  for (const item of items) {
    const result = item === null ? null : map(item);
    if (result !== null) return result;
  }
  return null;
}
