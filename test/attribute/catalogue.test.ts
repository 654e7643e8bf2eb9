import { describe, expect, it } from 'vitest';
import { isAppArmorFunction } from '../../src/attribute/catalogue/apparmor-functions.js';
import { classifyFunction, helperRuleFor, siteRuleFor } from '../../src/attribute/catalogue/catalogue.js';
import { baseFunction } from '../../src/attribute/catalogue/symbol-name.js';
import { parseKernelRelease } from '../../src/model/kernel-release.js';

describe('baseFunction', () => {
  it.each([
    ['apparmor_file_open', 'apparmor_file_open'],
    ['aa_put_buffer.part.0', 'aa_put_buffer'],
    ['aa_get_buffer.cold', 'aa_get_buffer'],
    ['__aa_create_ns.part.0.cold', '__aa_create_ns'],
    ['query_label.constprop.0.isra.12', 'query_label'],
    ['aa_file_perm.llvm.1234567890abcdef', 'aa_file_perm'],
    ['.text', '.text'],
    ['x.partial', 'x.partial'],
  ])('of %s is %s', (symbol, base) => {
    expect(baseFunction(symbol)).toBe(base);
  });
});

describe('parseKernelRelease', () => {
  it.each([
    ['6.1.192-labp', { major: 6, minor: 1 }],
    ['5.15.0-91-generic', { major: 5, minor: 15 }],
    ['6.12-rc3', { major: 6, minor: 12 }],
    ['v6.11', { major: 6, minor: 11 }],
    ['', null],
    ['linux', null],
  ])('reads %j', (text, expected) => {
    expect(parseKernelRelease(text)).toEqual(expected);
  });
});

describe('siteRuleFor', () => {
  it('orders releases by number, not by letter', () => {
    expect(siteRuleFor('apparmor_file_open', { major: 6, minor: 9 })?.lifetime).toBe('transient-object');
    expect(siteRuleFor('apparmor_file_open', { major: 6, minor: 10 })?.lifetime).toBe('transient-object');
    expect(siteRuleFor('apparmor_file_open', { major: 6, minor: 11 })?.lifetime).toBe('stale');
    expect(siteRuleFor('apparmor_file_open', { major: 7, minor: 0 })?.lifetime).toBe('stale');
  });

  it('takes the row with references for an unknown kernel', () => {
    expect(siteRuleFor('apparmor_file_open', null)).toMatchObject({ lifetime: 'transient-object', rmws: 2 });
    expect(siteRuleFor('apparmor_socket_post_create', null)?.kernels.from).toBe('6.17');
    expect(siteRuleFor('apparmor_path_link', null)?.lifetime).toBe('stale');
    expect(siteRuleFor('do_sys_open', null)).toBeNull();
  });
});

describe('classifyFunction', () => {
  const kernel = { major: 6, minor: 1 };

  it('knows what a function does to a label', () => {
    expect(classifyFunction('apparmor_file_alloc_security', kernel)).toMatchObject({
      kind: 'site',
      rule: { operation: 'get', lifetime: 'held-taken', rmws: 1 },
    });
    expect(classifyFunction('aa_get_task_label', kernel)).toMatchObject({
      kind: 'helper',
      rule: { operation: 'get', rmws: 1 },
    });
    for (const name of [
      'aa_path_perm',
      'aa_dfa_match',
      'aa_get_buffer',
      'aa_label_kref',
      'profile_path_perm',
    ]) {
      expect(classifyFunction(name, kernel).kind).toBe('no-reference');
    }
    expect(classifyFunction('apparmor_of_tomorrow', kernel).kind).toBe('unknown');
    expect(classifyFunction('do_sys_openat2', kernel).kind).toBe('not-apparmor');
  });

  it('finds no reference where only other releases take one', () => {
    expect(classifyFunction('apparmor_sk_alloc_security', { major: 5, minor: 10 }).kind).toBe('no-reference');
    expect(classifyFunction('apparmor_sk_alloc_security', { major: 7, minor: 2 }).kind).toBe('site');
  });

  it('has helpers for the inlines of the kernel headers', () => {
    expect(helperRuleFor('aa_put_label')?.operation).toBe('put');
    expect(helperRuleFor('refcount_warn_saturate')).toBeNull();
  });
});

describe('isAppArmorFunction', () => {
  it.each([
    'apparmor_file_open',
    '__aafs_ns_rmdir',
    'aa_free_ns.part.0',
    'query_label.constprop.0',
    'common_perm_cond',
  ])('holds for %s', (name) => {
    expect(isAppArmorFunction(name)).toBe(true);
  });
  it.each(['aac_probe_one', 'kref_put', 'p_start', 'prepend', 'ima_file_check', ''])(
    'does not hold for %j',
    (name) => {
      expect(isAppArmorFunction(name)).toBe(false);
    },
  );
});
