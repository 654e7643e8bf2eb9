import type { LockLoad, Projection, ProjectionInput, SiteLoad } from '../../src/model/projection.js';
import type { Range } from '../../src/model/units.js';
import { projectSchemes } from '../../src/project/project.js';

export function around(mid: number, halfWidth = 0): Range {
  return { low: Math.max(0, mid - halfWidth), mid, high: mid + halfWidth };
}

export function site(
  name: string,
  operation: SiteLoad['operation'],
  lifetime: SiteLoad['lifetime'],
  share: Range,
): SiteLoad {
  const rmws = operation === 'get+put' ? 2 : 1;
  return { function: name, operation, lifetime, share, transfers: 1, rmws };
}

/** open + close on a kernel before 6.7 with IMA: four sites, 24 % of busy time. */
export const OPEN_CLOSE: readonly SiteLoad[] = [
  site('apparmor_current_getsecid_subj', 'get+put', 'transient-current', around(0.06, 0.005)),
  site('apparmor_file_open', 'get+put', 'transient-object', around(0.06, 0.005)),
  site('apparmor_file_alloc_security', 'get', 'held-taken', around(0.08, 0.005)),
  site('apparmor_file_free_security', 'put', 'held-dropped', around(0.04, 0.005)),
];

export const INPUT: ProjectionInput = {
  sites: OPEN_CLOSE,
  labelShare: around(0.24, 0.01),
  labelShareBound: 'measured',
  locks: [],
  casSlopes: null,
  stations: [],
  busyCpus: 64,
  at: [],
  labels: 1000,
  possibleCpus: 192,
  kernel: '6.1.192-labp',
  throughputWithheld: null,
  settings: [],
  staleFraction: 0,
  shareFrom: 'samples',
  topology: null,
};

export function lock(role: LockLoad['role'], rest: Partial<LockLoad>): LockLoad {
  return {
    role,
    share: null,
    why: null,
    readAcquisitions: null,
    writeAcquisitions: null,
    readContentions: null,
    writeContentions: null,
    ...rest,
  };
}

/** The projections of one scheme, one a CPU count. */
export function rowsOf(scheme: string, changes: Partial<ProjectionInput> = {}): Projection[] {
  return projectSchemes({ ...INPUT, ...changes }).filter((row) => row.scheme === scheme);
}

export function rowOf(scheme: string, changes: Partial<ProjectionInput> = {}): Projection {
  const [row] = rowsOf(scheme, changes);
  if (row === undefined) throw new Error(`no projection of ${scheme}`);
  return row;
}
