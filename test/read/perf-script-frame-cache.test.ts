import { expect, it } from 'vitest';
import { Profile } from '../../src/model/profile.js';
import { FrameCache } from '../../src/read/perf-script/frame-cache.js';

it('gives the same frame for the same line after it was emptied', () => {
  const profile = new Profile();
  const cache = new FrameCache(profile, 2);
  const lines = ['\t 1 a (x)', '\t 2 b (x)', '\t 3 c (x)', '\t 1 a (x)', '\t 2 b (x)'];
  expect(lines.map((line) => cache.intern(line))).toEqual([0, 1, 2, 0, 1]);
  expect(cache.known('\t 3 c (x)')).toBeUndefined();
  expect(profile.frameCount).toBe(3);
});

it('gives -1 for a line that is no frame, and does not keep it', () => {
  const cache = new FrameCache(new Profile());
  expect(cache.intern('no frame')).toBe(-1);
  expect(cache.known('no frame')).toBeUndefined();
});
