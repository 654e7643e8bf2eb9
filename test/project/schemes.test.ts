import { describe, expect, it } from 'vitest';
import { SCHEMES } from '../../src/project/schemes/table.js';

/** Rows of model.md, "The schemes", in its order. */
const IDS = [
  'kref',
  'percpu-ref',
  'kconfig-ref',
  'dynamic-percpu',
  'hazard-pointer',
  'task-local',
  'crit-section',
  'cond-ref',
  'rcu-label-tree',
  'lazy-label-insert',
  'buffer-percpu',
  'buffer-pool',
  'buffer-hybrid',
];

function memory(id: string, labels: number | null, possibleCpus: number | null): number | null {
  const scheme = SCHEMES.find((row) => row.id === id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return scheme.memoryBytes(labels, possibleCpus);
}

describe('the table of schemes', () => {
  it('has every row of model.md', () => {
    expect(SCHEMES.map(({ id }) => id)).toEqual(IDS);
  });

  it.each(SCHEMES)('$id says who proposed it, where, and what it costs', (scheme) => {
    expect(scheme.idea).not.toBe('');
    expect(scheme.proposer).not.toBe('');
    expect(scheme.sources.length).toBeGreaterThan(0);
    expect(scheme.costLeft).not.toBe('');
    expect(scheme.memory).not.toBe('');
    for (const objection of scheme.objections) {
      expect(objection.by && objection.why && objection.source).toBeTruthy();
    }
  });

  it.each(SCHEMES)('$id keeps fractions, low <= mid <= high', ({ cover }) => {
    if (cover === null) return;
    const kept = cover.kind === 'sites' ? Object.values(cover.kept) : [cover.reads, cover.writes];
    for (const { low, mid, high } of kept) {
      expect([low, mid, high]).toEqual([low, mid, high].sort((a, b) => a - b));
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
    }
  });
});

describe('memory over kref', () => {
  it('percpu-ref on 192 CPUs: 1.6 KB a label, 1.6 MB for 1,000, 6.4 MB for 4,000', () => {
    expect(memory('percpu-ref', 1, 192)).toBe(8 + 64 + 1536);
    expect(memory('percpu-ref', 1000, 192)).toBe(1_608_000);
    expect(memory('percpu-ref', 4000, 192)).toBe(6_432_000);
    expect(memory('percpu-ref', 1, 512)).toBe(4168);
  });

  it.each([
    ['kref', 0],
    ['kconfig-ref', 1_608_000],
    ['dynamic-percpu', 1536],
    ['hazard-pointer', 12_288],
    ['task-local', 0],
    ['crit-section', 0],
    ['cond-ref', 0],
    ['rcu-label-tree', 0],
    ['lazy-label-insert', 16_000],
    ['buffer-percpu', 1_572_864],
    ['buffer-pool', 0],
    ['buffer-hybrid', 6144],
  ])('%s for 1,000 labels on 192 CPUs: %d B', (id, bytes) => {
    expect(memory(id, 1000, 192)).toBe(bytes);
  });

  it('is null where the number it needs is unknown', () => {
    expect(memory('percpu-ref', null, 192)).toBeNull();
    expect(memory('percpu-ref', 1000, null)).toBeNull();
    expect(memory('buffer-percpu', null, null)).toBeNull();
    expect(memory('buffer-percpu', null, 192)).toBe(1_572_864);
    expect(memory('lazy-label-insert', null, 192)).toBeNull();
    expect(memory('kref', null, null)).toBe(0);
  });
});
