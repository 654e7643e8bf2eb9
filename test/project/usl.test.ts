import { describe, expect, it } from 'vitest';
import { fitUsl } from '../../src/project/usl.js';

type Rows = readonly (readonly [cpus: number, value: number])[];

/** apparmor=on of the nginx thread's table A, in hundredths of a CPU's throughput at 16 CPUs. */
const NGINX: Rows = [
  [16, 1600],
  [32, 3008],
  [48, 4464],
  [96, 8448],
  [192, 13056],
];
/** will-it-scale open3 and fstat2 of <20230113184447.1707316-1-mjguzik@gmail.com>. */
const OPEN3: Rows = [
  [1, 805603],
  [2, 1054980],
  [8, 1544802],
  [24, 1191064],
  [48, 851582],
  [96, 609481],
];
const FSTAT2: Rows = [
  [1, 3047636],
  [2, 4400421],
  [8, 5530156],
  [24, 5466127],
  [48, 5256609],
  [96, 6649326],
];

describe('universal scalability law', () => {
  // least_squares of scipy 1.17.1 on ln(model) - ln(value), from nine starts, parameters 0 or more: twice its cost.
  it.each([
    ['nginx', NGINX, 0.00145338],
    ['open3', OPEN3, 0.0118373],
    ['fstat2, a plateau: the quadratic term is nothing', FSTAT2, 0.0342926],
  ])('%s: fits as well as scipy', (_, rows, squares) => {
    const usl = fitUsl(rows.map(([cpus, value]) => ({ cpus, value })));
    const own = rows.reduce((sum, [cpus, value]) => sum + Math.log((usl?.(cpus) ?? 0) / value) ** 2, 0);
    expect(own / squares).toBeCloseTo(1, 4);
  });

  it('finds the law that made the rows, in a narrow valley too', () => {
    const law = (n: number) => (1000 * n) / (1 + 0.05 * (n - 1) + 0.0003 * n * (n - 1));
    const counts = [1, 2, 4, 8, 16, 32, 64, 128];
    const usl = fitUsl(counts.map((cpus) => ({ cpus, value: law(cpus) })));
    for (const cpus of [1, 24, 256]) expect((usl?.(cpus) ?? 0) / law(cpus)).toBeCloseTo(1, 5);
  });

  it('needs three rows', () => {
    expect(fitUsl([{ cpus: 1, value: 1 }])).toBeNull();
  });
});
