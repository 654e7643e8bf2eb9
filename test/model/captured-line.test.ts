import { expect, it } from 'vitest';
import { asPrinted, isCaptured, withoutLineEnd } from '../../src/model/captured-line.js';
import { wrkFormat } from '../../src/read/wrk.js';
import { bytesOf, fixture, readBytes } from '../conformance.js';

it("reads a terminal's capture as what the program printed", () => {
  const printed = readBytes(wrkFormat, fixture('wrk/wrk-noperf.txt'));
  const session = fixture('wrk/session.txt');
  expect(wrkFormat.detect(session, true)).toBe('yes');
  for (const size of [1, 7, 65_536]) {
    const captured = readBytes(wrkFormat, session, size);
    expect(captured.throughput).toEqual(printed.throughput);
    // The three commands, what ls printed, and the lines of script(1) itself.
    expect(captured.diagnostics).toMatchObject([
      { kind: 'unrecognised-lines', text: expect.stringMatching(/^\d+ lines not recognised/) },
    ]);
  }
});

it.each([
  ['\x1b[?2004l\rRunning 8s test @ http://h/', 'Running 8s test @ http://h/'],
  ['\x1b]0;root@host: ~\x07root@host:~# lscpu', 'root@host:~# lscpu'],
  ['\x1b]8;;file:///x\x1b\\x\x1b]8;;\x1b\\', 'x'],
  ['\x1b[01;31m\x1b[KCPU\x1b[m\x1b[K(s):  2', 'CPU(s):  2'],
  ['\x1b(B\x1b[m29.37%  [k] x', '29.37%  [k] x'],
  // No sequence: nothing is taken away on a guess.
  ['a\x1b', 'a\x1b'],
  ['a\rb', 'a\rb'],
  // A web page's blanks, and a thousands mark between digits.
  ['\u00a0 \u00a0 1 173\u00a0 context-switches\u00a0', '    1 173  context-switches '],
  ['1\u00a0173 msec', '1\u00a0173 msec'],
])('%j is %j', (captured, printed) => {
  expect(asPrinted(captured)).toBe(printed);
  if (captured !== printed) expect(isCaptured(captured)).toBe(true);
});

it('takes away all carriage returns at the end', () => {
  expect(withoutLineEnd('exit\r\r')).toBe('exit');
  expect(withoutLineEnd('a\rb')).toBe('a\rb');
  expect(withoutLineEnd('')).toBe('');
});

it('reads on where sequences never end', () => {
  for (const hostile of ['\x1b['.repeat(50_000), `\x1b]${'0'.repeat(100_000)}`, '\u00a0'.repeat(100_000)]) {
    expect(readBytes(wrkFormat, bytesOf(`${hostile}\n`)).throughput).toEqual([]);
  }
});
