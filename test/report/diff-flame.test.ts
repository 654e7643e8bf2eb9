import { expect, it } from 'vitest';
import type { SampledStacks } from '../../src/model/sampled-stacks.js';
import { diffStacks } from '../../src/report/html/diff-stacks.js';
import { flameData } from '../../src/report/html/flame-data.js';

/** main calls so many samples of each function; a kernel function for a name that ends in `_k`. */
function stacks(
  samples: Readonly<Record<string, number>>,
  main = 'main',
  dso = '/usr/bin/load',
): SampledStacks {
  const names = [main, ...Object.keys(samples)];
  return {
    event: 'cpu-clock',
    unit: 'nanoseconds',
    counted: true,
    subject: 'AppArmor label',
    frames: names.map((name) => ({ name, dso, kernel: false, inlined: false })),
    nodes: names.map((_, index) => ({ parent: index === 0 ? -1 : 0, frame: index })),
    rows: Object.values(samples).map((count, index) => ({
      node: index + 1,
      class: 'rest',
      comm: 'load',
      timeNs: 0,
      samples: count,
      period: 2000 * count,
    })),
  };
}

function rowsOf(before: readonly SampledStacks[], after: readonly SampledStacks[]) {
  const joined = diffStacks(before, after);
  if (joined === null) throw new Error('no stacks');
  const flame = flameData(joined.stacks, undefined, joined.after);
  const whole = flame.period[0] ?? 0;
  return Object.fromEntries(
    flame.name.map((name, row) => [
      flame.names[name],
      [(100 * (flame.period[row] ?? 0)) / whole, flame.deltaPoints?.[row]],
    ]),
  );
}

it('a frame is as wide as the mean of its shares, and its change is in points', () => {
  // 60 and 40 % before, of 10 samples; 20 and 80 % after, of 1000: sides weigh the same.
  const rows = rowsOf([stacks({ open: 6, close: 4 })], [stacks({ open: 200, close: 800 })]);
  expect(rows.main).toEqual([expect.closeTo(100, 6), expect.closeTo(0, 6)]);
  expect(rows.open).toEqual([expect.closeTo(40, 6), expect.closeTo(-40, 6)]);
  expect(rows.close).toEqual([expect.closeTo(60, 6), expect.closeTo(40, 6)]);
});

it('a function of one side alone keeps half of its share', () => {
  const rows = rowsOf([stacks({ open: 1, gone: 1 })], [stacks({ open: 1, come: 3 })]);
  expect(rows.gone).toEqual([expect.closeTo(25, 6), expect.closeTo(-50, 6)]);
  expect(rows.come).toEqual([expect.closeTo(37.5, 6), expect.closeTo(75, 6)]);
});

it('joins clones, other builds in other folders, and repeated runs of any length', () => {
  const rows = rowsOf(
    [stacks({ open: 1, close: 1 }), stacks({ open: 300, close: 100 }, 'main', '/opt/load')],
    [stacks({ 'open.isra.0': 5, close: 5 })],
  );
  // Means of 50 and 75 % before, 50 % after.
  expect(rows.open).toEqual([expect.closeTo(56.25, 6), expect.closeTo(-12.5, 6)]);
  expect(Object.keys(rows).filter((name) => name.startsWith('open'))).toEqual(['open']);
});

it('is nothing without samples on both sides', () => {
  expect(diffStacks([], [stacks({ open: 1 })])).toBeNull();
  expect(diffStacks([stacks({})], [stacks({ open: 1 })])).toBeNull();
});

it('one side alone has no change', () => {
  expect(flameData(stacks({ open: 1 })).deltaPoints).toBeNull();
});
