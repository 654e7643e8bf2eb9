import { expect, it } from 'vitest';
import { compareConditions } from '../../src/compare/comparable.js';
import type { Analysis, AnalysisMachine } from '../../src/model/analysis.js';
import { attributionOf, compare, KREF } from './analyses.js';

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

it.each<[string, string | null, Analysis, boolean | null]>([
  ['event', 'cycles', attribution({ event: 'cycles' }), false],
  ['label figure', 'measured', attribution({ labelShareBound: 'measured' }), false],
  ['kernel', '6.1.192-other', machine({ kernel: '6.1.192-other' }), true],
  ['kernel', '6.8.0', machine({ kernel: '6.8.0' }), false],
  ['architecture', 'aarch64', machine({ arch: 'aarch64' }), false],
  ['busy CPUs', '7.4', machine({ busyCpus: 7.4 }), true],
  ['busy CPUs', '3.9', machine({ busyCpus: 3.9 }), false],
  ['idle CPUs', '40.0 % of CPU time', machine({ idlePct: 40 }), false],
  ['CPUs online', '16', machine({ onlineCpus: 16 }), null],
  ['sample frequency', '99 Hz', machine({ recordCommand: 'perf record -a -F 99 -g -- sleep 5' }), false],
  ['sample frequency', '499 Hz', machine({ recordCommand: 'perf record -F 499 -a' }), true],
  ['sample frequency', 'every 20000 events', machine({ recordCommand: 'perf record --count=20000' }), false],
  // A text that prints no periods.
  ['sample frequency', null, attribution({ total: { samples: 2859, period: 2859 } }), null],
  ['lost samples', '0.24 % of samples', attribution({ lost: 7 }), true],
  ['lost samples', '4.99 % of samples', attribution({ lost: 150 }), false],
  ['counter', 'cred', { ...KREF, catalogue: { ...KREF.catalogue, subject: 'cred' } }, false],
  ['window', '9.0 s', window(9), true],
  ['window', '60.0 s', window(60), false],
  ['commands', 'every command but idle', { ...KREF, comms: [] }, false],
  ['busy time of', 'labelmix 98 %', { ...KREF, busyCommands: [{ comm: 'labelmix', sharePct: 98 }] }, false],
  [
    'busy time of',
    'openclose 88 %, perf 12 %',
    {
      ...KREF,
      busyCommands: [
        { comm: 'openclose', sharePct: 88 },
        { comm: 'perf', sharePct: 12 },
        { comm: 'kworker/0:1', sharePct: 4.9 },
      ],
    },
    true,
  ],
  // Lines of a mail.
  ['busy time of', null, { ...KREF, busyCommands: [{ comm: 'openclose', sharePct: 30 }] }, null],
  // Kernel addresses without names: the idle task's time is not told from work.
  ['busy time of', null, attribution({ labelSharePct: null }), null],
  ['unattributed', '3.50 % of busy time', attribution(unattributed), false],
])('%s against %s', (what, shown, after, ok) => {
  const row = compareConditions([KREF], [after]).find((each) => each.what === what);
  expect(row).toMatchObject({ after: shown, ok });
  if (ok === false) expect(row?.why).not.toBeNull();
  const mirrored = compareConditions([after], [KREF]).find((each) => each.what === what);
  expect(mirrored).toEqual({ ...row, before: row?.after, after: row?.before });
});

it('everything is alike against itself', () => {
  const rows = compareConditions([KREF], [KREF]).filter(
    ({ what }) => what !== 'CPU model' && what !== 'CPUs online',
  );
  expect(rows.every(({ ok, why }) => ok === true && why === null)).toBe(true);
});

it('what a side does not tell is neither alike nor different', () => {
  const row = compareConditions([KREF], [KREF]).find(({ what }) => what === 'CPU model');
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
  expect(compareConditions([a], [b]).find(({ what }) => what === 'commands')?.ok).toBe(true);
});

it('the verdict warns of what differs', () => {
  const { verdict } = compare(KREF, machine({ busyCpus: 3.9 }));
  expect(verdict).toContain('Not like with like: busy CPUs (more CPUs at work contend more).');
});

it('no busy samples: nothing is known of them', () => {
  const empty = { ...KREF, attribution: attributionOf({}, 0) };
  expect(compareConditions([KREF], [empty]).find(({ what }) => what === 'unattributed')?.ok).toBeNull();
});
