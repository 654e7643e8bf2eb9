import type { Lifetime, Operation, SiteRule } from '../../model/site.js';
import { baseFunction } from '../catalogue/symbol-name.js';
import type { SiteKey, StackVerdict } from '../stack-verdict.js';
import { type Atomic, atomicsOf, withLoads } from './atomics.js';
import { CasLoops } from './cas-loops.js';
import type { CounterWord } from './counter-word.js';
import type { FlowGraph } from './flow-graph.js';
import type { CodePlace, SampledCode } from './sampled-code.js';
import { culprits, type Skid, type SkidRule } from './skid.js';

/** What the instruction under a stack's samples says. */
export type InstructionVerdict =
  /** They are at an atomic of the counter; several where it is not known at which of them. */
  | {
      readonly kind: 'site';
      readonly site: SiteKey;
      readonly atomics: readonly Atomic[];
      readonly moved: boolean;
      readonly place: CodePlace;
    }
  /** They are at other instructions. */
  | { readonly kind: 'elsewhere'; readonly place: CodePlace }
  /** At an atomic of the counter or at another instruction: the function's name stays the evidence. */
  | { readonly kind: 'unclear'; readonly place: CodePlace };

/** What the catalogue has on a function (a base name) of a binary as the profile names it; `null` for nothing. */
export type CatalogueLookup = (
  name: string,
  dso: string,
) => Pick<SiteRule, 'operation' | 'lifetime' | 'rmws' | 'transfers'> | null;

/** Judges stacks of one event by the instruction they were sampled at, each distinct stack once. */
export class InstructionJudge {
  readonly rule: SkidRule;
  readonly #code: SampledCode;
  readonly #catalogue: CatalogueLookup;
  readonly #verdicts = new Map<number, InstructionVerdict | null>();
  readonly #counter: ((dso: string) => CounterWord) | null;
  readonly #functions = new Map<FlowGraph, JudgedFunction>();
  readonly #sites = new Map<string, SiteKey>();

  /** `counter` is another catalogue's, in the code of a binary; `null`: labels. */
  constructor(
    code: SampledCode,
    catalogue: CatalogueLookup,
    rule: SkidRule,
    counter: ((dso: string) => CounterWord) | null = null,
  ) {
    this.#code = code;
    this.#counter = counter;
    this.#catalogue = catalogue;
    this.rule = rule;
  }

  /** `null` where no code is known for the sample, or nothing in it concerns the counter; `verdict` is the function's. */
  verdict(stack: number, verdict: StackVerdict): InstructionVerdict | null {
    const known = this.#verdicts.get(stack);
    if (known !== undefined) return known;
    const judged = this.#judge(stack, verdict);
    this.#verdicts.set(stack, judged);
    return judged;
  }

  #judge(stack: number, verdict: StackVerdict): InstructionVerdict | null {
    const place = this.#code.placeOf(stack);
    if (place === null || place.index === null) return null;
    const { graph, index } = place;
    const { atomics, loops } = this.#function(place);
    const isCounted = (at: number | null): boolean => at !== null && atomics.get(at)?.counted === true;
    const suspects = culprits(graph, index, this.rule.skid, loops);
    if (suspects.every((at) => !isCounted(at))) {
      // Code nobody catalogued whose atomics nobody can name stays unattributed.
      const isNamed = [...atomics.values()].every(({ evidence }) => evidence === 'instruction+inline');
      const counts = verdict.site !== null || (verdict.unattributed !== null && isNamed);
      return counts ? { kind: 'elsewhere', place } : null;
    }
    if (!suspects.every(isCounted)) return { kind: 'unclear', place };
    const guilty = suspects.flatMap((at) => (at === null ? [] : (atomics.get(at) ?? [])));
    return {
      kind: 'site',
      site: this.#site(place, guilty, verdict),
      atomics: guilty,
      moved: guilty.every((atomic) => atomic.index !== index),
      place,
    };
  }

  #function({ graph, source }: CodePlace): JudgedFunction {
    const known = this.#functions.get(graph);
    if (known !== undefined) return known;
    const catalogued = this.#catalogue(baseFunction(graph.code.symbol), source.dso);
    const loops = new CasLoops(graph);
    const own = atomicsOf(graph, source, catalogued, this.#counter?.(source.dso) ?? null);
    const atomics = new Map(withLoads(own, graph, loops).map((atomic) => [atomic.index, atomic]));
    const judged = { atomics, loops };
    this.#functions.set(graph, judged);
    return judged;
  }

  #site({ graph, source }: CodePlace, guilty: readonly Atomic[], verdict: StackVerdict): SiteKey {
    const own = baseFunction(graph.code.symbol);
    const rule = verdict.site ?? this.#catalogue(own, source.dso);
    const parts = guilty.map((atomic) => sitePart(atomic, rule));
    const [first] = parts;
    if (first === undefined) throw new RangeError('a site needs an atomic');
    const isOne = parts.every((part) => samePart(part, first));
    const key: SiteKey = {
      function: verdict.site?.function ?? own,
      ...(isOne ? first : unsplit(parts, rule)),
      evidence: guilty.every(({ evidence }) => evidence === 'instruction+inline')
        ? 'instruction+inline'
        : 'instruction',
      confidence: guilty.reduce<Atomic['confidence']>(
        (worst, { confidence }) =>
          CONFIDENCES.indexOf(confidence) > CONFIDENCES.indexOf(worst) ? confidence : worst,
        'high',
      ),
      casLoop: guilty.every(({ operation, rmw }) => operation === 'get-unless-zero' || rmw === 'cmpxchg'),
    };
    const text = JSON.stringify(key);
    const known = this.#sites.get(text) ?? key;
    this.#sites.set(text, known);
    return known;
  }
}

/** Of one function: by index, loads of CAS loops included. */
interface JudgedFunction {
  readonly atomics: ReadonlyMap<number, Atomic>;
  readonly loops: CasLoops;
}

const CONFIDENCES: readonly Atomic['confidence'][] = ['high', 'medium', 'low'];

type SitePart = Pick<SiteKey, 'operation' | 'lifetime' | 'rmws' | 'transfers'>;
type Rule = Pick<SiteRule, 'operation' | 'lifetime' | 'rmws' | 'transfers'>;

/** One atomic's part in what the catalogue says of the whole function. */
function sitePart(atomic: Atomic, rule: Rule | null): SitePart {
  const operation: Operation = atomic.operation === 'put' ? 'put' : 'get';
  const lifetime = lifetimeOf(atomic, operation, rule);
  if (lifetime === 'stale' || rule?.rmws === 0) return { operation, lifetime, rmws: 0, transfers: 0 };
  if (rule === null || rule.operation !== 'get+put') return { operation, lifetime, rmws: 1, transfers: 1 };
  // A get followed at once by its put fetches the line once: the get does.
  return {
    operation,
    lifetime,
    rmws: 1,
    transfers: operation === 'get' ? Math.min(1, rule.transfers) : Math.max(0, rule.transfers - 1),
  };
}

function lifetimeOf(atomic: Atomic, operation: Operation, rule: Rule | null): Lifetime {
  if (atomic.stale) return 'stale';
  if (rule !== null && !rule.lifetime.startsWith('held')) return rule.lifetime;
  return operation === 'get' ? 'held-taken' : 'held-dropped';
}

function samePart(a: SitePart, b: SitePart): boolean {
  return a.operation === b.operation && a.lifetime === b.lifetime && a.transfers === b.transfers;
}

/** Several atomics that cannot be told apart. */
function unsplit(parts: readonly SitePart[], rule: Rule | null): SitePart {
  return {
    operation: 'get+put',
    lifetime: rule?.lifetime ?? parts[0]?.lifetime ?? 'held-taken',
    rmws: parts.reduce((sum, part) => sum + part.rmws, 0),
    transfers: rule?.transfers ?? 1,
  };
}

/** How an event's addresses were read, in words. */
export function skidText({ skid, why }: { readonly skid: Skid; readonly why: string }): string {
  return skid === 'none' ? why : `${why} (skid: ${skid === 'one' ? 'one instruction' : 'not known'})`;
}
