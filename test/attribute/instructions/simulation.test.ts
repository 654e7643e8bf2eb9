import { beforeAll, describe, expect, it } from 'vitest';
import { type Atomic, atomicsOf, withLoads } from '../../../src/attribute/instructions/atomics.js';
import { CasLoops } from '../../../src/attribute/instructions/cas-loops.js';
import { FlowGraph } from '../../../src/attribute/instructions/flow-graph.js';
import type { CodeSource, FunctionCode } from '../../../src/model/instruction.js';
import type { EventInfo } from '../../../src/model/profile.js';
import { seededRandom } from '../../../src/stats/random.js';
import { CPU_CLOCK } from '../stacks.js';
import { codeOf, LOOKUP, withChains } from './code.js';
import { attributed, charged, type Hit } from './sampled.js';

const HOOKS = [
  'apparmor_file_open',
  'apparmor_file_alloc_security',
  'apparmor_file_free_security',
  'apparmor_current_getsecid_subj',
] as const;

/**
 * What each atomic of the hooks, and the load before each cmpxchg, takes of all time; the rest is plain code. Chosen,
 * not measured.
 */
const TRUTH: Readonly<Record<string, number>> = {
  'apparmor_file_open+0x8e': 0.13,
  'apparmor_file_open+0xb2': 0.05,
  'apparmor_file_open+0xe8': 0.03,
  'apparmor_file_open+0xf3': 0.01,
  'apparmor_file_alloc_security+0x72': 0.09,
  'apparmor_file_alloc_security+0xbd': 0.01,
  'apparmor_file_alloc_security+0xe7': 0.02,
  'apparmor_file_alloc_security+0xf2': 0.01,
  'apparmor_file_free_security+0x27': 0.11,
  'apparmor_current_getsecid_subj+0x3e': 0.08,
  'apparmor_current_getsecid_subj+0x61': 0.04,
  'apparmor_current_getsecid_subj+0x9f': 0.02,
  'apparmor_current_getsecid_subj+0xaa': 0.01,
};
const SITE_OF: Readonly<Record<string, string>> = {
  'apparmor_file_open+0x8e': 'apparmor_file_open get transient-object',
  'apparmor_file_open+0xb2': 'apparmor_file_open put transient-object',
  'apparmor_file_open+0xe8': 'apparmor_file_open get stale',
  'apparmor_file_open+0xf3': 'apparmor_file_open get stale',
  'apparmor_file_alloc_security+0x72': 'apparmor_file_alloc_security get held-taken',
  'apparmor_file_alloc_security+0xbd': 'apparmor_file_alloc_security put stale',
  'apparmor_file_alloc_security+0xe7': 'apparmor_file_alloc_security get stale',
  'apparmor_file_alloc_security+0xf2': 'apparmor_file_alloc_security get stale',
  'apparmor_file_free_security+0x27': 'apparmor_file_free_security put held-dropped',
  'apparmor_current_getsecid_subj+0x3e': 'apparmor_current_getsecid_subj get transient-current',
  'apparmor_current_getsecid_subj+0x61': 'apparmor_current_getsecid_subj put transient-current',
  'apparmor_current_getsecid_subj+0x9f': 'apparmor_current_getsecid_subj get stale',
  'apparmor_current_getsecid_subj+0xaa': 'apparmor_current_getsecid_subj get stale',
};
/** The jump back to the next attempt of each cmpxchg loop: a direct jump takes no time. */
const TIMELESS = new Set([
  'apparmor_file_open+0x248',
  'apparmor_file_alloc_security+0x135',
  'apparmor_current_getsecid_subj+0xf9',
]);
/** By call site. */
const SHARES: ReadonlyMap<string, number> = Object.entries(TRUTH).reduce(
  (shares, [name, share]) => shares.set(siteOf(name), (shares.get(siteOf(name)) ?? 0) + share),
  new Map<string, number>(),
);
const SAMPLES = 20_000;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

let bare: CodeSource;
/** The same code in the kernel's ELF, all of it. */
let vmlinux: CodeSource;
let graphs: ReadonlyMap<string, FlowGraph>;

beforeAll(async () => {
  bare = await codeOf('instructions/label-functions-6.1.objdump.txt.xz');
  vmlinux = await codeOf('kernel-code/kernel-code.elf.xz');
  graphs = new Map(HOOKS.map((hook) => [hook, new FlowGraph(bare.functionCode(hook) as FunctionCode)]));
});

function siteOf(name: string): string {
  return SITE_OF[name] ?? 'plain code';
}

interface Place {
  readonly symbol: string;
  readonly index: number;
}

/** Every instruction of the hooks with its part of all time, added up; plain ones differ, the more the higher `power`. */
function truth(random: () => number, power: number): { place: Place; name: string; upTo: number }[] {
  const all = HOOKS.flatMap((symbol) => {
    const graph = graphs.get(symbol) as FlowGraph;
    return graph.code.instructions.map(({ address }, index) => ({
      place: { symbol, index },
      name: `${symbol}+0x${(address - graph.code.address).toString(16)}`,
      weight: (-Math.log(1 - random())) ** power,
    }));
  }).map((one) => (TIMELESS.has(one.name) ? { ...one, weight: 0 } : one));
  const plain = all.filter(({ name }) => TRUTH[name] === undefined);
  const rest = 1 - Object.values(TRUTH).reduce((sum, weight) => sum + weight, 0);
  const scale = rest / plain.reduce((sum, { weight }) => sum + weight, 0);
  let upTo = 0;
  return all.map(({ place, name, weight }) => {
    upTo += TRUTH[name] ?? weight * scale;
    return { place, name, upTo };
  });
}

/** Where control is after one more instruction, branches drawn; `null` once it leaves the hook. */
function step({ symbol, index }: Place, random: () => number): Place | null {
  const graph = graphs.get(symbol) as FlowGraph;
  const { flow, target } = graph.instruction(index);
  if (flow === 'call' || flow === 'return' || flow === 'stop') return null;
  const goes = flow === 'jump' || (flow === 'branch' && random() < 0.5);
  const next = goes ? graph.indexAt((target ?? 0) - graph.code.address) : index + 1;
  return next === null || next >= graph.code.instructions.length ? null : { symbol, index: next };
}

/** Draws samples by the truth and lets `skid` instructions pass before each is recorded. */
function record(seed: number, skid: (random: () => number) => number, power = 3) {
  const random = seededRandom(seed);
  const weights = truth(random, power);
  const drawn = new Map<string, number>();
  const hits = new Map<string, Hit>();
  for (let count = 0; count < SAMPLES; count++) {
    const point = random();
    const one = weights.find(({ upTo }) => point < upTo) ?? weights[0];
    if (one === undefined) throw new Error('nothing to draw');
    drawn.set(siteOf(one.name), (drawn.get(siteOf(one.name)) ?? 0) + 1);
    let at: Place | null = one.place;
    for (let more = skid(random); more > 0 && at !== null; more--) at = step(at, random);
    const symbol = at?.symbol ?? 'security_file_open';
    const graph = at === null ? null : (graphs.get(at.symbol) as FlowGraph);
    const offset =
      at === null || graph === null ? 0 : graph.instruction(at.index).address - graph.code.address;
    const key = `${symbol}+${offset}`;
    hits.set(key, { symbol, offset, samples: (hits.get(key)?.samples ?? 0) + 1 });
  }
  return { drawn, hits: hits.values() };
}

const CYCLES: EventInfo = { ...CPU_CLOCK, name: 'cycles', type: 0, config: 0, precise: 0 };
const PRECISE: EventInfo = { ...CYCLES, name: 'cycles:pp', precise: 2 };

/** z of a count against its binomial expectation. */
function z(count: number, share: number): number {
  return (count - SAMPLES * share) / Math.sqrt(SAMPLES * share * (1 - share));
}

const KNOWN_SKID: readonly (readonly [string, EventInfo, () => number])[] = [
  ['a timer, which skids by one instruction', CPU_CLOCK, () => 1],
  ['a precise event', PRECISE, () => 0],
];

describe.each(KNOWN_SKID)('samples of known truth under %s', (_name, event, skid) => {
  it.each([
    ['with debug info', () => withChains(bare)],
    ['without', () => bare],
    ['in the ELF', () => vmlinux],
  ])('are charged as they were drawn, %s', (_way, code) => {
    let chiSquare = 0;
    for (const seed of SEEDS) {
      const { drawn, hits } = record(seed, skid);
      const result = attributed(event, hits, code());
      const found = charged(result);
      expect(result.labelShareBound).toBe('measured');
      expect(result.total.samples).toBe(SAMPLES);
      for (const [name, share] of SHARES) {
        const samples = found[name] ?? 0;
        expect(samples).toBe(drawn.get(name));
        expect(Math.abs(z(samples, share))).toBeLessThan(4.3);
        chiSquare += (samples - SAMPLES * share) ** 2 / (SAMPLES * share);
      }
      const label = result.sites.reduce((sum, site) => sum + (site.samples ?? 0), 0);
      const evidence = result.instructionEvidence;
      expect((result.other.samples ?? 0) + label).toBe(SAMPLES);
      expect(evidence.function.samples).toBe(0);
      expect(evidence.notSeparable.samples).toBe(0);
      expect(evidence.moved.samples).toBe(event === CPU_CLOCK ? label : 0);
      expect(result.sites.filter(({ casLoop }) => casLoop).map(({ lifetime }) => lifetime)).toEqual(
        Array(3).fill('stale'),
      );
    }
    // 80 cells, near enough free: mean 80 (less what their shares take), standard deviation 12.6.
    expect(chiSquare).toBeGreaterThan(35);
    expect(chiSquare).toBeLessThan(130);
  });
});

describe('samples under an imprecise event whose skid is geometric', () => {
  it('come back with what else lies in reach, none goes from a get to a put, and the share is a bound', () => {
    for (const seed of SEEDS) {
      const geometric = (random: () => number) => 1 + Math.floor(Math.log(1 - random()) / Math.log(0.3));
      const { drawn, hits } = record(seed, geometric, 1);
      const result = attributed(CYCLES, hits, bare);
      const found = charged(result);
      for (const [name, share] of SHARES) {
        if (share < 0.04) continue;
        const samples = found[name] ?? 0;
        const ratio = samples / (drawn.get(name) ?? 0);
        expect(ratio, `${name} ${seed}`).toBeGreaterThan(0.8);
        expect(ratio, `${name} ${seed}`).toBeLessThan(1.5);
      }
      expect(result.labelShareBound).toBe('upper');
      expect(result.instructionEvidence.skidRule).toMatch(/imprecise.*not known/);
    }
  });
});

describe('a put that directly follows its get (formats.md: 0.00, 45.02 and 53.55 %)', () => {
  const HITS: readonly Hit[] = [
    { symbol: 'apparmor_file_open', offset: 0x11, samples: 4502 },
    { symbol: 'apparmor_file_open', offset: 0x15, samples: 5355 },
    { symbol: 'apparmor_file_open', offset: 0x1c, samples: 143 },
  ];

  it('is split by a timer, whose skid is known', async () => {
    const result = attributed(CPU_CLOCK, HITS, await codeOf('instructions/adjacent.objdump.txt'));
    expect(charged(result)).toEqual({
      'apparmor_file_open get transient-object': 4502,
      'apparmor_file_open put transient-object': 5355,
    });
    expect(
      result.sites.map(({ instructions }) => instructions.map(({ samplesBefore }) => samplesBefore)),
    ).toEqual([[4502], [0]]);
  });

  it.each([
    ['imprecise', 0],
    ['of unknown precision', null],
  ])('is not split by an event %s', async (_name, precise) => {
    const event = { ...CYCLES, precise };
    const result = attributed(event, HITS, await codeOf('instructions/adjacent.objdump.txt'));
    const [unsplit] = result.sites;
    expect(charged(result)).toEqual({ 'apparmor_file_open get+put transient-object': 10_000 });
    expect(unsplit?.instructions.map(({ offset, samplesAfter }) => [offset, samplesAfter])).toEqual([
      [0x0d, null],
      [0x11, null],
    ]);
    expect(result.instructionEvidence.notSeparable.samples).toBe(10_000);
    expect(result.labelShareBound).toBe('upper');
  });

  it('stays where a precise event has it', async () => {
    const result = attributed(PRECISE, HITS, await codeOf('instructions/adjacent.objdump.txt'));
    expect(charged(result)).toEqual({ 'apparmor_file_open put transient-object': 4502 });
  });
});

function atomicsIn(symbol: string): Atomic[] {
  const graph = graphs.get(symbol) as FlowGraph;
  return withLoads(atomicsOf(graph, bare, LOOKUP(symbol, bare.dso)), graph, new CasLoops(graph));
}

describe('the hooks', () => {
  it('are those the simulation has a truth for', () => {
    const names = HOOKS.flatMap((symbol) =>
      atomicsIn(symbol).map(({ offset }) => `${symbol}+0x${offset.toString(16)}`),
    );
    expect(names.sort()).toEqual(Object.keys(TRUTH).sort());
  });
});
