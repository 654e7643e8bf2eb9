import { describe, expect, it } from 'vitest';
import { CasLoops } from '../../../src/attribute/instructions/cas-loops.js';
import { FlowGraph } from '../../../src/attribute/instructions/flow-graph.js';
import { culprits } from '../../../src/attribute/instructions/skid.js';
import type { FunctionCode } from '../../../src/model/instruction.js';
import { fixture } from '../../conformance.js';
import { codeOf } from './code.js';

/** Samples by address, as perf annotate -n printed them. */
function recorded(name: string): Map<number, number> {
  const lines = new TextDecoder().decode(fixture(`instructions/skid/${name}.txt`)).split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, samples, address] = /^ *(\d+) : +([0-9a-f]+): /.exec(line) ?? [];
      return address === undefined ? [] : [[Number.parseInt(address, 16), Number(samples)] as const];
    }),
  );
}

/** perf annotate's count at the instruction behind each atomic, read off the listings by hand. */
const BEHIND: readonly (readonly [string, Readonly<Record<number, number>>])[] = [
  ['nops4', { 5200: 14_461, 5245: 15_856 }],
  ['adjacent', { 5328: 14_904, 5333: 15_384 }],
  ['xaddtest', { 5717: 10_239, 5741: 6_374 }],
  ['branchnext', { 5840: 9_099, 5851: 9_223 }],
  ['xchg', { 5909: 17_875 }],
  ['storebefore', { 6052: 18_396 }],
  ['loadafter', { 6160: 18_537 }],
  ['getload', { 6224: 15_253 }],
  ['cmpxchg', { 5973: 16_191 }],
  ['reg', { 5456: 5_094, 5541: 5_212 }],
];

describe.each(BEHIND)('samples of the loop %s, recorded on real cores', (name, behind) => {
  it('move back to their atomic by one instruction', async () => {
    const source = await codeOf(`instructions/skid/${name}.txt`);
    const code = source.functionCode(`v_${name}`) as FunctionCode;
    const graph = new FlowGraph(code);
    const counts = recorded(name);
    const atAtomics = new Map<number, number>();
    let unmoved = 0;
    let total = 0;
    for (const [address, samples] of counts) {
      total += samples;
      const index = graph.indexAt(address - code.address) as number;
      if (graph.instruction(index).rmw !== null && behind[address] !== undefined && name !== 'adjacent')
        unmoved += samples;
      const suspects = culprits(graph, index, 'one', new CasLoops(graph));
      const [only] = suspects;
      if (suspects.length !== 1 || only === null || only === undefined) continue;
      const at = graph.instruction(only);
      if (at.rmw !== null) atAtomics.set(at.address, (atAtomics.get(at.address) ?? 0) + samples);
    }
    expect(Object.fromEntries(atAtomics)).toEqual(behind);
    // Before correction next to nothing is on the atomics, after it most of the time is: both processes do nothing else.
    expect(unmoved / total).toBeLessThan(0.04);
    const moved = Object.values(behind).reduce((sum, samples) => sum + samples, 0);
    expect(moved / total).toBeGreaterThan(name === 'reg' ? 0.7 : 0.8);
  });
});
