import { describe, expect, it } from 'vitest';
import { attributeEvent } from '../../src/attribute/attribution.js';
import { counterCatalogue, LABEL_CATALOGUE } from '../../src/attribute/catalogue/counter-catalogue.js';
import { SHIPPED_CATALOGUES } from '../../src/attribute/catalogue/shipped.js';
import { ContentionJudge } from '../../src/attribute/contention.js';
import { Selection } from '../../src/attribute/selection.js';
import { unseenSingleInstances } from '../../src/attribute/single-instance.js';
import { StackJudge } from '../../src/attribute/stack-verdict.js';
import { stations } from '../../src/attribute/stations.js';
import type { CacheLine } from '../../src/model/cache-line.js';
import { perfC2cFormat } from '../../src/read/perf-c2c/perf-c2c.js';
import { fixture, readBytes } from '../conformance.js';
import { addDrawn, newProfile } from './stacks.js';

const KERNEL = { major: 6, minor: 1 };
const OPEN = 'do_dentry_open < path_openat < __x64_sys_openat';

function stationsOf(
  samples: Readonly<Record<string, number>>,
  cacheLines: readonly CacheLine[] = [],
  asked: readonly string[] = [],
) {
  const profile = newProfile();
  for (const [stack, count] of Object.entries(samples)) addDrawn(profile, { stack, samples: count });
  const judge = new StackJudge(profile, KERNEL);
  const selection = new Selection(profile, judge, []);
  return stations({
    profile,
    event: 0,
    window: null,
    selection,
    judge,
    contention: new ContentionJudge(profile, KERNEL, SHIPPED_CATALOGUES.map(counterCatalogue)),
    attribution: attributeEvent(profile, judge, selection, 0, null),
    subject: LABEL_CATALOGUE,
    cacheLines,
    singleInstance: new Set(asked),
  });
}

const LABEL = {
  [`apparmor_file_open < ${OPEN}`]: 40,
  'apparmor_file_free_security < __fput < task_work_run': 20,
  'do_idle_things < __x64_sys_read': 40,
};

function line(address: string, symbols: readonly (readonly [string, number])[]): CacheLine {
  return {
    address,
    records: 1,
    localHitm: 1,
    remoteHitm: 1,
    peer: null,
    file: 'c2c.txt',
    accesses: symbols.map(([symbol, offset]) => ({
      symbol,
      offset,
      dso: '[kernel.kallsyms]',
      remoteHitmPct: 50,
      localHitmPct: 50,
      peerPct: null,
      records: 1,
      cpus: 2,
    })),
  };
}

describe('other counters and locks', () => {
  const rows = stationsOf({
    [`native_queued_spin_lock_slowpath < _raw_spin_lock < aa_get_buffer < aa_path_perm < ${OPEN}`]: 30,
    [`_raw_spin_lock < aa_path_perm < ${OPEN}`]: 10,
    'native_queued_spin_lock_slowpath < _raw_spin_lock_bh < lock_sock_nested < tcp_recvmsg < __x64_sys_recvfrom': 20,
    'osq_lock < __mutex_lock < some_driver_ioctl < __x64_sys_ioctl': 5,
    [`lockref_get < ${OPEN}`]: 8,
    'lockref_put_return < dput < terminate_walk < path_openat < __x64_sys_openat': 7,
    'fput < close_fd < __x64_sys_close': 6,
    '_raw_spin_unlock_irqrestore < __wake_up < __x64_sys_write': 14,
  });

  it('are charged to the caller outside the lock functions, with the syscall', () => {
    expect(
      rows.map(({ class: key, sharePct, sites }) => [key, sharePct, sites.map((site) => site.function)]),
    ).toEqual([
      ['buffer-pool', 40, ['aa_get_buffer', 'aa_path_perm']],
      ['socket-lock', 20, ['lock_sock_nested']],
      ['dentry-lockref', 15, ['do_dentry_open', 'terminate_walk']],
      ['file-count', 6, ['fput']],
      ['lock-in-some_driver_ioctl', 5, ['some_driver_ioctl']],
    ]);
    expect(rows[1]?.sites[0]?.syscalls).toEqual([{ name: 'recvfrom', samples: 20 }]);
  });

  it('say whether they are one instance', () => {
    expect(rows.map((row) => row.singleInstance)).toEqual([true, false, false, false, false]);
    const asked = stationsOf({ [`lockref_get < ${OPEN}`]: 8 }, [], ['dentry-lockref']);
    expect(asked[0]).toMatchObject({
      singleInstance: true,
      singleInstanceWhy: 'as said with --single-instance',
    });
  });

  it('a class asked for that nothing is of is said, with those that there are', () => {
    expect(unseenSingleInstances(['buffer-pool', 'bufer-pool'], rows)).toMatchObject([
      {
        kind: 'single-instance-unseen',
        text: '--single-instance bufer-pool changes nothing: no counter or lock of that class was seen',
        hint: 'seen were buffer-pool, socket-lock, dentry-lockref, file-count, lock-in-some_driver_ioctl',
      },
    ]);
    expect(unseenSingleInstances(['label'], [])[0]?.hint).toBeNull();
  });
});

describe("the label's line", () => {
  it('is one station of all sites, by assumption', () => {
    expect(stationsOf(LABEL)).toMatchObject([
      { class: 'label', kind: 'label-line', samples: 60, sharePct: 60, singleInstance: true, cacheLines: [] },
    ]);
  });

  it('is confirmed by perf c2c where one line has all sites, and shows who shares it falsely', () => {
    const c2c = [
      line('0x40', [
        ['apparmor_file_open', 0],
        ['apparmor_file_free_securit', 0],
        ['aa_label_is_subset', 16],
      ]),
      line('0x80', [['do_dentry_open', 8]]),
    ];
    const [station, ...more] = stationsOf(LABEL, c2c);
    expect(more).toEqual([]);
    expect(station?.singleInstanceWhy).toBe('perf c2c shows its sites on one line, 0x40');
    expect(station?.cacheLines).toEqual([
      {
        address: '0x40',
        sites: ['apparmor_file_open', 'apparmor_file_free_security'],
        offsets: [0],
        falseSharers: [{ symbol: 'aa_label_is_subset', offset: 16, remoteHitmPct: 50, localHitmPct: 50 }],
      },
    ]);
  });

  it('is split by perf c2c where sites have no line in common', () => {
    const c2c = [
      line('0x40', [['apparmor_file_open', 0]]),
      line('0x80', [['apparmor_file_free_security', 0]]),
    ];
    expect(stationsOf(LABEL, c2c)).toMatchObject([
      { name: 'label reference count (line 0x40)', samples: 40, sharePct: 40, singleInstance: true },
      { name: 'label reference count (line 0x80)', samples: 20, sharePct: 20, singleInstance: true },
    ]);
  });

  it('is no single server where its sites were seen on several lines', () => {
    const both: [string, number][] = [
      ['apparmor_file_open', 0],
      ['apparmor_file_free_security', 0],
    ];
    expect(stationsOf(LABEL, [line('0x40', both), line('0x80', both)])).toMatchObject([
      { samples: 60, singleInstance: false, singleInstanceWhy: 'perf c2c shows its sites on 2 lines' },
    ]);
  });

  it('is found in a printed perf c2c report, whose names are cut', () => {
    const { cacheLines } = readBytes(perfC2cFormat, fixture('perf-c2c/hitm-6.1.txt'));
    const [station] = stationsOf(LABEL, cacheLines);
    expect(station?.cacheLines.map(({ address, sites }) => [address, sites])).toEqual([
      ['0xffff9d2a4bd51100', ['apparmor_file_open', 'apparmor_file_free_security']],
    ]);
    expect(station?.cacheLines[0]?.falseSharers.map(({ offset }) => offset)).toEqual([0x30]);
  });
});
