import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { shareIntervals, Tally } from '../../src/attribute/tally.js';
import type { Analysis } from '../../src/model/analysis.js';
import { type RandomSource, seededRandom } from '../../src/stats/random.js';
import { analysisOf, compare } from '../compare/analyses.js';
import { binomialLimit } from '../stats/binomial-limit.js';
import { fixturePath, HOOKS } from './recordings.js';

const SCRIPT = 'recordings/openclose-unconfined-8cpu/perf-script.txt.gz';
const BLOCK_S = 0.1;
/** `openclose 421 [003] 77.082200: 2004008 cpu-clock: ` */
const HEADER = /^\S.*?\s+\d+\s+\[\d+\]\s+(\d+\.\d+):/;
const FRAME = /^\s+[0-9a-f]+ ([^+\s]+)/;

interface Block {
  busy: number;
  readonly hooks: number[];
}

/** Busy samples of each 100 ms of the recording, and those of them in each hook, told by the innermost frame. */
function recordedBlocks(): Block[] {
  const blocks = new Map<number, Block>();
  const text = gunzipSync(readFileSync(fixturePath(SCRIPT))).toString();
  let time: number | null = null;
  for (const line of text.split('\n')) {
    const header = HEADER.exec(line);
    if (header !== null) time = Number(header[1]);
    const leaf = FRAME.exec(line)?.[1];
    if (time === null || leaf === undefined) continue;
    if (leaf !== 'default_idle') {
      const at = Math.floor(time / BLOCK_S);
      const block = blocks.get(at) ?? { busy: 0, hooks: HOOKS.map(() => 0) };
      blocks.set(at, block);
      block.busy++;
      const hook = (HOOKS as readonly string[]).indexOf(leaf);
      if (hook >= 0) block.hooks[hook] = (block.hooks[hook] ?? 0) + 1;
    }
    time = null;
  }
  // The load ended before the recording did: what is left is somebody else's.
  return [...blocks.values()].filter(({ busy }) => busy > 50);
}

/** A recording of as many blocks, drawn with replacement, with the intervals that an analysis gives it. */
function redrawn(blocks: readonly Block[], random: RandomSource): Analysis {
  const [total, label] = [new Tally(), new Tally()];
  const hooks = HOOKS.map(() => new Tally());
  for (let slice = 0; slice < blocks.length; slice++) {
    const block = blocks[Math.floor(random() * blocks.length)] as Block;
    total.add(slice, block.busy, block.busy);
    block.hooks.forEach((count, hook) => {
      label.add(slice, count, count);
      hooks[hook]?.add(slice, count, count);
    });
  }
  const analysis = analysisOf(
    Object.fromEntries(HOOKS.map((name, hook) => [name, hooks[hook]?.samples ?? 0])),
    total.samples,
  );
  const [labelShare, ...siteShares] = shareIntervals(total, [label, ...hooks]);
  const percents = (share: (typeof siteShares)[number] | undefined) => ({
    sharePct: 100 * (share?.mid ?? 0),
    shareLowPct: 100 * (share?.low ?? 0),
    shareHighPct: 100 * (share?.high ?? 0),
  });
  const own = percents(labelShare);
  return {
    ...analysis,
    attribution: analysis.attribution && {
      ...analysis.attribution,
      labelSharePct: own.sharePct,
      labelShareLowPct: own.shareLowPct,
      labelShareHighPct: own.shareHighPct,
      sites: analysis.attribution.sites.map((site, index) => ({ ...site, ...percents(siteShares[index]) })),
    },
  };
}

it('redrawn from its own blocks, a recording has changed at the stated rate at most', () => {
  const blocks = recordedBlocks();
  const hooks = blocks.reduce((sum, block) => sum + block.hooks.reduce((a, b) => a + b, 0), 0);
  // The blocks are the recording: 200 samples in the hooks, INDEX.md, but for those of the tail.
  expect(hooks).toBeGreaterThan(150);
  expect(hooks).toBeLessThanOrEqual(200);
  const random = seededRandom(77);
  const draws = 200;
  let [label, anySite] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const diff = compare(redrawn(blocks, random), redrawn(blocks, random));
    if (diff.label.state !== 'same') label++;
    if (diff.sites.some(({ state }) => state !== 'same')) anySite++;
  }
  const limit = binomialLimit(draws, 0.05);
  expect(label).toBeLessThanOrEqual(limit);
  expect(anySite).toBeLessThanOrEqual(limit);
  // A test that never finds anything would hold too.
  expect(label + anySite).toBeGreaterThan(0);
});
