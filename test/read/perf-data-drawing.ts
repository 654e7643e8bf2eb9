import { FrameFlag, type Profile } from '../../src/model/profile.js';
import type { Recording } from '../../src/model/recording.js';
import { formatAddress } from '../../src/model/units.js';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { readBytes } from '../conformance.js';
import { PerfSample, perfDataFile, RecordWriter, type WrittenAttr } from './perf-data-writer.js';

/** What most tests record: one event with time, task and callchain. */
export const PLAIN: WrittenAttr = {
  sampleType:
    PerfSample.ip |
    PerfSample.tid |
    PerfSample.time |
    PerfSample.cpu |
    PerfSample.period |
    PerfSample.callchain,
  ids: [1],
};
export const plain = new RecordWriter(PLAIN);

export function readRecords(
  records: readonly Uint8Array[],
  attrs: readonly WrittenAttr[] = [PLAIN],
): Recording {
  return readBytes(perfDataFormat, perfDataFile({ attrs, records }));
}

/** Every cell as "event comm samples/period: inner < outer", frames as "dso@address", "k" for the kernel's. */
export function drawSamples({ profile }: Recording): string[] {
  return Array.from({ length: profile.cellCount }, (_, index) => {
    const { event, task, samples, period, stack } = profile.cell(index);
    const who = profile.tasks[task];
    const name = `${profile.events[event]?.name} ${who?.comm}${who?.idleTask ? ' idle' : ''}`;
    return `${name} ${samples}/${period}: ${drawStack(profile, stack)}`;
  });
}

export function drawStack(profile: Profile, stack: number): string {
  const frames: string[] = [];
  for (let at = stack; at >= 0; at = profile.stackParent(at)) {
    const frame = profile.stackFrame(at);
    const kernel = (profile.frameFlags(frame) & FrameFlag.kernel) === 0 ? '' : 'k';
    const address = formatAddress(profile.frameAddress(frame) ?? 0).replace(/^0+(?=.)/, '');
    frames.push(`${profile.frameSymbol(frame) ?? profile.frameDso(frame) ?? '?'}@${address}${kernel}`);
  }
  return frames.join(' < ');
}
