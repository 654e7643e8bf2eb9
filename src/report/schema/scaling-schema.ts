import {
  type Bounds,
  type Calibration,
  type CalibrationPoint,
  SCALING_SCHEMA_VERSION,
  type Scaling,
  type ScalingCurve,
  type ScalingPoint,
} from '../../model/scaling.js';
import type { Range } from '../../model/units.js';
import { bottleneck } from './bottleneck-schema.js';
import {
  constant,
  count,
  fraction,
  list,
  nonNegative,
  nullable,
  number,
  positive,
  record,
  type Schema,
  text,
  word,
} from './json-schema.js';
import { lineTopology } from './topology-schema.js';

function bounds(description: string): Schema<Bounds | null> {
  return nullable(
    record<Bounds>(description, {
      low: nonNegative('Low end.'),
      mid: nullable(nonNegative('null where only bounds are known.')),
      high: nonNegative('High end.'),
    }),
  );
}

const share = record<Range>("The label line's part of busy time.", {
  low: fraction('Low end.'),
  mid: fraction('Middle.'),
  high: fraction('High end.'),
});

const point = record<ScalingPoint>('One CPU count.', {
  cpus: positive('Busy CPUs.'),
  capacity: bounds("Throughput over today's at recordedCpus; null with the reason in why."),
  efficiencyPct: bounds("Throughput of a CPU over today's at the first CPU count."),
  gain: bounds("Capacity over today's at the same CPUs."),
  bottleneck: nullable(bottleneck('What limits the CPUs.')),
  why: nullable(text('Why a figure is null, 1, or without a middle.')),
});

const curve = record<ScalingCurve>('How one scheme scales.', {
  scheme: text('Its id; kref is today.'),
  memoryBytes: nullable(number('Extra over kref; null while labels or possible CPUs are unknown.')),
  points: list('In ascending order of CPUs.', point),
});

const calibration = record<Calibration>("What today's curve was fitted to.", {
  kind: word<Calibration['kind']>('Figures.', {
    throughput: 'throughput by CPUs',
    recordings: "the line's share in several recordings",
  }),
  from: text('The file or files.'),
  points: list(
    'The figures.',
    record<CalibrationPoint>('One.', {
      cpus: positive('CPUs.'),
      measured: nonNegative('Throughput, or share.'),
      fitted: nonNegative('By the queueing model.'),
      usl: nullable(nonNegative('By the universal scalability law.')),
    }),
  ),
  medianAbsLogError: nonNegative('Queueing model.'),
  uslMedianAbsLogError: nullable(nonNegative('Universal scalability law.')),
  cpus: positive('The most CPUs.'),
  share,
});

/** JSON Schema (draft 2020-12) of `project --json`. */
export const SCALING_SCHEMA: Schema<Scaling> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope project',
  ...record<Scaling>('Capacity and efficiency by CPUs, today and with each scheme.', {
    schemaVersion: constant(SCALING_SCHEMA_VERSION, 'Raised when a field changes its meaning or goes.'),
    topology: nullable(lineTopology),
    topologyWhy: text('Where the topology is from, or why there is none.'),
    recordedCpus: nullable(positive('CPUs that everything is projected from.')),
    share: nullable(share),
    shareBound: word<Scaling['shareBound']>('What the share is.', {
      upper: 'an upper bound, samples not being proven to sit on the atomic',
      measured: 'measured',
    }),
    calibration: nullable(calibration),
    labels: nullable(count('Labels that memory is for.')),
    possibleCpus: nullable(count('Possible CPUs that memory is for.')),
    staleFraction: fraction('Of get/put, on stale labels.'),
    throughputWithheld: nullable(text('Why throughput will not follow capacity.')),
    curves: list('Today (kref) first.', curve),
    decidedBy: nullable(text('The recording that would turn bounds into figures.')),
    assumptions: list('What the curves rest on.', text('A sentence.')),
  }),
};
