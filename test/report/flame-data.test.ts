import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SAMPLE_CLASSES, type SampleClass } from '../../src/model/sample-class.js';
import type { SampledStacks } from '../../src/model/sampled-stacks.js';
import { flameData } from '../../src/report/html/flame-data.js';
import type { FlameData } from '../../src/report/html/page-data.js';

/** Rows "comm;outer;inner class period". */
function drawn(...rows: readonly string[]): SampledStacks {
  const frames: { name: string; dso: null; kernel: boolean; inlined: boolean }[] = [];
  const nodes: { parent: number; frame: number }[] = [];
  return {
    event: 'cpu-clock',
    unit: 'nanoseconds',
    counted: true,
    subject: 'label',
    frames,
    nodes,
    rows: rows.map((row) => {
      const [path = '', sampleClass, period] = row.split(' ');
      const [comm = '', ...names] = path.split(';');
      let node = -1;
      for (const name of names) {
        const found = frames.findIndex((each) => each.name === name);
        const frame = found >= 0 ? found : frames.push({ name, dso: null, kernel: true, inlined: false }) - 1;
        const known = nodes.findIndex((each) => each.parent === node && each.frame === frame);
        node = known >= 0 ? known : nodes.push({ parent: node, frame }) - 1;
      }
      return {
        node,
        class: sampleClass as SampleClass,
        comm,
        timeNs: null,
        samples: 1,
        period: Number(period),
      };
    }),
  };
}

/** "name period" of each row, indented below its caller, in the order of names. */
function picture(data: FlameData, row = 0, depth = 0): string[] {
  const children = data.parent.flatMap((parent, child) => (parent === row ? [child] : []));
  const name = (of: number): string => data.names[data.name[of] ?? -1] ?? '';
  children.sort((a, b) => (name(a) < name(b) ? -1 : 1));
  return [
    `${'  '.repeat(depth)}${name(row)} ${data.period[row]}`,
    ...children.flatMap((child) => picture(data, child, depth + 1)),
  ];
}

it('puts what samples were judged to be inside the innermost function, and adds up towards the callers', () => {
  const data = flameData(
    drawn(
      'nginx;open;hook label-get 30',
      'nginx;open;hook label-put 20',
      'nginx;open;hook rest 5',
      'wrk;read rest 45',
    ),
  );
  expect(picture(data)).toEqual([
    'all 100',
    '  nginx 55',
    '    open 55',
    '      hook 55',
    '        [label get] 30',
    '        [label put] 20',
    '  wrk 45',
    '    read 45',
  ]);
  const hook = data.name.findIndex((name) => data.names[name] === 'hook');
  const ofHook = (name: string): number | undefined => data.classPeriods[data.classes.indexOf(name)]?.[hook];
  expect([ofHook('label get'), ofHook('label put'), ofHook('lock'), ofHook('rest')]).toEqual([30, 20, 0, 5]);
  expect(data.classes.filter((_, index) => data.atomic[index])).toEqual([
    'label get',
    'label put',
    'label get+put',
    'other atomic',
  ]);
  expect(data.notes).toEqual([]);
});

it('puts frames that are too small into one row, and says so', () => {
  const data = flameData(
    drawn('a;big rest 90', 'a;one rest 4', 'a;two rest 3', 'a;three lock 0.01', 'a;four rest 1'),
    3,
  );
  expect(picture(data)).toEqual(['all 98.01', '  a 98.01', '    (4 smaller frames) 8.01', '    big 90']);
  expect(data.notes).toEqual([
    '5 of 8 frames are too small to draw; they hold 8.17 % of the time and stand as "smaller frames" in their callers.',
  ]);
});

it('keeps thin label frames before thick others', () => {
  const data = flameData(drawn('a;hook label-get 10', 'a;other rest 100', 'a;third rest 50'), 4);
  expect(picture(data)).toContain('      [label get] 10');
  expect(picture(data)).toContain('    (2 smaller frames) 150');
});

it('cuts stacks that are too deep to draw, samples and all kept', () => {
  const deep = Array.from({ length: 5000 }, (_, depth) => `f${depth}`).join(';');
  const data = flameData(drawn(`a;${deep} label-put 7`));
  expect(data.period[0]).toBe(7);
  expect(data.names).toContain('[label put]');
  expect(data.names).not.toContain('f4999');
  expect(data.notes.join()).toContain('1 samples have more than 200 frames');
});

it('keeps no more than asked when heavier frames stand behind ties', () => {
  const rows = [
    'h;f;f label-get 1',
    'f label-get 1',
    'h;f label-get 1',
    'f;f label-get 2',
    'i;f label-get 1',
  ];
  const kept = flameData(drawn(...rows), 5);
  expect(kept.name.filter((name) => !/^\(/.test(kept.names[name] ?? ''))).toHaveLength(5);
});

it('keeps every period whatever is cut', () => {
  const row = fc
    .tuple(
      fc.array(fc.constantFrom('f', 'g', 'h', 'i'), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...SAMPLE_CLASSES),
      fc.integer({ min: 1, max: 1000 }),
    )
    .map(([path, sampleClass, period]) => `${path.join(';')} ${sampleClass} ${period}`);
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 60 }),
      (rows, most) => {
        const data = flameData(drawn(...rows), most);
        const total = rows.reduce((sum, each) => sum + Number(each.split(' ')[2]), 0);
        expect(data.period[0]).toBe(total);
        const size = data.parent.length;
        for (const column of [data.name, data.class, data.period, ...data.classPeriods])
          expect(column).toHaveLength(size);
        for (let at = 0; at < size; at++) {
          expect(data.parent[at]).toBeLessThan(at === 0 ? 0 : at);
          const classes = data.classPeriods.reduce((sum, column) => sum + (column[at] ?? Number.NaN), 0);
          expect(classes).toBe(data.period[at]);
          const called = data.parent.reduce(
            (sum, parent, child) => sum + (parent === at ? (data.period[child] ?? 0) : 0),
            0,
          );
          expect(called).toBeLessThanOrEqual(data.period[at] ?? Number.NaN);
        }
        // What was cut is in a row of its own: kept rows, and at most one more for each of them.
        expect(size).toBeLessThanOrEqual(2 * most);
      },
    ),
  );
});
