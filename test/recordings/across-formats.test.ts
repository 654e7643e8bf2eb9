import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Analysis } from '../../src/model/analysis.js';
import { fixture } from '../conformance.js';
import { analyzeRecording, DEFAULT_OPTIONS, fixturePath, RECORDINGS, SMALLEST } from './recordings.js';

const WHOLE = { fromNs: Number.NEGATIVE_INFINITY, toNs: Number.POSITIVE_INFINITY };
const OPTIONS = { ...DEFAULT_OPTIONS, time: WHOLE };
const directory = mkdtempSync(join(tmpdir(), 'refscope-across-'));
const folded = join(directory, 'stacks.folded.gz');
let binary: Analysis;

/** Folds perf script text, apart from refscope's readers: comm;root;...;leaf count. */
function fold(script: string): string {
  const counts = new Map<string, number>();
  for (const sample of script.split('\n\n').filter((text) => text.trim() !== '')) {
    const [header = '', ...frames] = sample.trimStart().split('\n');
    const comm = header.split(/\s+\d+\s+\[\d+\]/)[0]?.trim() ?? '';
    const names = frames.map((frame) => {
      const [address = '', ...rest] = frame.trim().split(' ');
      const symbol = rest
        .join(' ')
        .replace(/ \([^()]*\)$/, '')
        .replace(/\+0x[0-9a-f]+$/, '');
      return `${symbol}${address.startsWith('ffff') ? '_[k]' : ''}`;
    });
    const key = [comm, ...names.reverse()].join(';');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([stack, count]) => `${stack} ${count}\n`).join('');
}

beforeAll(async () => {
  binary = await analyzeRecording(SMALLEST, { time: WHOLE });
  const script = new TextDecoder().decode(fixture(`recordings/${SMALLEST}/perf-script.txt.gz`));
  writeFileSync(folded, gzipSync(fold(script)));
});
afterAll(() => rmSync(directory, { recursive: true }));

const hooks = ({ attribution }: Analysis): unknown =>
  attribution?.sites
    .map(({ function: name, operation, lifetime, samples, sharePct }) => [
      name,
      operation,
      lifetime,
      samples,
      sharePct.toFixed(3),
    ])
    .sort();

describe('one recording says the same', () => {
  it.each([
    ['as perf script text', () => fixturePath(`recordings/${SMALLEST}/perf-script.txt.gz`)],
    [
      'as perf report CSV, made by perf itself',
      () => fixturePath(`recordings/${SMALLEST}/perf-report.txt.gz`),
    ],
    ['as folded stacks', () => folded],
  ])('%s', async (_, path) => {
    const other = await analyze([path()], OPTIONS);
    expect(hooks(other)).toEqual(hooks(binary));
    expect(other.attribution?.total.samples).toBe(binary.attribution?.total.samples);
    expect(other.attribution?.idle.samples).toBe(binary.attribution?.idle.samples);
    expect(other.inputs[0]?.samples).toBe(RECORDINGS.find(({ name }) => name === SMALLEST)?.samples);
  });

  it('not compressed, with its symbols given apart', async () => {
    const plain = join(directory, 'perf.data');
    writeFileSync(plain, fixture(`recordings/${SMALLEST}/perf.data.gz`));
    const { attribution } = await analyze([plain], {
      ...OPTIONS,
      kallsyms: fixturePath('nginx-confined-8cpu/kallsyms.gz'),
    });
    expect(attribution).toEqual(binary.attribution);
  });
});
