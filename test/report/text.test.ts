import { describe, expect, it } from 'vitest';
import type { ContentionMap } from '../../src/model/contention-map.js';
import type { Projection } from '../../src/model/projection.js';
import { contentionPlots } from '../../src/report/contention-plots.js';
import { displayWidth } from '../../src/report/display-width.js';
import { withGainBars } from '../../src/report/gain-bars.js';
import type { Ink } from '../../src/report/ink.js';
import { code } from '../../src/report/table.js';
import { renderText } from '../../src/report/text.js';
import { HOSTILE_NAMES, withNames } from './hostile-names.js';
import { smallAnalysis } from './small-analysis.js';

/** Two CPUs, four slices of a second: CPU 0 is idle in the third, CPU 1 has all the label time of the last. */
const MAP: ContentionMap = {
  fromS: 10,
  sliceNs: 1e9,
  slices: 4,
  cpus: [0, 1],
  cpusPerRow: 1,
  fields: [
    { cpu: 0, slice: 0, labelPeriod: 0, busyPeriod: 100 },
    { cpu: 1, slice: 0, labelPeriod: 10, busyPeriod: 100 },
    { cpu: 0, slice: 1, labelPeriod: 10, busyPeriod: 100 },
    { cpu: 1, slice: 3, labelPeriod: 40, busyPeriod: 100 },
  ],
};

describe('the text', () => {
  it.each([60, 80, 132])('has no line beyond %i columns, whatever the names', (width) => {
    for (const [, suffix] of HOSTILE_NAMES) {
      const text = renderText(withNames(smallAnalysis(), suffix), { width, top: 8, map: MAP, unicode: true });
      for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it('is ASCII where the terminal is', () => {
    expect(renderText(smallAnalysis(), { width: 100, top: 8, map: MAP })).toMatch(/^[\n\x20-\x7e]*$/);
    expect(renderText(smallAnalysis(), { width: 100, top: 8, map: MAP, unicode: true })).toMatch(/[▁-█].*\n/);
  });

  it('says the same with colour as without', () => {
    const set = (text: string): string => `\u001b[1m${text}\u001b[22m`;
    const ink: Ink = { strong: set, quiet: set, warn: set, plot: set };
    const coloured = renderText(smallAnalysis(), { width: 80, top: 8, map: MAP, ink });
    const plain = renderText(smallAnalysis(), { width: 80, top: 8, map: MAP });
    expect(coloured).not.toBe(plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences just put in
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
    expect(plain).not.toContain('\u001b');
  });

  it('draws no plot where there are fewer label samples than would mean something', () => {
    const analysis = smallAnalysis();
    const [site] = analysis.attribution?.sites ?? [];
    if (analysis.attribution === null || site === undefined) throw new Error('the small analysis has a site');
    const few = { ...analysis, attribution: { ...analysis.attribution, sites: [{ ...site, samples: 9 }] } };
    expect(renderText(analysis, { width: 80, top: 8, map: MAP })).toContain('over time');
    expect(renderText(few, { width: 80, top: 8, map: MAP })).not.toContain('over time');
  });

  it('gives the reason of every scheme without a figure in full', () => {
    const analysis = smallAnalysis();
    const why = `not observable: ${'because '.repeat(20)}of it`;
    const [first, second] = analysis.projections;
    if (first === undefined || second === undefined)
      throw new Error('the small analysis has two projections');
    const text = renderText(
      {
        ...analysis,
        projections: [first, second, { ...second, scheme: 'x', gain: null, bottleneckAfter: null, why }],
      },
      { width: 60, top: 8 },
    );
    expect(text.replace(/\s+/g, ' ')).toContain(`x: ${why}.`);
  });
});

it('names what limits the CPUs with a scheme, with one article', () => {
  const analysis = smallAnalysis();
  const limitedBy = (station: string) =>
    renderText(
      {
        ...analysis,
        projections: analysis.projections.map((row) => ({
          ...row,
          bottleneckAfter: { station, utilisationPct: 99.6 },
        })),
      },
      { width: 100, top: 8 },
    );
  expect(limitedBy("the counter's line")).toContain("then limited by the counter's line (100 % busy)");
  expect(limitedBy('buffer-pool lock')).toContain('then limited by the buffer-pool lock (100 % busy)');
});

describe('plots of contention', () => {
  it('draws shares of busy time, 0 to the highest, with gaps where nothing was busy', () => {
    // 10/200 = 5 %, 10/100 = 10 %, nothing, 40/100 = 40 %; by CPU 10/200 = 5 % and 50/200 = 25 %.
    expect(contentionPlots(MAP, 60, true)).toEqual([
      { label: 'over time', text: '▂▃ █' },
      { label: '', text: '0 to 40.00 % of busy time, 1.0 s a character from 10.000' },
      { label: 'by CPU', text: '▂█' },
      { label: '', text: '0 to 25.00 % of busy time, a CPU a character from CPU 0' },
    ]);
    expect(contentionPlots(MAP, 60, false)[0]?.text).toBe('.- #');
  });

  it('joins slices and CPUs where there is no room for each', () => {
    // 20/300 = 6.67 % and 40/100; of one group of CPUs there is nothing to compare.
    expect(contentionPlots({ ...MAP, cpus: [0, 1, 2] }, 2, false)).toEqual([
      { label: 'over time', text: '.#' },
      { label: '', text: '0 to 40.00 % of busy time, 2.0 s a character from 10.000' },
      { label: 'by CPU', text: '# ' },
      { label: '', text: '0 to 15.00 % of busy time, 2 CPUs a character from CPU 0' },
    ]);
  });
});

describe('bars of gains', () => {
  const table = { title: '', notes: [], columns: [code('scheme')], rows: [['a'], ['b'], ['c'], ['d']] };
  const [base] = smallAnalysis().projections;
  const gains = [
    { low: 1, mid: 1, high: 1 },
    { low: 1.1, mid: 1.2, high: 1.38 },
    null,
    { low: 1.2, mid: null, high: 1.28 },
  ];
  const rows = gains.map((gain) => ({ ...(base as Projection), gain }));

  it('draws low, middle and high on one scale from no change', () => {
    // 1.00 to 1.38 in 20 characters: 0.02 each.
    const drawn = withGainBars(table, rows, false);
    expect(drawn.columns[1]?.name).toBe('1.00x          1.38x');
    expect(drawn.rows.map(([, bar]) => bar)).toEqual(['o', ':    [----o--------]', '', ':         [---]']);
    expect(withGainBars(table, rows, true).rows[1]?.[1]).toBe('·    ├────●────────┤');
  });

  it('draws nothing where no scheme gains or loses', () => {
    expect(withGainBars(table, rows.slice(0, 1), true)).toBe(table);
    // From 1.00x to 1.00x: a scale that says nothing.
    const little = rows.map((row) => ({ ...row, gain: { low: 1, mid: 1.001, high: 1.002 } }));
    expect(withGainBars(table, little, true)).toBe(table);
  });
});
