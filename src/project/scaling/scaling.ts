import type { LineTopology } from '../../model/line-topology.js';
import type { ProjectionInput } from '../../model/projection.js';
import {
  type Calibration,
  SCALING_SCHEMA_VERSION,
  type Scaling,
  type ScalingCurve,
} from '../../model/scaling.js';
import { MODEL_ASSUMPTIONS } from '../project.js';
import type { Scheme } from '../schemes/scheme.js';
import { EXTRAPOLATION_LIMIT } from '../transfer-growth.js';
import { type OffCurve, scalingCurves } from './scaling-curves.js';

/** A load as it is projected: the recording, with what calibrates it. */
export interface ScalingLoad {
  readonly input: ProjectionInput;
  readonly found: { readonly topology: LineTopology | null; readonly why: string };
  readonly calibration: Calibration | null;
  readonly off: OffCurve;
  readonly assumptions: readonly string[];
}

/**
 * Curves of `schemes`; those that change nothing here are left out unless `keepAll`.
 * Without --at: the recorded count, its half and its double.
 */
export function scaling(load: ScalingLoad, schemes: readonly Scheme[], keepAll: boolean): Scaling {
  const { input, found, calibration, off } = load;
  const recorded = input.busyCpus;
  const at = input.at.length > 0 || recorded === null ? input.at : [recorded / 2, recorded, recorded * 2];
  const curves = scalingCurves({ ...input, at }, schemes, off).filter((curve) => keepAll || isDrawn(curve));
  const beyond = recorded === null ? [] : at.filter((cpus) => cpus > EXTRAPOLATION_LIMIT * recorded);
  return {
    schemaVersion: SCALING_SCHEMA_VERSION,
    topology: found.topology,
    topologyWhy: found.why,
    recordedCpus: recorded,
    share: input.labelShare,
    shareBound: input.labelShareBound,
    calibration,
    labels: input.labels,
    possibleCpus: input.possibleCpus,
    staleFraction: input.staleFraction,
    throughputWithheld: input.throughputWithheld,
    curves,
    decidedBy:
      beyond.length === 0
        ? null
        : `a recording of the same load on at least ${Math.ceil(Math.max(...beyond) / EXTRAPOLATION_LIMIT)} busy CPUs`,
    assumptions: [
      ...MODEL_ASSUMPTIONS,
      ...load.assumptions,
      ...(off === null
        ? ['Without the line the machine scales perfectly: each CPU does what it does at the recorded count.']
        : []),
      ...(found.topology === null
        ? ['A transfer takes as long at every CPU count; beyond twice the recorded CPUs up to twice as long.']
        : [
            `The CPUs that visit the line are taken to ${found.topology.fill === 'compact' ? 'fill one cache complex after the other' : 'spread over all cache complexes'}, each visiting it alike.`,
          ]),
    ],
  };
}

function isDrawn({ scheme, points }: ScalingCurve): boolean {
  return scheme === 'kref' || points.some(({ gain }) => gain !== null && gain.high > 1);
}
