import {
  type Candidate,
  type CpuFlip,
  DECISION_SCHEMA_VERSION,
  type Decision,
  type DecisionAt,
  type DecisionCell,
  type Flip,
  type NextRecording,
  type ParetoPoint,
} from '../../model/decision.js';
import type { Bounds } from '../../model/scaling.js';
import {
  constant,
  count,
  flag,
  fraction,
  list,
  nonNegative,
  nullable,
  percent,
  positive,
  record,
  type Schema,
  text,
  word,
} from './json-schema.js';

const schemes = list('Ids of the schemes, together.', text('An id.'));

const candidate = record<Candidate>('A scheme, or several together.', {
  schemes,
  gain: nullable(
    record<Bounds>('Capacity after / before.', {
      low: nonNegative('Low end.'),
      mid: nullable(nonNegative('null where only bounds are known.')),
      high: nonNegative('High end.'),
    }),
  ),
  chancePct: nullable(percent('That the gain reaches the target; of bounds, at the worse end.')),
  why: nullable(text('Why a figure is null or 1.')),
});

const cell = record<DecisionCell>('What is chosen.', {
  cpus: positive('Busy CPUs.'),
  possibleCpus: count('Possible CPUs that memory is for.'),
  labels: count('Labels.'),
  schemes: nullable(schemes),
  memoryBytes: nullable(nonNegative('Extra over kref.')),
});

const flip = record<Flip>('Labels at which the answer changes.', {
  cpus: positive('Busy CPUs.'),
  labels: count('The most with the answer below.'),
  below: nullable(schemes),
  above: nullable(schemes),
});

const cpuFlip = record<CpuFlip>('CPU counts between which the answer changes.', {
  labels: count('Labels.'),
  upTo: positive('The most CPUs known to have the answer below.'),
  from: positive('The fewest known to have the answer above.'),
  below: nullable(schemes),
  above: nullable(schemes),
});

const pareto = record<ParetoPoint>('Nothing costs less memory and gains as much.', {
  cpus: positive('Busy CPUs.'),
  labels: count('Labels.'),
  schemes,
  gain: positive('Middle.'),
  memoryBytes: nonNegative('Extra over kref.'),
});

const next = record<NextRecording>('A recording.', {
  what: text('What to record.'),
  narrows: fraction('Part of the width of ln(gain) that would go.'),
  atMost: flag('Whether that is the most it could be.'),
});

/** JSON Schema (draft 2020-12) of `decide --json`. */
export const DECISION_SCHEMA: Schema<Decision> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope decide',
  ...record<Decision>('The cheapest scheme that reaches a target.', {
    schemaVersion: constant(DECISION_SCHEMA_VERSION, 'Raised when a field changes its meaning or goes.'),
    target: positive('Gain asked for.'),
    chanceNeededPct: percent('With this chance.'),
    budgetBytes: nullable(nonNegative('Memory over kref; null: any.')),
    recordedCpus: nullable(positive('CPUs that everything is projected from.')),
    shareBound: word<Decision['shareBound']>('What the share is.', {
      upper: 'an upper bound: chances are those if all of it were the line',
      measured: 'measured',
    }),
    at: list(
      'Every candidate at every CPU count.',
      record<DecisionAt>('One CPU count.', {
        cpus: positive('Busy CPUs.'),
        candidates: list('Best chance first.', candidate),
      }),
    ),
    region: list('Every CPU count with every number of labels.', cell),
    flips: list('Where the answer changes with labels.', flip),
    cpuFlips: list('Where it changes with CPUs, for the fewest and the most labels.', cpuFlip),
    pareto: list('Gain against memory, for the most labels.', pareto),
    next: list('What to record next, best first.', next),
    throughputWithheld: nullable(text('Why throughput will not follow capacity.')),
    assumptions: list('What it rests on.', text('A sentence.')),
  }),
};
