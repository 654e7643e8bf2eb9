import { expect } from 'vitest';
import type { Analysis, EventAttribution, Weight } from '../src/model/analysis.js';

/** What must hold of every analysis whatever was recorded: design.md, "Invariants". */
export function expectInvariants(analysis: Analysis): void {
  expectFinite(analysis, 'analysis');
  for (const event of [
    ...(analysis.attribution === null ? [] : [analysis.attribution]),
    ...analysis.events,
  ]) {
    expectPartsAddUp(event);
    expectOrderedShares(event);
  }
  expectFunctions(analysis);
  expectProjections(analysis);
}

/** Every number is finite; an unknown is `null`, not NaN. */
function expectFinite(value: unknown, path: string): void {
  if (typeof value === 'number') expect(Number.isFinite(value), `${path} is ${value}`).toBe(true);
  expect(value, `${path} is undefined`).not.toBe(undefined);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) expectFinite(part, `${path}.${key}`);
}

function expectPartsAddUp({ event, total, sites, other, unattributed, ...rest }: EventAttribution): void {
  const parts: readonly Weight[] = [...sites, other, unattributed];
  const sum = (field: keyof Weight): number => parts.reduce((all, part) => all + (part[field] ?? 0), 0);
  expect(sum('samples'), `samples of ${event}`).toBe(total.samples);
  expect(sum('period'), `period of ${event}`).toBe(total.period);
  const named = rest.unattributedFunctions.reduce((all, row) => all + (row.samples ?? 0), 0);
  expect(named, 'every unattributed sample is named').toBe(unattributed.samples);
  for (const site of sites) {
    const reached = site.syscalls.reduce((all, { samples }) => all + (samples ?? 0), 0);
    expect(reached, `samples of ${site.function} by syscall`).toBe(site.samples);
  }
}

function expectOrderedShares(event: EventAttribution): void {
  const { labelSharePct, labelShareLowPct, labelShareHighPct } = event;
  if (labelSharePct !== null)
    expectOrdered('label share', labelShareLowPct, labelSharePct, labelShareHighPct, 100);
  for (const site of event.sites) {
    expectOrdered(site.function, site.shareLowPct, site.sharePct, site.shareHighPct, 100);
  }
}

function expectFunctions({ inputs, comms, events, functions }: Analysis): void {
  const keys = functions.map(({ dso, symbol }) => `${dso} ${symbol}`);
  expect(new Set(keys).size, 'one row a function').toBe(keys.length);
  const samples = inputs.reduce((sum, input) => sum + input.samples, 0);
  for (const row of functions) {
    expect(row.selfSamples, `self <= children of ${row.symbol}`).toBeLessThanOrEqual(
      row.childrenSamples ?? -1,
    );
    expect(row.childrenSamples, `${row.symbol} counts once a sample`).toBeLessThanOrEqual(samples);
  }
  if (comms.length > 0 || events.length > 0) return;
  expect(
    functions.reduce((sum, row) => sum + (row.selfSamples ?? Number.NaN), 0),
    'self samples add up to all samples',
  ).toBe(samples);
}

function expectProjections({ projections }: Analysis): void {
  for (const { scheme, cpus, gain, throughputGain, coveredPct, why } of projections) {
    const name = `${scheme} at ${cpus}`;
    for (const range of [gain, throughputGain]) {
      if (range === null) continue;
      expectOrdered(name, range.low, range.mid ?? range.low, range.high, Number.POSITIVE_INFINITY);
    }
    if (gain === null) expect(why, `${name} says why it has no gain`).not.toBe(null);
    if (coveredPct !== null) expectOrdered(`covered by ${name}`, 0, coveredPct, 100, 100);
    if (scheme === 'kref') expect(gain, 'the baseline gains exactly 1').toEqual({ low: 1, mid: 1, high: 1 });
  }
}

function expectOrdered(
  name: string,
  low: number | null,
  mid: number,
  high: number | null,
  limit: number,
): void {
  expect(low, `low of ${name}`).not.toBe(null);
  expect(low, `0 <= low of ${name}`).toBeGreaterThanOrEqual(0);
  expect(mid, `low <= mid of ${name}`).toBeGreaterThanOrEqual(low as number);
  expect(high, `mid <= high of ${name}`).toBeGreaterThanOrEqual(mid);
  expect(high, `high of ${name}`).toBeLessThanOrEqual(limit);
}
