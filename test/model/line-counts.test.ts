import { expect, it } from 'vitest';
import type { LineFate } from '../../src/model/line-counts.js';
import { LineReader } from '../../src/model/line-reader.js';
import { Recording } from '../../src/model/recording.js';
import { bytesOf, checkLineCounts } from '../conformance.js';

const TEXT = bytesOf('a figure\n\nwhat?\na figure\nwho?\n');

/** Reads TEXT with a sink that answers `fateOf` each line. */
function read(fateOf: (line: string) => LineFate): Recording {
  const recording = new Recording();
  const lines = new LineReader('text', { line: fateOf, end: () => undefined }, recording);
  lines.push(TEXT);
  lines.end();
  return recording;
}

it('gives no number that no tool prints: its sums would be infinite', () => {
  const seen: string[] = [];
  const recording = new Recording();
  const take = (line: string): LineFate => {
    seen.push(line);
    return 'parsed';
  };
  const lines = new LineReader('text', { line: take, end: () => undefined }, recording);
  lines.push(bytesOf(`a ${'9'.repeat(100)}\nb ${'9'.repeat(101)} c\n`));
  expect(seen).toEqual([`a ${'9'.repeat(100)}`, 'b (no number) c']);
});

it('counts each line once, and reports unknown ones once with the first line', () => {
  const recording = read((line) => (line === '' ? 'ignored' : line.endsWith('?') ? 'unknown' : 'parsed'));
  expect(recording.lines).toEqual({ read: 5, parsed: 2, ignored: 1, diagnosed: 2 });
  expect(recording.diagnostics).toEqual([
    {
      kind: 'unrecognised-lines',
      text: '2 lines not recognised, the first: "what?"',
      hint: null,
      file: 'text',
      line: 3,
    },
  ]);
  checkLineCounts(recording, TEXT);
});

it('the check fails for a reader that holds lines for good, or drops them without a word', () => {
  expect(() =>
    checkLineCounts(
      read(() => 'held'),
      TEXT,
    ),
  ).toThrow();
  expect(() =>
    checkLineCounts(
      read(() => 'diagnosed'),
      TEXT,
    ),
  ).toThrow('dropped silently');
  expect(() =>
    checkLineCounts(
      read(() => 'parsed'),
      TEXT.subarray(0, 3),
    ),
  ).toThrow();
});
