import {
  Function as Fn,
  Label,
  Line,
  Location,
  Mapping,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { printable } from '../../model/printable.js';
import type { SampledStacks } from '../../model/sampled-stacks.js';
import { classText } from '../class-text.js';
import { framesOf } from './class-frame.js';

/**
 * A pprof profile (https://github.com/google/pprof/blob/main/proto/profile.proto), not compressed. Values are
 * samples and period; what the samples were judged to be is the label "attribution", the command the label "comm":
 * `pprof -tagfocus 'attribution=label get'`. Labels rather than frames, so that stacks stay what was recorded.
 */
export function renderPprof(stacks: SampledStacks): Uint8Array {
  const strings = new StringTable();
  const text = (value: string): number => strings.dedup(printable(value));
  const mappings = new Map<string, Mapping>();
  const mappingOf = (dso: string | null): number => {
    if (dso === null) return 0;
    const known =
      mappings.get(dso) ?? new Mapping({ id: mappings.size + 1, filename: text(dso), hasFunctions: true });
    mappings.set(dso, known);
    return Number(known.id);
  };
  const functions: Fn[] = [];
  const location: Location[] = stacks.frames.map(({ name, dso }, index) => {
    const id = index + 1;
    // An address without a name has no line.
    const line = name === null ? [] : [new Line({ functionId: id })];
    if (name !== null) functions.push(new Fn({ id, name: text(name), systemName: text(name) }));
    return new Location({ id, mappingId: mappingOf(dso), line });
  });
  // Values of one stack, command and class are one sample: pprof adds up those that differ in time only.
  const sums = new Map<string, { sample: Sample; samples: number; period: number }>();
  for (const { node, class: sampleClass, comm, samples, period } of stacks.rows) {
    const key = JSON.stringify([node, sampleClass, comm]);
    const sum = sums.get(key) ?? {
      sample: new Sample({
        // The leaf comes first.
        locationId: framesOf(stacks, node)
          .reverse()
          .map((frame) => frame + 1),
        label: [
          new Label({ key: text('comm'), str: text(comm) }),
          new Label({ key: text('attribution'), str: text(classText(sampleClass, stacks.subject)) }),
        ],
      }),
      samples: 0,
      period: 0,
    };
    sums.set(key, sum);
    sum.samples += samples;
    sum.period += period;
  }
  const event = new ValueType({ type: text(stacks.event), unit: text(stacks.unit) });
  return new Profile({
    sampleType: [
      ...(stacks.counted ? [new ValueType({ type: text('samples'), unit: text('count') })] : []),
      event,
    ],
    sample: [...sums.values()].map(({ sample, samples, period }) => {
      sample.value = stacks.counted ? [samples, Math.round(period)] : [Math.round(period)];
      return sample;
    }),
    mapping: [...mappings.values()],
    location,
    function: functions,
    stringTable: strings,
    periodType: event,
    defaultSampleType: text(stacks.event),
  }).encode();
}
