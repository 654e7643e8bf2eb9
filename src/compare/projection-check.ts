import type { Analysis } from '../model/analysis.js';
import type { ProjectionCheck, ThroughputChange } from '../model/diff.js';
import { isKernelIn } from '../model/kernel-release.js';
import type { Projection } from '../model/projection.js';
import type { Range } from '../model/units.js';
import { MERGED_SCHEMES, type MergedScheme } from './known-changes.js';
import type { Side } from './share.js';

/**
 * What was projected for the scheme by which the sides differ, against the throughput measured: the scheme asked for,
 * else those that kernels between the two releases got. The side before is the one without.
 */
export function projectionChecks(
  before: Side,
  after: Side,
  throughput: ThroughputChange | null,
  scheme: string | null,
): ProjectionCheck[] {
  const changes =
    scheme === null
      ? mergedBetween(before, after)
      : [
          {
            scheme,
            because: '--scheme',
            others: 'whatever else differs between the sides is in the measured gain',
          },
        ];
  return changes.map((change) => check(change, before, throughput));
}

interface Difference {
  readonly scheme: string;
  readonly because: string;
  readonly others: string;
}

function mergedBetween(before: Side, after: Side): Difference[] {
  const merged = MERGED_SCHEMES.filter(
    (row) => before.every((run) => has(run, row) === false) && after.every((run) => has(run, row) === true),
  );
  return merged.map(({ scheme, release, commit }) => ({
    scheme,
    because: `kernels have it from ${release} on (${commit})`,
    others:
      merged.length > 1
        ? 'the kernels differ by several schemes, whose gains are in the measured one together'
        : 'whatever else the releases changed is in the measured gain',
  }));
}

/** Whether the recorded kernel has the scheme, `null` where the release is unknown. */
function has({ machine }: Analysis, { release }: MergedScheme): boolean | null {
  return isKernelIn({ from: release, before: null }, machine.kernel);
}

function check(
  { scheme, because, others }: Difference,
  before: Side,
  throughput: ThroughputChange | null,
): ProjectionCheck {
  const found = before.map((run) => nearest(run, scheme));
  const known = found.flatMap((projection) => projection ?? []);
  const gains = known.flatMap(({ gain }) => gain ?? []);
  const complete = gains.length === before.length;
  const projected = complete ? spread(gains) : null;
  const measured = throughput?.ratio ?? null;
  const [measuredLow, measuredHigh] = [throughput?.low ?? null, throughput?.high ?? null];
  const isDecidable = projected !== null && measuredLow !== null && measuredHigh !== null;
  return {
    scheme,
    because,
    cpus: known[0]?.cpus ?? null,
    projected,
    naive: known[0]?.naiveGain ?? null,
    measured,
    measuredLow,
    measuredHigh,
    agrees: isDecidable ? projected.low <= measuredHigh && projected.high >= measuredLow : null,
    why: [
      ...(complete ? [] : [whyNot(known, before, scheme)]),
      ...(measured === null ? ['no throughput of both sides under the same conditions'] : []),
      ...(measured !== null && measuredLow === null
        ? ['one run a side: the measured gain has no interval']
        : []),
      ...(measured === null ? [] : [others]),
    ].join('; '),
  };
}

function whyNot(known: readonly Projection[], before: Side, scheme: string): string {
  if (known.length === 0 && before.every(({ projections }) => projections.length > 0))
    return `nothing was projected for ${scheme}`;
  return known.find(({ why }) => why !== null)?.why ?? 'the side before allows no projection';
}

/** Of the CPU counts projected for, the one that was recorded. */
function nearest({ projections, machine }: Analysis, scheme: string): Projection | null {
  const distance = ({ cpus }: Projection): number => Math.abs((cpus ?? 0) - (machine.busyCpus ?? 0));
  const [best] = projections
    .filter((projection) => projection.scheme === scheme)
    .sort((a, b) => distance(a) - distance(b));
  return best ?? null;
}

/** Of repeated runs: from the lowest to the highest bound around the mean of the middles. */
function spread(gains: readonly NonNullable<Projection['gain']>[]): ProjectionCheck['projected'] {
  const bounds: Pick<Range, 'low' | 'high'> = {
    low: Math.min(...gains.map(({ low }) => low)),
    high: Math.max(...gains.map(({ high }) => high)),
  };
  const mids = gains.flatMap(({ mid }) => mid ?? []).sort((a, b) => a - b);
  return {
    ...bounds,
    mid: mids.length < gains.length ? null : mids.reduce((sum, mid) => sum + mid, 0) / mids.length,
  };
}
