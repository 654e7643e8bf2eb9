import { expect, it } from 'vitest';
import { compareConditions } from '../../src/compare/comparable.js';
import { compareAnalyses } from '../../src/compare/compare-analyses.js';
import type { Analysis, AnalysisMachine } from '../../src/model/analysis.js';
import { attributionOf, KREF, NAMES } from './analyses.js';

const machine = (changes: Partial<AnalysisMachine>): Analysis => ({
  ...KREF,
  machine: { ...KREF.machine, ...changes },
});
const window = (durationS: number): Analysis => ({
  ...KREF,
  window: KREF.window && { ...KREF.window, durationS },
});
const attribution = (changes: Partial<NonNullable<Analysis['attribution']>>): Analysis => ({
  ...KREF,
  attribution: KREF.attribution && { ...KREF.attribution, ...changes },
});
const unattributed = { unattributed: { samples: 100, period: 100 * 2_004_008 } };

it.each<[string, string, Analysis, boolean | null]>([
  ['event', 'cycles', attribution({ event: 'cycles' }), false],
  ['label figure', 'measured', attribution({ labelShareBound: 'measured' }), false],
  ['kernel', '6.1.192-other', machine({ kernel: '6.1.192-other' }), true],
  ['kernel', '6.8.0', machine({ kernel: '6.8.0' }), false],
  ['architecture', 'aarch64', machine({ arch: 'aarch64' }), false],
  ['busy CPUs', '7.4', machine({ busyCpus: 7.4 }), true],
  ['busy CPUs', '3.9', machine({ busyCpus: 3.9 }), false],
  ['idle CPUs', '40.0 % of CPU time', machine({ idlePct: 40 }), false],
  ['window', '9.0 s', window(9), true],
  ['window', '60.0 s', window(60), false],
  ['commands', 'every command but idle', { ...KREF, comms: [] }, false],
  ['unattributed', '3.50 % of busy time', attribution(unattributed), false],
])('%s against %s', (what, shown, after, ok) => {
  const row = compareConditions(KREF, after).find((each) => each.what === what);
  expect(row).toMatchObject({ after: shown, ok });
  if (ok === false) expect(row?.why).not.toBeNull();
  const mirrored = compareConditions(after, KREF).find((each) => each.what === what);
  expect(mirrored).toEqual({ ...row, before: row?.after, after: row?.before });
});

it('everything is alike against itself', () => {
  const rows = compareConditions(KREF, KREF).filter(({ what }) => what !== 'CPU model');
  expect(rows.every(({ ok, why }) => ok === true && why === null)).toBe(true);
});

it('what a side does not tell is neither alike nor different', () => {
  const row = compareConditions(KREF, KREF).find(({ what }) => what === 'CPU model');
  expect(row).toEqual({
    what: 'CPU model',
    before: null,
    after: null,
    ok: null,
    why: 'a side does not tell',
  });
});

it('the order in which commands were given is no difference', () => {
  const [a, b] = [
    { ...KREF, comms: ['wrk', 'nginx'] },
    { ...KREF, comms: ['nginx', 'wrk'] },
  ];
  expect(compareConditions(a, b).find(({ what }) => what === 'commands')?.ok).toBe(true);
});

it('the verdict warns of what differs', () => {
  const { verdict } = compareAnalyses(KREF, machine({ busyCpus: 3.9 }), NAMES);
  expect(verdict).toContain('Not like with like: busy CPUs (more CPUs at work contend more).');
});

it('no busy samples: nothing is known of them', () => {
  const empty = { ...KREF, attribution: attributionOf({}, 0) };
  expect(compareConditions(KREF, empty).find(({ what }) => what === 'unattributed')?.ok).toBeNull();
});
