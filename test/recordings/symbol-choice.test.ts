import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixture } from '../conformance.js';
import { isKernelDso, selfRows } from './perf-report.js';
import { analyzeRecording, fixturePath, SMALLEST } from './recordings.js';

const LIST = `recordings/${SMALLEST}/tiny-kallsyms.txt`;

async function kernelSelf(kallsyms: string): Promise<Record<string, number | null>> {
  const { functions } = await analyzeRecording(SMALLEST, { kallsyms });
  const named = functions.filter(({ dso, selfSamples }) => isKernelDso(dso) && (selfSamples ?? 0) > 0);
  return Object.fromEntries(named.map(({ symbol, selfSamples }) => [symbol, selfSamples]));
}

function perfSelf(): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { dso, symbol, samples } of selfRows(SMALLEST, 'tiny-perf-report.txt.gz')) {
    if (isKernelDso(dso)) sums[symbol] = (sums[symbol] ?? 0) + samples;
  }
  return sums;
}

it('chooses perf’s symbol among aliases, types that are no functions, and gaps', async () => {
  expect(Object.keys(perfSelf())).toHaveLength(9);
  expect(await kernelSelf(fixturePath(LIST))).toEqual(perfSelf());
});

// perf report prints the same for this list as for the unmoved one.
it('follows the reference symbol where the kernel was relocated', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'refscope-symbols-'));
  try {
    const moved = new TextDecoder()
      .decode(fixture(LIST))
      .replace(
        /^ffffffff(8\w{7})/gm,
        (_, low: string) => `ffffffff${(Number.parseInt(low, 16) + 0x400_0000).toString(16)}`,
      );
    const path = join(directory, 'kallsyms');
    writeFileSync(path, moved);
    expect(moved).toContain('ffffffff85000000 T _text');
    expect(await kernelSelf(path)).toEqual(perfSelf());
  } finally {
    rmSync(directory, { recursive: true });
  }
});
