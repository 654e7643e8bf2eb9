import { describe, expect, it } from 'vitest';
import { naiveRatio } from '../../src/project/capacity.js';
import { demandRatioForShare } from '../../src/project/inversion.js';
import { capacityRatio } from './capacity-ratio.js';

/**
 * The first table of model.md and its sentence "On the rows above the plain model gives about 1.27, 1.34 (fill),
 * 1.33, 1.55, 1.91, 1.92". The reading that gives these figures: p is the sum of the sites' shares as printed (of
 * everything); kept is by share, 1 - removed / p; a site known to visit the line whose share was not published
 * counts as one transfer of the mean share of the published ones; the line is capped at 95 %.
 */
function lineShare(publishedPct: readonly number[], unpublishedSites: number): number {
  const published = publishedPct.reduce((sum, share) => sum + share, 0);
  const filled = published * (1 + unpublishedSites / publishedPct.length);
  return Math.min(filled / 100, 0.95);
}

function plainGain(share: number, removedPct: number, cpus: number, sites: number | null = null): number {
  const removed = sites === null ? removedPct / 100 / share : 1 / sites;
  return capacityRatio(demandRatioForShare(share, cpus), removed, cpus);
}

describe('the naive figures of model.md', () => {
  it.each([
    [6.56, 1.07],
    [12.78, 1.15],
    [27.71, 1.38],
    [29.37, 1.42],
    [27.37, 1.38],
    [27.62, 1.38],
  ])('%f %% removed: %f', (sharePct, naive) => {
    expect(naiveRatio(sharePct / 100, 1)).toBeCloseTo(naive, 2);
  });
});

describe('the plain model on the published cases', () => {
  // nginx: getsecid and file_open printed, file_alloc and file_free filled.
  const nginx = lineShare([6.56, 6.22], 2);

  it('nginx, getsecid made ref-free: 1.27', () => {
    expect(plainGain(nginx, 6.56, 192).toFixed(2)).toBe('1.27');
  });

  it('nginx, every transfer removed, filled: 1.34, the naive figure of the filled share', () => {
    expect(plainGain(nginx, 100 * nginx, 192).toFixed(2)).toBe('1.34');
    expect(naiveRatio(nginx, 1).toFixed(2)).toBe('1.34');
  });

  it('open2, cores unpublished, one of four transfers removed: 1.33 for any N of 32 to 192', () => {
    // 4 x 27.71 % is more than there is: capped.
    const share = lineShare([27.71], 3);
    expect(share).toBe(0.95);
    for (const cpus of [32, 64, 128, 192]) expect(plainGain(share, 27.71, cpus, 4).toFixed(2)).toBe('1.33');
  });

  it('open1, 24-core VM: 1.55', () => {
    expect(plainGain(lineShare([29.37, 26.84, 26.62], 0), 29.37, 24).toFixed(2)).toBe('1.55');
  });

  it('open1, 2 x 26-core Skylake: 1.91', () => {
    expect(plainGain(lineShare([27.37, 14.22, 12.06, 3.35], 0), 27.37, 104).toFixed(2)).toBe('1.91');
  });

  it('open2, same machine: 1.929 from its own printed shares, 0.009 above the "about 1.92" of model.md', () => {
    expect(plainGain(lineShare([27.62, 13.98, 12.02, 3.16], 0), 27.62, 104)).toBeCloseTo(1.929, 3);
    // 1.92 comes of open1's line share (57.00 instead of 56.78 %) with open2's site.
    expect(plainGain(0.57, 27.62, 104).toFixed(2)).toBe('1.92');
  });
});
