import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../src/report/html/page/place-labels.js';

const FRAME = { top: 20, bottom: 320, right: 400 };

describe('names of points', () => {
  it('stand beside points that are far from one another', () => {
    const labels = placeLabels(
      [
        { name: 'a', x: 50, y: 100 },
        { name: 'b', x: 50, y: 200 },
      ],
      FRAME,
    );
    expect(labels).toEqual([
      { index: 0, names: 'a', x: 50, y: 100, dx: 9, dy: 0, anchor: 'start' },
      { index: 1, names: 'b', x: 50, y: 200, dx: 9, dy: 0, anchor: 'start' },
    ]);
  });

  it('are joined where points lie on one another', () => {
    const same = { x: 50, y: 100 };
    expect(
      placeLabels(
        [
          { name: 'kref', ...same },
          { name: 'other', x: 300, y: 50 },
          { name: 'buffer-pool', ...same },
        ],
        FRAME,
      ).map(({ index, names }) => [index, names]),
    ).toEqual([
      [1, 'other'],
      [0, 'kref, buffer-pool'],
    ]);
  });

  it('keep off one another, in the order of their points and within the frame', () => {
    const points = ['one', 'two', 'three', 'four', 'five'].map((name, at) => ({
      name,
      x: 50,
      y: 318 - 4 * at,
    }));
    const ys = placeLabels(points, FRAME).map(({ names, y, dy }) => ({ names, at: y + dy }));
    expect(ys.map(({ names }) => names)).toEqual(['five', 'four', 'three', 'two', 'one']);
    for (const [index, { at }] of ys.entries()) {
      expect(at).toBeLessThanOrEqual(FRAME.bottom);
      if (index > 0) expect(at - (ys[index - 1]?.at ?? 0)).toBeGreaterThan(11);
    }
  });

  it('stand left of points at the end of the page, apart from what stands there', () => {
    const [near, far] = placeLabels(
      [
        { name: 'dynamic-percpu', x: 300, y: 100 },
        { name: 'percpu-ref, kconfig-ref', x: 390, y: 101 },
      ],
      FRAME,
    );
    expect(far).toMatchObject({ anchor: 'end', dx: -9 });
    expect((far?.y ?? 0) + (far?.dy ?? 0) - ((near?.y ?? 0) + (near?.dy ?? 0))).toBeGreaterThan(11);
  });
});
