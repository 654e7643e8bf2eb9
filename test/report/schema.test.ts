import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { ANALYSIS_SCHEMA } from '../../src/report/schema/analysis-schema.js';
import { DEFAULT_OPTIONS } from '../recordings/recordings.js';
import { smallAnalysis } from './small-analysis.js';

const validate = new Ajv2020({ allowUnionTypes: true }).compile(ANALYSIS_SCHEMA);

function fixturePath(name: string): string {
  return new URL(`../../fixtures/${name}`, import.meta.url).pathname;
}

type Path = readonly (string | number)[];

/** Every value within `value`, by its path; the root is the empty path. */
function paths(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((each, index) => paths(each, [...path, index]))];
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => paths(each, [...path, key]))];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((each, key) => (each as Record<string | number, unknown>)[key], value);
}

/** Something that cannot stand where `value` stands. */
function misfit(value: unknown): unknown {
  if (typeof value === 'number') return value === 1 ? '1' : String(value);
  if (typeof value === 'string') return 7;
  if (typeof value === 'boolean') return 'yes';
  return Array.isArray(value) ? {} : [];
}

describe('the schema of --json', () => {
  it.each([
    { name: 'perf script', files: ['perf-script/default.txt.gz'], options: {} },
    {
      name: 'everything together',
      files: ['perf-script/nginx.txt.gz', 'lock_stat/labelmix.txt.gz', 'wrk/nginx.load.txt'],
      options: { comms: ['nginx'], labels: 4000, possibleCpus: 192, recordedCpus: 8, at: [8, 12, 96] },
    },
    {
      name: 'two events, an open time range',
      files: ['perf-script/two-events.txt.gz'],
      options: { time: { fromNs: Number.NEGATIVE_INFINITY, toNs: Number.POSITIVE_INFINITY } },
    },
    {
      name: 'a time range without samples',
      files: ['perf-script/default.txt.gz'],
      options: { time: { fromNs: 83.908e9, toNs: 83.912e9 } },
    },
    { name: 'no times', files: ['perf-script/notime.txt'], options: {} },
    { name: 'lock_stat alone', files: ['lock_stat/labelmix-0.3.txt'], options: { at: [8] } },
    { name: 'a load generator alone', files: ['wrk/wrk-noperf.txt'], options: {} },
  ])('takes the analysis of $name, in which every number is finite', async ({ files, options }) => {
    const analysis = await analyze(files.map(fixturePath), { ...DEFAULT_OPTIONS, ...options });
    expect(validate(analysis) || validate.errors).toBe(true);
    // JSON would turn them into null, which means "not known".
    const infinite = paths(analysis).filter((path) => {
      const value = at(analysis, path);
      return value === undefined || (typeof value === 'number' && !Number.isFinite(value));
    });
    expect(infinite).toEqual([]);
    expect(JSON.parse(JSON.stringify(analysis))).toEqual(analysis);
  });

  it('refuses every value of a wrong type', () => {
    const accepted = paths(smallAnalysis()).filter((path) => {
      const analysis = smallAnalysis();
      const last = path.at(-1);
      if (last === undefined) return false;
      const parent = at(analysis, path.slice(0, -1)) as Record<string | number, unknown>;
      parent[last] = misfit(parent[last]);
      return validate(analysis);
    });
    expect(validate(smallAnalysis())).toBe(true);
    expect(accepted).toEqual([]);
  });

  it('refuses every missing and every unknown field', () => {
    const accepted = paths(smallAnalysis()).filter((path) => {
      const lacking = smallAnalysis();
      const last = path.at(-1);
      const value = at(smallAnalysis(), path);
      if (typeof last === 'string') {
        delete (at(lacking, path.slice(0, -1)) as Record<string, unknown>)[last];
        if (validate(lacking)) return true;
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const more = smallAnalysis();
      (at(more, path) as Record<string, unknown>).extra = 1;
      return validate(more);
    });
    expect(accepted).toEqual([]);
  });

  it.each([
    ['attribution.sites.0.operation', 'hold'],
    ['attribution.sites.0.lifetime', 'forever'],
    ['attribution.sites.0.evidence', 'guess'],
    ['attribution.labelShareBound', 'lower'],
    ['locks.0.role', 'label'],
    ['locks.0.mode', 'shared'],
    ['window.rule', 'best'],
    ['attribution.labelSharePct', 101],
    ['attribution.total.samples', -1],
    ['attribution.total.samples', 1.5],
    ['projections.0.gain.mid', 0],
  ])('refuses %s: %s', (dotted, value) => {
    const analysis = smallAnalysis();
    const path = dotted.split('.');
    (at(analysis, path.slice(0, -1)) as Record<string, unknown>)[path.at(-1) ?? ''] = value;
    expect(validate(analysis)).toBe(false);
  });
});
