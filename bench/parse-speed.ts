import { LineReader } from '../src/model/line-reader.js';
import { Recording } from '../src/model/recording.js';
import { perfScriptFormat } from '../src/read/perf-script/format.js';
import { right, type Table } from '../src/report/table.js';
import { labelProgram } from '../test/simulator/label-program.js';
import { flatMachine } from '../test/simulator/machine.js';
import { record } from '../test/simulator/perf-script.js';
import { interleaved } from './ratio.js';

const ROUNDS = 11;
const CHUNK = 1 << 18;

/** Reading perf script text against only cutting the same bytes into lines: how much the parsing costs on top. */
export async function parseSpeed(): Promise<Table> {
  const load = { thinkNs: 12_000, localNs: 5, poolHoldNs: 100 };
  const recorded = record(
    {
      machine: flatMachine(60),
      cpus: 64,
      program: labelProgram(load),
      think: 'exponential',
      service: 'fixed',
      seed: 1,
    },
    60_000,
    12_000,
  );
  const bytes = new TextEncoder().encode(recorded.text);
  const lines = (recording: Recording) =>
    new LineReader('bench', { line: () => 'ignored', end: () => {} }, recording);
  const parse = (recording: Recording) => perfScriptFormat.open('bench', recording);
  const times: number[] = [];
  const ratios = await interleaved(
    () => {
      const ms = read(bytes, parse);
      times.push(ms);
      return ms;
    },
    () => read(bytes, lines),
    ROUNDS,
  );
  const [fastest = Number.NaN] = times.sort((a, b) => a - b);
  return {
    title: 'perf script text: parsing over only cutting lines',
    notes: [`${ROUNDS} rounds in turn; median of the ratios and their middle half.`],
    columns: [right('MB'), right('samples'), right('ratio'), right('middle half'), right('MB/s, fastest')],
    rows: [
      [
        (bytes.length / 1e6).toFixed(1),
        String(recorded.samples),
        ratios.mid.toFixed(2),
        `${ratios.low.toFixed(2)} .. ${ratios.high.toFixed(2)}`,
        (bytes.length / 1e3 / fastest).toFixed(0),
      ],
    ],
  };
}

/** @returns milliseconds. */
function read(
  bytes: Uint8Array,
  open: (recording: Recording) => { push(chunk: Uint8Array): void; end(): void },
): number {
  const start = performance.now();
  const reader = open(new Recording());
  for (let at = 0; at < bytes.length; at += CHUNK) reader.push(bytes.subarray(at, at + CHUNK));
  reader.end();
  return performance.now() - start;
}
