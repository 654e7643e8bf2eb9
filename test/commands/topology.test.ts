import { captureOutput } from '@oclif/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import Topology from '../../commands/topology.js';
import type { LineTopology } from '../../src/model/line-topology.js';
import { TOPOLOGIES } from '../../src/project/topology/presets.js';
import { TOPOLOGY_SCHEMA } from '../../src/report/schema/topology-schema.js';

const run = (...argv: string[]) => captureOutput<unknown>(() => Topology.run(argv, import.meta.url));

describe('refscope topology', () => {
  it('lists every preset, and marks what is inferred', async () => {
    const { stdout } = await run();
    for (const { id } of TOPOLOGIES) expect(stdout).toContain(id);
    // Ampere Altra: a bracket, no published figure.
    expect(stdout).toMatch(/ampere-altra +160 +- +~55 \(46-72\)/);
  });

  it.each(TOPOLOGIES.map(({ id }) => id))('%s is a file that --topology takes', async (id) => {
    const { result, stdout } = await run(id);
    expect(new Ajv2020({ allowUnionTypes: true }).validate(TOPOLOGY_SCHEMA, result)).toBe(true);
    expect((result as LineTopology).id).toBe(id);
    expect(stdout).toContain('sameComplex');
  });

  it('ends with 2 for an unknown one', async () => {
    expect((await run('zen9')).error?.oclif?.exit).toBe(2);
  });
});
