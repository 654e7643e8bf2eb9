import type { Confidence } from '../model/instruction-evidence.js';
import type { KernelRelease } from '../model/kernel-release.js';
import { FrameFlag, NO_STACK, type Profile } from '../model/profile.js';
import type { LockRole } from '../model/projection.js';

import type { Evidence, HelperRule, Lifetime, Operation, SiteRule } from '../model/site.js';
import { type CallChain, CallChains } from './call-chain.js';
import type { Classification } from './catalogue/catalogue.js';
import { type CodePlace, type CounterCatalogue, LABEL_CATALOGUE } from './catalogue/counter-catalogue.js';
import { lockTakenBelow } from './catalogue/lock-roles.js';

import { IRQ_OFF_LANDING } from './event-sight.js';
import { countFrames, type FrameCounts, kernelFrames } from './frame-counts.js';
import { FrameNames } from './frame-names.js';
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
  /** The site a helper's call is charged to, which is not the innermost function; `null` for everything else. */
  readonly calledSite: string | null;
}

export const UNRESOLVED = '[unresolved]';

/** Judges stacks by their functions, each distinct stack once. */
export class StackJudge {
  readonly #profile: Profile;
  readonly #kernel: KernelRelease | null;
  readonly #catalogue: CounterCatalogue;
  readonly #verdicts = new Map<number, StackVerdict>();
  readonly #sites = new Map<string, SiteKey>();
  readonly #names: FrameNames;
  readonly #chains: CallChains;
  readonly #chainOf = new Map<number, CallChain>();
  #kernelFrames: FrameCounts | null = null;

  /** `catalogue` says which functions count; AppArmor's labels by default. */
  constructor(profile: Profile, kernel: KernelRelease | null, catalogue = LABEL_CATALOGUE) {
    this.#catalogue = catalogue;
    this.#profile = profile;
    this.#kernel = kernel;
    this.#names = new FrameNames(profile);
    this.#chains = new CallChains(profile, this.#names);
  }

  /** File name of the program or library whose counter it is; `null`: the kernel's. */
  get binary(): string | null {
    return this.#catalogue.binary;
  }

  /** Frames of the kernel, or of the program or library whose counter it is. */
  get counterFrames(): FrameCounts {
    if (this.#catalogue.binary === null) return this.kernelFrames;
    return countFrames(this.#profile, (frame) => this.#catalogue.isAt(this.#place(frame)));
  }

  /** Counted once, when first asked for. */
  get kernelFrames(): FrameCounts {
    this.#kernelFrames ??= kernelFrames(this.#profile);
    return this.#kernelFrames;
  }

  verdict(stack: number): StackVerdict {
    const known = this.#verdicts.get(stack);
    if (known !== undefined) return known;
    const verdict = this.#judge(stack);
    this.#verdicts.set(stack, verdict);
    return verdict;
  }

  /** How the call came here. Told of few stacks only: it costs more than the verdict. */
  chain(stack: number): CallChain {
    const known = this.#chainOf.get(stack);
    if (known !== undefined) return known;
    const chain = this.#chains.of(physicalLeaf(this.#profile, stack), this.verdict(stack).calledSite);
    this.#chainOf.set(stack, chain);
    return chain;
  }

  #judge(stack: number): StackVerdict {
    const names = this.#functions(stack);
    const leaf = names[0] ?? null;
    const base = {
      site: null,
      unattributed: null,
      lock: null,
      irqOffLanding: leaf !== null && IRQ_OFF_LANDING.has(leaf) ? leaf : null,
      idleLoop:
        leaf !== null && isIdleLoop(leaf) && !names.some((name) => name !== null && isInterruptFrame(name)),
      calledSite: null,
    };
    // Without a name it may be any function of where the counter is, and is none elsewhere.
    if (leaf === null)
      return this.#mayCount(physicalLeaf(this.#profile, stack))
        ? { ...base, unattributed: UNRESOLVED }
        : base;
    const classified = this.#classify(leaf, physicalLeaf(this.#profile, stack));
    // Without RMWs on its common path a function counts for stale labels only: by its name alone it proves nothing.
    if (classified.kind === 'site' && classified.rule.rmws > 0) {
      return { ...base, site: this.#site(leaf, classified.rule) };
    }
    if (classified.kind === 'helper' && classified.rule.rmws > 0) {
      const charged = this.#behindHelper(stack, leaf, classified.rule);
      return { ...base, ...charged, calledSite: charged.site?.function ?? null };
    }
    if (classified.kind === 'unknown') return { ...base, unattributed: leaf };
    return { ...base, lock: lockBehind(names) };
  }

  /** What the function `name` of the innermost frame of `stack` does to the counter. */
  #classify(name: string, stack: number): Classification {
    const place =
      stack === NO_STACK ? { kernel: false, dso: null } : this.#place(this.#profile.stackFrame(stack));
    return this.#catalogue.classify(name, place, this.#kernel);
  }

  /** Whether the innermost frame may be of the code that counts: user code cannot touch a counter of the kernel. */
  #mayCount(stack: number): boolean {
    if (stack === NO_STACK) return false;
    const place = this.#place(this.#profile.stackFrame(stack));
    const isKernels = this.#catalogue.binary === null && place.dso === null;
    return isKernels || this.#catalogue.isAt(place);
  }

  #place(frame: number): CodePlace {
    const kernel = (this.#profile.frameFlags(frame) & FrameFlag.kernel) !== 0;
    return { kernel, dso: this.#profile.frameDso(frame) };
  }

  /** Charges an out-of-line helper to the nearest caller that is none. */
  #behindHelper(stack: number, leaf: string, helper: HelperRule): Partial<StackVerdict> {
    const any = this.#catalogue.chargesAnyCaller;
    const leafStack = physicalLeaf(this.#profile, stack);
    for (let at = this.#profile.stackParent(leafStack); at !== NO_STACK; at = this.#profile.stackParent(at)) {
      const name = this.#names.of(this.#profile.stackFrame(at));
      if (name === null) break;
      const caller = this.#classify(name, at);
      if (caller.kind === 'helper') continue;
      // kref_get() and its kin serve every kind of object: without an AppArmor caller they are no label's.
      if (caller.kind === 'not-apparmor' && !any) return {};
      const lifetime = caller.kind === 'site' ? caller.rule.lifetime : helper.lifetime;
      return { site: this.#site(name, { ...helper, lifetime, transfers: helper.rmws }) };
    }
    return any
      ? { site: this.#site(leaf, { ...helper, transfers: helper.rmws }) }
      : { unattributed: helper.function };
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
      names.push(this.#names.of(this.#profile.stackFrame(at)));
    }
    return names;
  }
}

/** The AppArmor lock that a chain of lock primitives was entered for. */
function lockBehind(names: readonly (string | null)[]): LockRole | null {
  if (names[0] === null || names[0] === undefined || !isLockPrimitive(names[0])) return null;
  const caller = names.find((name) => name === null || !isLockPrimitive(name));
  return caller === undefined || caller === null ? null : lockTakenBelow(caller);
}
