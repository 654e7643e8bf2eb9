import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../src/model/errors.js';
import type { Format } from '../src/model/format.js';
import { Recording } from '../src/model/recording.js';

/** The bytes of a file below fixtures/, gunzipped where its name ends in .gz. */
export function fixture(path: string): Uint8Array {
  const bytes = readFileSync(new URL(`../fixtures/${path}`, import.meta.url));
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads `bytes` in chunks of `chunkSize`. */
export function readBytes(format: Format, bytes: Uint8Array, chunkSize = 65536, file = 'input'): Recording {
  const recording = new Recording();
  const reader = format.open(file, recording);
  do {
    for (let from = 0; from < bytes.length; from += chunkSize) {
      reader.push(bytes.subarray(from, from + chunkSize));
    }
    reader.end();
  } while (reader.again?.() === true);
  return recording;
}

/** A recording as plain data that two readings can be compared by; independent of the order of interning. */
export function contentOf(recording: Recording): unknown {
  const { profile, ...rest } = recording;
  const frameText = (frame: number): string =>
    [
      profile.frameAddress(frame),
      profile.frameSymbol(frame),
      profile.frameOffset(frame),
      profile.frameDso(frame),
      profile.frameFlags(frame),
    ].join('|');
  const stackText = (stack: number): string => {
    const frames: string[] = [];
    for (let at = stack; at >= 0; at = profile.stackParent(at))
      frames.push(frameText(profile.stackFrame(at)));
    return frames.join(';');
  };
  const cells: string[] = [];
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    const task = profile.tasks[cell.task];
    cells.push(
      [
        profile.events[cell.event]?.name,
        task?.comm,
        task?.idleTask,
        profile.sliceStartNs(cell.slice),
        cell.samples,
        cell.period,
        stackText(cell.stack),
      ].join(' '),
    );
  }
  const cpus: string[] = [];
  for (let index = 0; index < profile.cpuCellCount; index++) {
    const cell = profile.cpuCell(index);
    cpus.push([cell.event, profile.tasks[cell.task]?.comm, cell.cpu, cell.samples, cell.period].join(' '));
  }
  return {
    events: profile.events,
    samples: profile.samples,
    first: profile.firstTimeNs,
    last: profile.lastTimeNs,
    cells: cells.sort(),
    cpus: cpus.sort(),
    ...rest,
  };
}

/**
 * That every line of a text was accounted for. `bytes` are what was read; their lines are counted here once more,
 * for a reader that drops lines must not also be the one that says how many there were.
 */
export function checkLineCounts({ lines, diagnostics }: Recording, bytes: Uint8Array): void {
  if (lines.read === 0) return;
  const text = new TextDecoder().decode(bytes);
  assert.equal(lines.read, text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
  assert.equal(lines.parsed + lines.ignored + lines.diagnosed, lines.read, JSON.stringify(lines));
  assert.ok(Math.min(lines.parsed, lines.ignored, lines.diagnosed) >= 0, JSON.stringify(lines));
  if (lines.diagnosed > 0)
    assert.ok(diagnostics.length > 0, `${lines.diagnosed} lines were dropped silently`);
}

/**
 * Truncates `bytes` at each of `cuts` and reads the rest: it must end in a Recording or in one InputError,
 * never in another exception. Returns how many cuts were refused.
 */
export function readTruncated(format: Format, bytes: Uint8Array, cuts: Iterable<number>): number {
  let refused = 0;
  for (const cut of cuts) {
    try {
      const part = bytes.subarray(0, cut);
      checkLineCounts(readBytes(format, part), part);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused++;
    }
  }
  return refused;
}

/**
 * What holds of every sample: recognised by content, in chunks of 1 and 7 bytes the same as whole, and ended by a
 * Recording or an InputError wherever it is cut. Returns the whole reading.
 */
export function checkConformance(format: Format, bytes: Uint8Array, file = 'input'): Recording {
  if (format.detect(bytes.subarray(0, 65536), bytes.length <= 65536) !== 'yes') {
    throw new Error(`${format.id} does not recognise ${file}`);
  }
  if (format.detect(bytes.subarray(0, 3), false) !== 'more') {
    throw new Error(`${format.id} decides on three bytes of ${file}`);
  }
  const whole = readBytes(format, bytes, 65536, file);
  checkLineCounts(whole, bytes);
  for (const chunkSize of [1, 7]) {
    assert.deepEqual(contentOf(readBytes(format, bytes, chunkSize, file)), contentOf(whole));
  }
  const step = Math.max(1, Math.floor(bytes.length / 200));
  const cuts = Array.from({ length: Math.floor(bytes.length / step) }, (_, index) => index * step);
  readTruncated(format, bytes, cuts);
  return whole;
}
