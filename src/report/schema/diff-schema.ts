import {
  type Change,
  type ChangeState,
  type Comparable,
  DIFF_SCHEMA_VERSION,
  type Diff,
  type FunctionChange,
  type LabelChange,
  type LineChange,
  type LockChange,
  type LockPoint,
  type Move,
  type Normalisation,
  type PathChange,
  type ProjectionCheck,
  type ShareChange,
  type SideLock,
  type SiteChange,
  type ThroughputChange,
} from '../../model/diff.js';
import type { LockRole } from '../../model/projection.js';
import {
  constant,
  count,
  flag,
  fraction,
  list,
  nonNegative,
  nullable,
  number,
  percent,
  positive,
  record,
  reference,
  type Schema,
  text,
  word,
} from './json-schema.js';

type Fields<T extends object> = { readonly [Key in keyof Required<T>]: Schema<T[Key]> };

const change: Fields<Change> = {
  deltaPoints: nullable(number('after - before, in percentage points.')),
  low: nullable(number('Low end of its 95 % interval, of this row by itself.')),
  high: nullable(number('High end of its 95 % interval.')),
  pAdjusted: nullable(fraction('p value, corrected for the rows of the same table (Holm).')),
  state: word<ChangeState>('What became of it.', {
    up: 'rose by more than noise',
    down: 'fell by more than noise',
    same: 'noise: a change too small for these recordings, which proves no equality',
    'moved-in': 'rose, by what others of its line (or the counter) lost',
    'moved-out': 'fell, and what it lost turned up elsewhere',
    undecidable: 'there is no interval',
  }),
  why: nullable(text('Why it is undecidable; null where it is decided.')),
};

const share: Fields<ShareChange> = {
  ...change,
  before: nullable(percent('Of the busy time of the selected commands; of repeated runs the mean.')),
  after: nullable(percent('The same of the side after.')),
  beforeSamples: nullable(count('Of all runs; null where the input gives percentages only.')),
  afterSamples: nullable(count('The same of the side after.')),
};

const detectablePoints = nullable(
  nonNegative(
    'Smallest change these recordings would have shown in 80 of 100 cases, in points; of a line among the others.',
  ),
);
const otherNames = list('Symbols joined under it: clones, names of older kernels.', text('A symbol.'));

const comparable = record<Comparable>('One condition that should be alike.', {
  what: text('The condition.'),
  before: nullable(text('As people read it; null is unknown.')),
  after: nullable(text('As people read it; null is unknown.')),
  ok: { type: ['boolean', 'null'], description: 'Alike enough? null: a side does not tell.' },
  why: nullable(text('Why a difference matters or does not; null where there is none.')),
});

const normalisation = record<Normalisation>('One way to make the sides comparable.', {
  per: word<Normalisation['per']>('Per what.', {
    sample: 'a busy sample',
    'busy-second': 'a second of busy time',
    request: 'a request',
  }),
  unit: text('What the figures are.'),
  before: nullable(nonNegative('null is unknown.')),
  after: nullable(nonNegative('null is unknown.')),
  used: flag('Whether the verdict rests on it.'),
  why: text('Why it is used, is not, or is unknown.'),
});

const site = record<SiteChange>('A call site; the sides without it have 0 of their samples there.', {
  function: text('Without clone suffix, by its newest name.'),
  otherNames,
  operation: nullable(text('get, put, get+put; both where the sides differ; null on other lines.')),
  lifetime: nullable(text('How long its reference lives; null on other lines.')),
  line: text('The line it visits.'),
  ...share,
});

const line = record<LineChange>('A line, counter or lock, all of its sites together.', {
  line: text('Its name.'),
  class: text('Key of the catalogue row.'),
  detectablePoints,
  ...share,
});

const path = record<PathChange>('One way to the counter.', {
  context: text('Syscall, or the context a callchain shows instead.'),
  lsmHook: nullable(text('null where the chain does not show it.')),
  function: text('The call site.'),
  ...share,
});

const functionChange = record<FunctionChange>("A function's own busy time.", {
  function: text('Without clone suffix, by its newest name.'),
  otherNames,
  dso: text('Name of the binary, without its folder; [kernel].'),
  ...share,
});

const move = record<Move>('Contention that left one place and turned up in another.', {
  from: list('Functions, or a line.', text('A name.')),
  to: list('Functions, or a line.', text('A name.')),
  within: nullable(text('The line within which it moved; null: from line to line.')),
  points: nonNegative('Percentage points of busy time.'),
});

const counts = record<SideLock>('What lock_stat counted on a side, of repeated runs the sum.', {
  contentions: nonNegative('Acquisitions that had to wait.'),
  acquisitions: nonNegative('All of them.'),
  waitTotalNs: nonNegative('A sum without a spread.'),
  holdTotalNs: nonNegative('A sum without a spread.'),
});

const lockPoint = record<LockPoint>('A call site of lock_stat, joined by symbol.', {
  symbol: nullable(text('null: what the sites that the kernel keeps leave.')),
  before: nullable(nonNegative('Contentions; null where it may be among the rest.')),
  after: nullable(nonNegative('Contentions; null where it may be among the rest.')),
  beforePct: nullable(nonNegative("Of the class's contentions.")),
  afterPct: nullable(nonNegative("Of the class's contentions.")),
  why: nullable(text('Why a side is unknown.')),
});

const lock = record<LockChange>("One of AppArmor's locks; before and after are percent of acquisitions.", {
  class: text('lock_stat class.'),
  mode: word<LockChange['mode']>('Which acquisitions.', {
    read: 'shared ones',
    write: 'exclusive ones of a reader-writer lock',
    exclusive: 'all of a plain lock',
  }),
  role: word<LockRole>('What it protects.', {
    'label-tree': 'the tree of labels',
    'buffer-pool': 'work buffers',
    secids: 'the map of secids',
    namespace: 'a policy namespace',
    'file-context': 'the context of an open file',
  }),
  before: nullable(percent('Contentions of the acquisitions; null without any.')),
  after: nullable(percent('Contentions of the acquisitions; null without any.')),
  beforeCounts: nullable(counts),
  afterCounts: nullable(counts),
  waiters: list('Who waited; the last row is what the sites leave.', lockPoint),
  holders: list('Who held it meanwhile.', lockPoint),
  ...change,
});

const throughput = record<ThroughputChange>('Requests per second of both sides, measured alike.', {
  tool: text('Load generator.'),
  duringRecording: {
    type: ['boolean', 'null'],
    description: 'Whether it ran under perf; null when nothing tells.',
  },
  tasks: nullable(count('Processes or threads of the load.')),
  before: positive('Requests per second, of several runs the geometric mean.'),
  after: positive('The same of the side after.'),
  beforeRuns: count('Values that the mean is of.'),
  afterRuns: count('Values that the mean is of.'),
  ratio: positive('after / before.'),
  low: nullable(nonNegative('Low end of its 95 % interval, from the scatter between runs.')),
  high: nullable(nonNegative('High end of its 95 % interval.')),
  p: nullable(fraction("Of Welch's t on the logarithms.")),
  rankP: nullable(fraction('Of the exact rank-sum test.')),
  state: word<ThroughputChange['state']>('What became of it.', {
    up: 'rose by more than noise',
    down: 'fell by more than noise',
    same: 'noise',
    undecidable: 'there is no interval',
  }),
  why: text('What the interval rests on, or why there is none.'),
});

const projection = record<ProjectionCheck>('What was projected for a scheme against what was measured.', {
  scheme: text('Its id.'),
  because: text('What says that the sides differ by it.'),
  cpus: nullable(positive('CPU count projected for.')),
  projected: nullable(
    record<NonNullable<ProjectionCheck['projected']>>('Gain in capacity projected on the side before.', {
      low: positive('Low end of its interval.'),
      mid: nullable(positive('null beyond twice the recorded CPUs.')),
      high: positive('High end of its interval.'),
    }),
  ),
  naive: nullable(positive('1 / (1 - share removed).')),
  measured: nullable(positive('Throughput after / before.')),
  measuredLow: nullable(nonNegative('Low end of its 95 % interval.')),
  measuredHigh: nullable(nonNegative('High end of its 95 % interval.')),
  agrees: { type: ['boolean', 'null'], description: 'Whether the intervals overlap; null: one is unknown.' },
  why: text('Why a figure is missing, or what else the measurement holds.'),
});

/** JSON Schema (draft 2020-12) of what `refscope diff --json` prints. Strict: every field is always there. */
export const DIFF_SCHEMA: Schema<Diff> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope diff',
  ...record<Diff>('What differs between two recordings, or repeated ones. null means not known, never 0.', {
    schemaVersion: constant(DIFF_SCHEMA_VERSION, 'Raised when a field changes its meaning or goes.'),
    verdict: text('The answer in words.'),
    verdictSentences: list('The same, a statement each.', text('One statement.')),
    subject: text('What the counter counts references of: label.'),
    names: record<Diff['names']>('The sides as given.', {
      before: text('Paths, repeated runs joined by ", ".'),
      after: text('Paths, repeated runs joined by ", ".'),
    }),
    runs: record<Diff['runs']>('Recordings of each side.', {
      before: count('At least 1.'),
      after: count('At least 1.'),
    }),
    comparable: list('What should be alike on both sides.', comparable),
    normalisation: list('How the cost was made comparable.', normalisation),
    label: record<LabelChange>('All label get/put together.', { ...share, detectablePoints }),
    sites: list("Call sites: the counter's own by share, then those of other lines.", site),
    lines: list("Lines: the counter's own first, then by share.", reference<LineChange>('line')),
    moves: list('What moved, first between lines, then within them.', move),
    paths: list('Ways to the counter, by share.', path),
    functions: list('Functions with at least 0.1 % on a side, by share.', functionChange),
    locks: list("AppArmor's locks of lock_stat, the longest waits first.", lock),
    throughput: nullable(throughput),
    furtherThroughput: list('Under other conditions.', throughput),
    projections: list('Schemes by which the sides differ.', projection),
  }),
  $defs: { line },
};
