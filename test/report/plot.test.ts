import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plot } from '../../src/report/plot.js';

const options = { width: 30, height: 5, plain: true, yText: (value: number) => value.toFixed(0) };
const at = (x: number, mid: number) => ({ x, low: mid, mid, high: mid });

describe('plot', () => {
  it('as reviewed: a falling curve, and bounds without a middle', () => {
    const curves = [
      { mark: 'o', points: [at(1, 100), at(5, 80)] },
      { mark: 'a', points: [{ x: 10, low: 20, mid: null, high: 60 }] },
    ];
    expect(plot(curves, options)).toEqual([
      '100 |o',
      '    |          o',
      ' 60 |                       a',
      '    |                       :',
      ' 20 |                       a',
      '    +------------------------',
      '     1         5           10',
    ]);
  });

  it('never exceeds its width, whatever is drawn; plain is ASCII', () => {
    const value = fc.double({ min: 0, max: 1e6, noNaN: true });
    const point = fc
      .record({ x: fc.integer({ min: 1, max: 8192 }), low: value, high: value, known: fc.boolean() })
      .map(({ x, low, high, known }) => ({ x, low, mid: known ? low : null, high: Math.max(low, high) }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 8 }), fc.integer({ min: 40, max: 160 }), (points, width) => {
        for (const line of plot([{ mark: 'o', points }], { ...options, width })) {
          expect(line.length).toBeLessThanOrEqual(width);
          expect(line).toMatch(/^[\x20-\x7e]*$/);
        }
      }),
    );
  });

  it('draws nothing for nothing', () => {
    expect(plot([], options)).toEqual([]);
  });
});
