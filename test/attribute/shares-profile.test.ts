import { describe, expect, it } from 'vitest';
import { attributeEvent } from '../../src/attribute/attribution.js';
import { addShares } from '../../src/attribute/shares-profile.js';
import type { EventAttribution } from '../../src/model/analysis.js';
import { Profile } from '../../src/model/profile.js';
import type { ShareRow, ShareTable } from '../../src/model/share-table.js';
import { judgeFor, selectionFor } from './stacks.js';

const row = (symbol: string, selfPct: number, change: Partial<ShareRow> = {}): ShareRow => ({
  symbol,
  dso: null,
  comm: null,
  kernel: true,
  selfPct,
  childrenPct: null,
  samples: null,
  period: null,
  callers: null,
  ...change,
});

const table = (rows: readonly ShareRow[], change: Partial<ShareTable> = {}): ShareTable => ({
  event: 'cycles',
  rows,
  totalSamples: null,
  totalIsExact: false,
  totalPeriod: null,
  lost: null,
  file: 'report.txt',
  ...change,
});

function attributed(tables: readonly ShareTable[], event = 0): EventAttribution {
  const profile = new Profile();
  addShares(profile, tables);
  const judge = judgeFor(profile);
  return attributeEvent(profile, judge, selectionFor(profile), event, null);
}

// The two lines of <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>.
const NGINX = [row('apparmor_current_getsecid_subj', 6.56), row('apparmor_file_open', 6.22)];

describe('percentages alone', () => {
  const list = attributed([table(NGINX)]);

  it('are shares without an interval and without invented counts', () => {
    expect(list.labelSharePct).toBeCloseTo(12.78, 10);
    expect(list.labelShareLowPct).toBe(null);
    expect(list.total).toEqual({ samples: null, period: 100 });
    expect(list.sites.map(({ samples, shareLowPct }) => [samples, shareLowPct])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('leave what the list does not show unattributed, and locks unknown', () => {
    expect(list.unattributed.period).toBeCloseTo(87.22, 10);
    expect(list.locks.find(({ role }) => role === 'buffer-pool')).toMatchObject({
      share: null,
      why: 'not observable: the list does not show it',
    });
  });

  it('take the rest of a list that adds up to 100 within rounding for rounding', () => {
    expect(attributed([table([row('apparmor_file_open', 9.6), row('other', 90)])]).unattributed.period).toBe(
      0,
    );
  });
});

it('a printed total makes counts of percentages, and so an interval', () => {
  const list = attributed([
    table([row('apparmor_file_open', 10), row('memcpy', 90)], { totalSamples: 2000 }),
  ]);
  expect(list.sites[0]?.samples).toBeCloseTo(200, 10);
  // Wilson, 200 of 2000: 8.76 % to 11.39 %.
  expect(list.labelShareLowPct).toBeCloseTo(8.76, 2);
  expect(list.labelShareHighPct).toBeCloseTo(11.39, 2);
});

it('printed samples are used as they are', () => {
  const rows = [
    row('apparmor_file_open', 23.3, { samples: 7 }),
    row('default_idle', 76.7, { samples: 23, comm: 'swapper' }),
  ];
  const list = attributed([table(rows, { totalSamples: 30, totalIsExact: true })]);
  expect(list.total.samples).toBe(7);
  expect(list.idle.samples).toBe(23);
});

it('the idle loop is idle also in a list without commands', () => {
  const list = attributed([table([row('default_idle', 60), row('tcp_ack', 40)])]);
  expect(list.idle.period).toBe(60);
  expect(list.total.period).toBe(40);
});

it('two lists of one event, as before and after a patch, are not added', () => {
  const lists = [table([row('apparmor_file_open', 30)]), table([row('apparmor_file_open', 5)])];
  expect(attributed(lists).labelSharePct).toBeCloseTo(30, 10);
  expect(attributed(lists, 1)).toMatchObject({ event: 'cycles #2' });
  expect(attributed(lists, 1).labelSharePct).toBeCloseTo(5, 10);
});

it('callers lead to the syscall and carry an out-of-line helper to its hook', () => {
  const callers = ['apparmor_task_kill', 'security_task_kill', '__x64_sys_kill'];
  const list = attributed([table([row('aa_get_task_label', 100, { callers })])]);
  expect(list.sites).toMatchObject([{ function: 'apparmor_task_kill', syscalls: [{ name: 'kill' }] }]);
});
