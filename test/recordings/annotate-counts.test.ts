import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openTrace } from '../../src/annotate.js';
import { fixturePath, kallsymsOf, perfDataOf, RECORDINGS } from './recordings.js';

/** Samples from an instruction's offset up to the next one's, as perf annotate prints them: "11", or "5.71%". */
interface Figure {
  readonly from: number;
  readonly to: number;
  readonly figure: string;
}

interface Listed {
  readonly symbol: string;
  readonly total: number;
  readonly figures: readonly Figure[];
}

/** fixtures/recordings/annotate-counts.sh says what stands there. */
function listedBy(name: string): Listed[] | null {
  const path = fixturePath(`recordings/${name}/perf-annotate-counts.txt.gz`);
  if (!existsSync(path)) return null;
  const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  const functions: { symbol: string; total: number; figures: Figure[] }[] = [];
  for (const line of lines) {
    const [first = '', second = '', figure = ''] = line.trim().split(' ');
    if (!line.startsWith(' ')) functions.push({ symbol: first, total: Number(second), figures: [] });
    else {
      const from = Number.parseInt(first, 16);
      // The last instruction has no next one.
      const to = Math.max(from + 1, Number.parseInt(second, 16));
      functions.at(-1)?.figures.push({ from, to, figure });
    }
  }
  return functions;
}

const LISTED = RECORDINGS.flatMap(({ name }) => {
  const functions = listedBy(name);
  return functions === null ? [] : [{ name, functions }];
});

it('has perf annotate’s listings of six recordings, 202 functions', () => {
  expect(LISTED.map(({ name }) => name)).toHaveLength(6);
  expect(LISTED.flatMap(({ functions }) => functions)).toHaveLength(202);
});

describe.each(LISTED)('$name', ({ name, functions }) => {
  it('has perf annotate’s samples on each instruction of every function listed', async () => {
    const trace = await openTrace([fixturePath(perfDataOf(name))], {
      comms: [],
      event: null,
      kallsyms: fixturePath(kallsymsOf(name)),
      vmlinux: null,
      sites: null,
    });
    for (const { symbol, total, figures } of functions) {
      const { samples, instructions } = trace.annotate(symbol, null);
      expect(samples, symbol).toBe(total);
      const ours = figures.map(({ from, to, figure }) => {
        const rows = instructions.filter(({ offset }) => offset !== null && offset >= from && offset < to);
        const sum = rows.reduce((all, row) => all + row.samples, 0);
        return figure.endsWith('%') ? `${((100 * sum) / samples).toFixed(2)}%` : String(sum);
      });
      expect(ours, symbol).toEqual(figures.map(({ figure }) => figure));
    }
  });
});
