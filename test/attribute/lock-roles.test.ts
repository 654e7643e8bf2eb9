import { describe, expect, it } from 'vitest';
import { isAppArmorFunction } from '../../src/attribute/catalogue/apparmor-functions.js';
import { LOCK_ROLES, lockRole } from '../../src/attribute/catalogue/lock-roles.js';
import type { ContentionPoint, LockClass } from '../../src/model/lock.js';

/** A lock_stat row with only what tells whose it is. */
function row(name: string, waiters: readonly string[] = [], holders: readonly string[] = []): LockClass {
  const point = (symbol: string): ContentionPoint => ({ symbol, offset: 0x2b, module: null, count: 1 });
  return {
    name,
    mode: 'exclusive',
    conBounces: 0,
    contentions: waiters.length,
    waitMinNs: null,
    waitMaxNs: null,
    waitTotalNs: 0,
    waitAvgNs: null,
    acqBounces: 0,
    acquisitions: 1,
    holdMinNs: null,
    holdMaxNs: null,
    holdTotalNs: 0,
    holdAvgNs: null,
    waiters: waiters.map(point),
    holders: holders.map(point),
    file: 'lock_stat.txt',
    line: 1,
  };
}

describe('lockRole', () => {
  // Rows of shared/traces/lockstat-policy-reload-8cpu/lock_stat.*.txt
  it.each([
    ['aa_buffers_lock', ['aa_get_buffer', 'aa_put_buffer'], 'buffer-pool'],
    ['aa_secids.xa_lock', [], 'secids'],
    ['&ls->lock', ['aa_label_merge', 'aa_label_replace'], 'label-tree'],
    ['&ls->lock', [], 'label-tree'],
    ['&ns->lock', ['p_start', 'aa_replace_profiles', 'do_ploaddata_rmfs'], 'namespace'],
    ['&ctx->lock', [], null],
    ['&hctx->lock', [], null],
  ])('of %s waited for in %j is %s', (name, waiters, role) => {
    expect(lockRole(row(name, waiters))).toBe(role);
  });

  it('knows the secid lock of before the xarray', () => {
    expect(lockRole(row('secid_lock'))).toBe('secids');
  });

  it('wants a proof for names that others use', () => {
    expect(lockRole(row('&ctx->lock', ['aio_complete']))).toBeNull();
    expect(lockRole(row('&ctx->lock', ['update_file_ctx']))).toBe('file-context');
    expect(lockRole(row('&ctx->lock', [], ['update_file_ctx']))).toBe('file-context');
    expect(lockRole(row('&ns->lock', ['proc_lookup']))).toBeNull();
    expect(lockRole(row('&ns->lock', ['__aa_create_ns.part.0']))).toBe('namespace');
  });

  it('sees through versions and subclasses of a class name', () => {
    expect(lockRole(row('&ns->lock/1', ['aa_prepare_ns']))).toBe('namespace');
    expect(lockRole(row('&ns->lock#2', ['aa_prepare_ns']))).toBe('namespace');
    expect(lockRole(row('&ns->lock#2/1', ['aa_prepare_ns']))).toBe('namespace');
  });
});

describe('LOCK_ROLES', () => {
  it('names AppArmor functions as takers', () => {
    const takers = LOCK_ROLES.flatMap((rule) => rule.takenIn);
    // p_start is also a function of the function tracer.
    expect(takers.filter((name) => !isAppArmorFunction(name))).toEqual(['p_start']);
  });
});
