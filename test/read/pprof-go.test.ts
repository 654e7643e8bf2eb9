import { expect, it } from 'vitest';
import type { Recording } from '../../src/model/recording.js';
import { pprofFormat } from '../../src/read/pprof/format.js';
import { fixture, readBytes } from '../conformance.js';

const NS_PER_HUNDREDTH = 10_000_000;

/** Flat and cumulative hundredths of a second by function, as `go tool pprof -top` printed them. */
function printed(name: string): Map<string, readonly [flat: number, cum: number]> {
  const rows = new TextDecoder()
    .decode(fixture(`pprof/${name}`))
    .matchAll(/^ +([\d.]+s?) +\S+% +\S+% +([\d.]+s?) +\S+% {2}(.+?)(?: \((?:partial-)?inline\))?$/gm);
  return new Map(
    Array.from(rows, ([, flat, cum, name]) => [String(name), [hundredths(flat), hundredths(cum)]]),
  );
}

const hundredths = (seconds = ''): number => Math.round(Number.parseFloat(seconds) * 100);

/** The same of what was read, for the event `name`: a function counts once a stack. */
function measured({ profile }: Recording, event: string): Map<string, readonly [number, number]> {
  const sums = new Map<string, [number, number]>();
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    if (profile.events[cell.event]?.name !== event) continue;
    const names: string[] = [];
    for (let at = cell.stack; at >= 0; at = profile.stackParent(at)) {
      names.push(profile.frameSymbol(profile.stackFrame(at)) ?? '');
    }
    for (const name of new Set(names)) {
      const sum = sums.get(name) ?? [0, 0];
      sum[1] += cell.period;
      if (name === names[0]) sum[0] += cell.period;
      sums.set(name, sum);
    }
  }
  return sums;
}

it('of Go: each function has the flat and cumulative time that go tool pprof prints', () => {
  const recording = readBytes(pprofFormat, fixture('pprof/burn.pb.gz'));
  expect(pprofFormat.detect(fixture('pprof/burn.pb.gz'), true)).toBe('yes');
  const expected = printed('burn.top.txt');
  expect(expected.size).toBe(57);
  expect(expected.get('runtime.mapassign_fast64')).toEqual([54, 68]);
  const found = [...measured(recording, 'cpu (nanoseconds)')];
  expect(
    new Map(found.map(([name, sums]) => [name, sums.map((ns) => ns / NS_PER_HUNDREDTH)] as const)),
  ).toEqual(expected);
  // 100 samples a second: as many samples as hundredths.
  expect(measured(recording, 'samples')).toEqual(expected);
});

it('of Go: its first twenty rows and its total are those of -nodecount=20', () => {
  const rows = [...printed('burn.top20.txt')];
  expect(rows).toHaveLength(20);
  const found = measured(readBytes(pprofFormat, fixture('pprof/burn.pb.gz')), 'samples');
  for (const [name, sums] of rows) expect(found.get(name), name).toEqual(sums);
  // "Total samples = 1.47s"
  expect([...found.values()].reduce((sum, [flat]) => sum + flat, 0)).toBe(147);
});
