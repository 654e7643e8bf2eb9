import { printable } from '../../model/printable.js';
import type { SampledStacks } from '../../model/sampled-stacks.js';
import { UNKNOWN_FRAME } from '../class-text.js';
import { classFrame, framesOf } from './class-frame.js';

/** https://www.speedscope.app/file-format-schema.json; held by the copy of it in test/report/export. */
const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';

/**
 * A speedscope file: one sampled profile a command, weights in the event's period, what the samples were judged to
 * be as innermost frame. Stacks are in the order of time where samples have one.
 */
export function renderSpeedscope(stacks: SampledStacks, name: string, version: string): string {
  const frames = stacks.frames.map((frame) => ({
    name: printable(frame.name ?? UNKNOWN_FRAME),
    ...(frame.dso === null ? {} : { file: printable(frame.dso) }),
  }));
  const classFrames = new Map<string, number>();
  const profiles = new Map<string, { samples: number[][]; weights: number[] }>();
  const paths = new Map<number, number[]>();
  const rows = [...stacks.rows].sort((a, b) => (a.timeNs ?? 0) - (b.timeNs ?? 0));
  for (const { node, class: sampleClass, comm, period } of rows) {
    const path = paths.get(node) ?? framesOf(stacks, node);
    paths.set(node, path);
    const innermost = classFrame(sampleClass, stacks);
    const profile = profiles.get(comm) ?? { samples: [], weights: [] };
    profiles.set(comm, profile);
    profile.samples.push(innermost === null ? path : [...path, classIndex(innermost)]);
    profile.weights.push(period);
  }
  return `${JSON.stringify({
    $schema: SCHEMA,
    exporter: `refscope ${version}`,
    name: printable(name),
    activeProfileIndex: 0,
    shared: { frames },
    profiles: [...profiles].map(([comm, { samples, weights }]) => ({
      type: 'sampled',
      name: `${printable(comm)}: ${printable(stacks.event)}`,
      unit: stacks.unit === 'nanoseconds' ? 'nanoseconds' : 'none',
      startValue: 0,
      endValue: weights.reduce((sum, weight) => sum + weight, 0),
      samples,
      weights,
    })),
  })}\n`;

  function classIndex(text: string): number {
    const known = classFrames.get(text);
    if (known !== undefined) return known;
    const index = frames.push({ name: text }) - 1;
    classFrames.set(text, index);
    return index;
  }
}
