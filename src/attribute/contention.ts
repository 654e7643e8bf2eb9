import type { KernelRelease } from '../model/kernel-release.js';
import { NO_STACK, type Profile } from '../model/profile.js';
import type { LockRole } from '../model/projection.js';
import type { StationKind } from '../model/station.js';
import { CONTENDED_LOCKS } from './catalogue/contended-locks.js';
import type { CounterCatalogue } from './catalogue/counter-catalogue.js';
import { lockTakenBelow } from './catalogue/lock-roles.js';
import { baseFunction } from './catalogue/symbol-name.js';
import { isAnyLockPrimitive } from './lock-primitives.js';
import { physicalLeaf } from './physical-leaf.js';
import { StackJudge } from './stack-verdict.js';

/** What a station is, apart from any samples. */
export interface StationClass {
  readonly class: string;
  readonly name: string;
  readonly kind: StationKind;
  readonly singleInstance: boolean;
  readonly singleInstanceWhy: string;
  readonly evidence: readonly string[];
}

/** What the samples of one stack wait for, other than the counter of the analysis. */
export interface Contention {
  readonly station: StationClass;
  /** Who takes the lock or changes the counter. */
  readonly site: string;
}

/** AppArmor's locks as stations: which of them are one instance. */
const APPARMOR_LOCKS: Readonly<
  Record<LockRole, Pick<StationClass, 'name' | 'singleInstance' | 'singleInstanceWhy'>>
> = {
  'buffer-pool': {
    name: 'AppArmor buffer pool (aa_buffers_lock)',
    singleInstance: true,
    singleInstanceWhy: 'catalogue: one lock of the whole kernel',
  },
  'label-tree': {
    name: 'AppArmor label tree (ls->lock)',
    singleInstance: true,
    singleInstanceWhy: 'catalogue: one per policy namespace, of which one is assumed',
  },
  secids: {
    name: 'AppArmor secids',
    singleInstance: true,
    singleInstanceWhy: 'catalogue: one lock of the whole kernel',
  },
  namespace: {
    name: 'AppArmor namespace (ns->lock)',
    singleInstance: false,
    singleInstanceWhy: 'who waits for it sleeps: the samples show its spinning only',
  },
  'file-context': {
    name: 'AppArmor file context (ctx->lock)',
    singleInstance: false,
    singleInstanceWhy: 'one per open file',
  },
};

/** "dentry reference count". */
export function countName({ subject }: Pick<CounterCatalogue, 'subject'>): string {
  return `${subject} reference count`;
}

const LOCK_EVIDENCE = ['time in the lock functions under this caller, taking it at once included'];
const COUNTER_EVIDENCE = ['time in functions that count: an upper bound, their other work included'];

const LOCK_BY_TAKER: ReadonlyMap<string, StationClass> = new Map(
  CONTENDED_LOCKS.flatMap((lock) => {
    const station: StationClass = {
      class: lock.class,
      name: lock.name,
      kind: 'lock',
      singleInstance: lock.singleInstance,
      singleInstanceWhy: `catalogue: ${lock.why}`,
      evidence: LOCK_EVIDENCE,
    };
    return lock.takenIn.map((taker) => [taker, station] as const);
  }),
);

/** Finds what stacks contend for besides the counter of the analysis: other counters, locks. */
export class ContentionJudge {
  readonly #profile: Profile;
  readonly #counters: readonly { readonly judge: StackJudge; readonly station: StationClass }[];
  readonly #known = new Map<number, Contention | null>();
  readonly #classes = new Map<string, StationClass>();

  constructor(profile: Profile, kernel: KernelRelease | null, counters: readonly CounterCatalogue[]) {
    this.#profile = profile;
    this.#counters = counters.map((catalogue) => ({
      judge: new StackJudge(profile, kernel, catalogue),
      station: {
        class: catalogue.id,
        name: countName(catalogue),
        kind: 'atomic',
        singleInstance: catalogue.singleInstance,
        singleInstanceWhy: catalogue.singleInstanceWhy,
        evidence: COUNTER_EVIDENCE,
      },
    }));
  }

  /** `null`: nothing that is known to contend. */
  contention(stack: number): Contention | null {
    const known = this.#known.get(stack);
    if (known !== undefined) return known;
    const found = this.#lock(stack) ?? this.#counter(stack);
    this.#known.set(stack, found);
    return found;
  }

  #counter(stack: number): Contention | null {
    for (const { judge, station } of this.#counters) {
      const { site } = judge.verdict(stack);
      if (site !== null) return { station, site: site.function };
    }
    return null;
  }

  /** A lock is charged to the nearest caller outside the lock functions. */
  #lock(stack: number): Contention | null {
    let inside = false;
    for (let at = physicalLeaf(this.#profile, stack); at !== NO_STACK; at = this.#profile.stackParent(at)) {
      const symbol = this.#profile.frameSymbol(this.#profile.stackFrame(at));
      if (symbol === null) break;
      const name = baseFunction(symbol);
      if (isAnyLockPrimitive(name)) inside = true;
      else return inside ? { station: this.#lockTakenBy(name), site: name } : null;
    }
    return inside ? { station: this.#unlisted('an unknown caller'), site: 'unknown caller' } : null;
  }

  #lockTakenBy(taker: string): StationClass {
    const role = lockTakenBelow(taker);
    if (role === null) return LOCK_BY_TAKER.get(taker) ?? this.#unlisted(taker);
    return this.#intern({ class: role, kind: 'lock', ...APPARMOR_LOCKS[role], evidence: LOCK_EVIDENCE });
  }

  #unlisted(taker: string): StationClass {
    return this.#intern({
      class: `lock-in-${taker.replaceAll(' ', '-')}`,
      name: `lock taken in ${taker}`,
      kind: 'lock',
      singleInstance: false,
      singleInstanceWhy: 'not in the catalogue: whether it is always the same lock is not known',
      evidence: LOCK_EVIDENCE,
    });
  }

  #intern(station: StationClass): StationClass {
    const known = this.#classes.get(station.class);
    if (known !== undefined) return known;
    this.#classes.set(station.class, station);
    return station;
  }
}
