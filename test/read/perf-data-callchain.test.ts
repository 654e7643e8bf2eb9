import { expect, it } from 'vitest';
import { drawSamples, plain, readRecords } from './perf-data-drawing.js';
import { KERNEL, PerfContext, type SampleFields, USER } from './perf-data-writer.js';

const K1 = 0xffff_ffff_8100_0010n;
const K2 = 0xffff_ffff_8100_0020n;
const U1 = 0x40_1000n;

function draw(fields: SampleFields): { samples: string[]; kinds: string[] } {
  const recording = readRecords([
    plain.mmap({ pid: 5, start: 0x40_0000n, length: 0x2000n, file: '/usr/sbin/nginx', time: 1 }),
    plain.comm(5, 'nginx', 1),
    plain.sample({ pid: 5, time: 2, period: 3, ...fields }),
  ]);
  return { samples: drawSamples(recording), kinds: recording.diagnostics.map(({ kind }) => kind) };
}

it('changes sides at a context marker', () => {
  expect(
    draw({ mode: KERNEL, ip: K1, callchain: [PerfContext.kernel, K1, K2, PerfContext.user, U1] }),
  ).toEqual({
    samples: ['cpu-clock nginx 1/3: ?@ffffffff81000010k < ?@ffffffff81000020k < nginx@1000'],
    kinds: [],
  });
});

it('takes entries before any marker for user code, as perf does', () => {
  expect(draw({ mode: USER, ip: U1, callchain: [U1, 0x40_1100n] }).samples).toEqual([
    'cpu-clock nginx 1/3: nginx@1000 < nginx@1100',
  ]);
});

it('puts a sampled address that the chain does not begin with in front of it', () => {
  expect(
    draw({ mode: KERNEL, ip: K1, callchain: [PerfContext.kernel, K2, PerfContext.user, U1] }).samples,
  ).toEqual(['cpu-clock nginx 1/3: ?@ffffffff81000010k < ?@ffffffff81000020k < nginx@1000']);
});

it('keeps the sampled address where the chain is empty or only markers', () => {
  for (const callchain of [[], [PerfContext.user], [PerfContext.kernel, PerfContext.user]]) {
    expect(draw({ mode: KERNEL, ip: K1, callchain }).samples).toEqual([
      'cpu-clock nginx 1/3: ?@ffffffff81000010k',
    ]);
  }
});

// tools/perf/util/machine.c add_callchain_ip(): "It seems the callchain is corrupted. Discard all."
it('drops a chain with an unknown context but keeps the sample and says so', () => {
  for (const context of [-1n, -4095n, PerfContext.guest]) {
    expect(draw({ mode: KERNEL, ip: K1, callchain: [PerfContext.kernel, K1, context, U1] })).toEqual({
      samples: ['cpu-clock nginx 1/3: ?@ffffffff81000010k'],
      kinds: ['corrupt-callchain'],
    });
  }
});

it('takes the highest address that is no marker for an address', () => {
  expect(draw({ mode: KERNEL, ip: -4096n, callchain: [PerfContext.kernel, -4096n] })).toEqual({
    samples: ['cpu-clock nginx 1/3: ?@fffffffffffff000k'],
    kinds: [],
  });
});

it('keeps a function that calls itself as often as it stands in the chain', () => {
  expect(draw({ mode: USER, ip: U1, callchain: [PerfContext.user, U1, U1, U1] }).samples).toEqual([
    'cpu-clock nginx 1/3: nginx@1000 < nginx@1000 < nginx@1000',
  ]);
});
