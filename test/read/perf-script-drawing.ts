import { FrameFlag } from '../../src/model/profile.js';
import type { Recording } from '../../src/model/recording.js';
import { perfScriptFormat } from '../../src/read/perf-script/format.js';
import { bytesOf, readBytes } from '../conformance.js';

export function readText(text: string): Recording {
  return readBytes(perfScriptFormat, bytesOf(text), 65536, 'perf.script');
}

/** Every cell as "event comm[ idle] samples/period: inner < outer < ...", in order of first appearance. */
export function drawCells(recording: Recording): string[] {
  const { profile } = recording;
  const drawn: string[] = [];
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    const task = profile.tasks[cell.task];
    const frames: string[] = [];
    for (let at = cell.stack; at >= 0; at = profile.stackParent(at)) {
      frames.push(drawFrame(recording, profile.stackFrame(at)));
    }
    const name = profile.events[cell.event]?.name;
    const who = `${task?.comm}${task?.idleTask ? ' idle' : ''}`;
    drawn.push(`${name} ${who} ${cell.samples}/${cell.period}: ${frames.join(' < ')}`);
  }
  return drawn;
}

/** "sym+0x1f(dso)", "-" for what is unknown, then "k" for a kernel and "i" for an inlined frame. */
function drawFrame(recording: Recording, frame: number): string {
  const { profile } = recording;
  const offset = profile.frameOffset(frame);
  const flags = profile.frameFlags(frame);
  const place = offset === null ? '' : `+0x${offset.toString(16)}`;
  const kernel = (flags & FrameFlag.kernel) === 0 ? '' : 'k';
  const inlined = (flags & FrameFlag.inlined) === 0 ? '' : 'i';
  const name = `${profile.frameSymbol(frame) ?? '-'}${place}`;
  return `${name}(${profile.frameDso(frame) ?? '-'})${kernel}${inlined}`;
}

/** Samples by the symbol of their innermost frame, kernel frames only. */
export function kernelLeaves(recording: Recording): Map<string, number> {
  const { profile } = recording;
  const leaves = new Map<string, number>();
  for (let index = 0; index < profile.cellCount; index++) {
    const { stack, samples } = profile.cell(index);
    if (stack < 0) continue;
    const frame = profile.stackFrame(stack);
    if ((profile.frameFlags(frame) & FrameFlag.kernel) === 0) continue;
    const symbol = profile.frameSymbol(frame) ?? '[unknown]';
    leaves.set(symbol, (leaves.get(symbol) ?? 0) + samples);
  }
  return leaves;
}

export function kindsOf(recording: Recording): string[] {
  return recording.diagnostics.map((diagnostic) => diagnostic.kind);
}
