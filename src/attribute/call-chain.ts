import { FrameFlag, NO_STACK, type Profile } from '../model/profile.js';
import {
  type CallContext,
  chainContext,
  contextName,
  isInterrupting,
  isSyscallEntry,
  NO_CALLCHAIN,
  USER_CODE,
} from './call-context.js';
import { isAppArmorFunction } from './catalogue/apparmor-functions.js';
import { lsmCallerOf } from './catalogue/lsm-callers.js';
import { FrameNames } from './frame-names.js';
import { isLockPrimitive } from './lock-primitives.js';

/** The steps by which a chain leads to its call site; `null` is a step that it does not show. */
export interface CallChain extends CallContext {
  /** Innermost user function; of a chain in user code alone its callers, from the site's outwards. */
  readonly userFunction: string | null;
  /** The VFS, socket or other kernel function that called the LSM hook, or the site where there is none. */
  readonly kernelFunction: string | null;
  readonly lsmHook: string | null;
  /** The chain does not show the LSM hook: it is the only function that calls this site. */
  readonly lsmHookInferred: boolean;
}

const LSM_PREFIX = 'security_';

/**
 * The steps of the chain of `stack` that lead to the function `site`, by default the innermost one. A function that
 * was just entered (offset 0) has no frame of its own yet, so that frame-pointer chains skip its caller: then the LSM
 * hook is missing, and is inferred where only one function calls the site.
 */
export function callChain(
  profile: Profile,
  stack: number,
  site: string | null = null,
  names = new FrameNames(profile),
): CallChain {
  const kernel: (string | null)[] = [];
  const user: (string | null)[] = [];
  for (let at = stack; at !== NO_STACK; at = profile.stackParent(at)) {
    const frame = profile.stackFrame(at);
    const name = names.of(frame);
    if ((profile.frameFlags(frame) & FrameFlag.kernel) !== 0) kernel.push(name);
    else user.push(name);
  }
  if (kernel.length === 0) return userChain(user, site);
  const userFunction = user.find((name) => name !== null) ?? null;
  const { depth, ...context } = chainContext(kernel);
  const callers = kernel.slice(siteDepth(kernel, site) + 1, depth);
  const shown = callers.find((name) => name?.startsWith(LSM_PREFIX)) ?? null;
  const inferred = shown === null ? lsmCallerOf(site ?? kernel[0] ?? '') : null;
  return {
    ...context,
    userFunction: isInterrupting(context) ? null : userFunction,
    kernelFunction: callers.find((name) => name === null || isCaller(name)) ?? null,
    lsmHook: shown ?? inferred,
    lsmHookInferred: inferred !== null,
  };
}

/** A counter of a program: no syscall, hook or other function of the kernel is on the way. */
function userChain(names: readonly (string | null)[], site: string | null): CallChain {
  const callers = names.slice(siteDepth(names, site) + 1);
  const shown = callers.slice(0, SHOWN_CALLERS).map((name) => name ?? '?');
  if (callers.length > SHOWN_CALLERS) shown.push('...');
  return {
    ...(names.length <= 1 ? NO_CALLCHAIN : USER_CODE),
    userFunction: shown.length === 0 ? null : shown.join(' < '),
    kernelFunction: null,
    lsmHook: null,
    lsmHookInferred: false,
  };
}

/** Frames above the site's: 0 where it is the innermost or not shown. */
function siteDepth(names: readonly (string | null)[], site: string | null): number {
  return site === null ? 0 : Math.max(0, names.indexOf(site));
}

/** Callers beyond make more paths of the same. */
const SHOWN_CALLERS = 5;

/**
 * Neither of the counter's own side (AppArmor, the LSM hook) nor a lock on the way to it, nor the entry of all syscalls:
 * who called is then in a gap of the chain.
 */
function isCaller(name: string): boolean {
  return (
    !name.startsWith(LSM_PREFIX) &&
    !isAppArmorFunction(name) &&
    !isLockPrimitive(name) &&
    !isSyscallEntry(name)
  );
}

/** Chains by their content, so that equal ones of different stacks are one object. */
export class CallChains {
  readonly #known = new Map<string, CallChain>();

  readonly #profile: Profile;
  readonly #names: FrameNames;

  constructor(profile: Profile, names: FrameNames) {
    this.#profile = profile;
    this.#names = names;
  }

  of(stack: number, site: string | null): CallChain {
    const chain = callChain(this.#profile, stack, site, this.#names);
    const { userFunction, kernelFunction, lsmHook, lsmHookInferred } = chain;
    const key = [contextName(chain), userFunction, kernelFunction, lsmHook, lsmHookInferred].join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, chain);
    return chain;
  }
}
