import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { type AnalyzeOptions, analyze } from '../../src/analyze.js';
import type { Analysis } from '../../src/model/analysis.js';

/** A recording of the fixtures and what the INDEX.md beside the originals says of it. */
export interface RecordingFixture {
  readonly name: string;
  readonly samples: number;
  readonly defaultIdle: number;
  /** Samples in apparmor_file_open, _file_alloc_security, _file_free_security, _current_getsecid_subj. */
  readonly hooks: readonly [number, number, number, number];
}

export const HOOKS = [
  'apparmor_file_open',
  'apparmor_file_alloc_security',
  'apparmor_file_free_security',
  'apparmor_current_getsecid_subj',
] as const;

const NO_HOOKS = [0, 0, 0, 0] as const;

export const RECORDINGS: readonly RecordingFixture[] = [
  { name: 'nginx-unconfined-8cpu', samples: 30_441, defaultIdle: 18_813, hooks: [8, 4, 7, 4] },
  { name: 'nginx-confined-8cpu', samples: 25_242, defaultIdle: 13_854, hooks: [23, 8, 11, 5] },
  { name: 'nginx-apparmor-off-8cpu', samples: 30_205, defaultIdle: 18_542, hooks: NO_HOOKS },
  { name: 'openclose-unconfined-8cpu', samples: 4_654, defaultIdle: 1_763, hooks: [49, 62, 61, 28] },
  { name: 'openclose-unconfined-8cpu-condref', samples: 5_715, defaultIdle: 0, hooks: [38, 104, 100, 108] },
  { name: 'openclose-confined-8cpu', samples: 7_174, defaultIdle: 0, hooks: [218, 89, 70, 54] },
  { name: 'openclose-apparmor-off-8cpu', samples: 6_641, defaultIdle: 0, hooks: NO_HOOKS },
  {
    name: 'openclose-confined-2cpu-singlestep',
    samples: 35_688,
    defaultIdle: 1_916,
    hooks: [680, 217, 70, 193],
  },
  { name: 'labelmix-confined-8cpu', samples: 6_280, defaultIdle: 0, hooks: [57, 20, 13, 17] },
];

/** The demo's run directory, where one recording and the kallsyms of all but one are kept. */
const DEMO = 'nginx-confined-8cpu';
export const SMALLEST = 'openclose-unconfined-8cpu';

export function fixturePath(path: string): string {
  return fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
}

/** Below fixtures/. */
export function perfDataOf(name: string): string {
  return name === DEMO ? `${DEMO}/perf.data.gz` : `recordings/${name}/perf.data.gz`;
}

/** Below fixtures/. */
export function kallsymsOf(name: string): string {
  return name.endsWith('-condref') ? `recordings/${name}/kallsyms.gz` : `${DEMO}/kallsyms.gz`;
}

export const DEFAULT_OPTIONS: AnalyzeOptions = {
  comms: [],
  event: null,
  kallsyms: null,
  vmlinux: null,
  time: null,
  recordedCpus: null,
  possibleCpus: null,
  labels: null,
  at: [],
  settings: [],
  staleFraction: 0,
  sites: null,
  singleInstance: [],
};

const analyses = new Map<string, Promise<Analysis>>();

/** A recording with its symbols; the same options give the same analysis again, made once for all tests of a file. */
export function analyzeRecording(name: string, options: Partial<AnalyzeOptions> = {}): Promise<Analysis> {
  const key = inspect([name, options], { depth: null });
  const known = analyses.get(key);
  if (known !== undefined) return known;
  const kallsyms = fixturePath(kallsymsOf(name));
  const made = analyze([fixturePath(perfDataOf(name))], { ...DEFAULT_OPTIONS, kallsyms, ...options });
  analyses.set(key, made);
  return made;
}
