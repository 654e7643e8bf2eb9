import fc from 'fast-check';
import { expect, it } from 'vitest';
import { perfScriptFormat } from '../../src/read/perf-script/format.js';
import { bytesOf, contentOf, readBytes } from '../conformance.js';
import { drawCells, kindsOf, readText } from './perf-script-drawing.js';

interface Frame {
  address: number;
  symbol: string;
  offset: number;
  dso: string;
}
interface Sample {
  comm: string;
  pid: number;
  tid: number;
  cpu: number;
  micros: number;
  period: number;
  event: string;
  frames: Frame[];
}

const frame: fc.Arbitrary<Frame> = fc.record({
  address: fc.nat(0x7fffffff),
  symbol: fc.constantFrom(
    'main',
    'operator new(unsigned long)',
    'a::b<c (*)(int)>::d',
    'f+0x1',
    'add',
    'dead beef',
  ),
  offset: fc.nat(0x7ffffff0),
  dso: fc.constantFrom('libc.so.6', 'a b', 'x (deleted)', 'a(1).so', 'perf'),
});

const sample: fc.Arbitrary<Sample> = fc.record({
  // What a kernel comm can be: 15 characters without a line end; perf's own padding makes outer blanks vanish.
  comm: fc
    .stringMatching(/^[ -~]{1,15}$/)
    .map((comm) => comm.trim())
    // "#" begins a comment and "1.000000:" a time: perf's text cannot tell them from a comm.
    .filter((comm) => comm !== '' && !comm.startsWith('#') && !/\d\.\d{6}:/.test(comm)),
  pid: fc.nat(4194304),
  tid: fc.nat(4194304),
  cpu: fc.nat(4095),
  micros: fc.nat(2 ** 31 - 1),
  period: fc.nat(),
  event: fc.constantFrom(
    'cycles:P',
    'cpu-clock',
    'cpu_core/cycles:ppp/',
    'ibs_op//',
    'a:ldlat=64:precise=2:pinned',
  ),
  frames: fc.array(frame, { minLength: 1, maxLength: 6 }),
});

/** As tools/perf/builtin-script.c prints it. */
function print(one: Sample, callchain: boolean): string {
  const time = `${Math.floor(one.micros / 1e6)}.${String(one.micros % 1e6).padStart(6, '0')}`;
  const ids = `${String(one.pid).padStart(5)}/${String(one.tid).padEnd(5)}`;
  const place = `${ids} [${String(one.cpu).padStart(3, '0')}] ${time.padStart(12)}: `;
  const head = `${place}${String(one.period).padStart(10)} ${one.event.padStart(30)}: `;
  const lines = one.frames.map(
    (at) =>
      `${at.address.toString(16).padStart(16)} ${at.symbol}+0x${at.offset.toString(16)} (/usr/${at.dso})`,
  );
  if (!callchain) return `${one.comm.padStart(16)} ${head} ${lines[0]}\n`;
  return `${one.comm} ${head}\n${lines.map((line) => `\t${line}\n`).join('')}\n`;
}

function expected(one: Sample, callchain: boolean): string {
  const frames = (callchain ? one.frames : one.frames.slice(0, 1)).map(
    (at) => `${at.symbol}+0x${at.offset.toString(16)}(${at.dso})`,
  );
  const who = `${one.comm}${one.pid === 0 ? ' idle' : ''}`;
  return `${one.event} ${who} 1/${one.period}: ${frames.join(' < ')}`;
}

it.each([true, false])('reads back what perf would print (callchain: %s)', (callchain) => {
  fc.assert(
    fc.property(sample, (one) => {
      const recording = readText(print(one, callchain));
      expect(drawCells(recording)).toEqual([expected(one, callchain)]);
      expect(recording.profile.cpuCell(0).cpu).toBe(one.cpu);
      expect(recording.profile.firstTimeNs).toBe(one.micros * 1000);
      expect(kindsOf(recording)).toEqual([]);
    }),
    { seed: 1, numRuns: 500 },
  );
});

it('adds up in any order and in any chunks', () => {
  fc.assert(
    fc.property(
      fc.array(sample, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      (all, size) => {
        const text = all.map((one) => print(one, true)).join('');
        const whole = readText(text);
        expect(whole.profile.samples).toBe(all.length);
        expect(drawCells(whole).length).toBeLessThanOrEqual(all.length);
        expect(contentOf(readBytes(perfScriptFormat, bytesOf(text), size, 'perf.script'))).toEqual(
          contentOf(whole),
        );
        const reversed = readText(
          [...all]
            .reverse()
            .map((one) => print(one, true))
            .join(''),
        );
        expect(drawCells(reversed).sort()).toEqual(drawCells(whole).sort());
      },
    ),
    { seed: 2, numRuns: 100 },
  );
});
