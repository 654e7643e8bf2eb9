import {
  type AtomicLoop,
  CALIBRATION_SCHEMA_VERSION,
  type Calibration,
  type CpuDomains,
  type LoopTime,
} from '../../model/calibration.js';
import type { Range } from '../../model/units.js';
import {
  constant,
  count,
  flag,
  list,
  nullable,
  percent,
  positive,
  record,
  type Schema,
  text,
  word,
} from './json-schema.js';
import { lineTopology } from './topology-schema.js';

const domainNames = (what: string) =>
  list(
    `Of each CPU, its ${what} by the kernel's name; null: the system does not say.`,
    nullable(text('A name.')),
  );

const loopTime = record<LoopTime>('One loop on some number of threads.', {
  loop: word<AtomicLoop>('What the threads do.', {
    private: 'each adds to a line of its own',
    'shared-add': 'all add to one line',
    'shared-cas': 'all add to one line by compare and swap, again until it succeeds',
    handover: 'two pass one line back and forth',
  }),
  workers: count('Threads.'),
  iterations: count('Operations of each thread in one round.'),
  rounds: count('Measured rounds.'),
  perOperationNs: record<Range>('What an operation takes its thread; of a handover, there and back.', {
    low: positive('Without the fastest round.'),
    mid: positive('Median of the rounds.'),
    high: positive('Without the slowest round.'),
  }),
  runningPct: percent('Part of a round in which the threads were running, all together.'),
  counted: count('Sum of the counters after all rounds.'),
  expected: count('workers x iterations x rounds.'),
});

/** JSON Schema (draft 2020-12) of `calibrate --json`. */
export const CALIBRATION_SCHEMA: Schema<Calibration> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope calibration',
  ...record<Calibration>('What atomics cost on this machine.', {
    schemaVersion: constant(CALIBRATION_SCHEMA_VERSION, 'Raised when a field changes its meaning or goes.'),
    node: text('Version of Node, whose compiler made the loops.'),
    domains: record<CpuDomains>('The CPUs that the process may use, and what they share.', {
      cpus: count('CPUs.'),
      model: nullable(text('Model name.')),
      cores: domainNames('core'),
      caches: domainNames('L3'),
      sockets: domainNames('socket'),
      virtual: nullable(flag('Whether a hypervisor runs the machine.')),
    }),
    scope: text('What the times hold for: "same L3, virtual".'),
    loops: list('What was measured.', loopTime),
    topology: nullable(lineTopology),
    topologyWhy: nullable(text('Why there is no topology entry.')),
  }),
};
