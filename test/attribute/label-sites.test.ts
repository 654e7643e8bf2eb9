import { describe, expect, it } from 'vitest';
import { NO_REFERENCE_FUNCTIONS } from '../../src/attribute/catalogue/apparmor-functions.js';
import { siteRuleFor } from '../../src/attribute/catalogue/catalogue.js';
import { LABEL_HELPERS } from '../../src/attribute/catalogue/label-helpers.js';
import { LABEL_SITES } from '../../src/attribute/catalogue/label-sites.js';
import { baseFunction } from '../../src/attribute/catalogue/symbol-name.js';
import { isInRange, parseKernelRelease } from '../../src/model/kernel-release.js';
import { fixture } from '../conformance.js';

function release(text: string) {
  const parsed = parseKernelRelease(text);
  if (parsed === null) {
    throw new Error(text);
  }
  return parsed;
}

function rmws(name: string, kernel: string): number {
  return siteRuleFor(name, release(kernel))?.rmws ?? 0;
}

/** The locked instructions on label counts in the recorded kernel's machine code; see the file's head. */
const LOCKED = new TextDecoder()
  .decode(fixture('catalogue/locked-label-functions-6.1.txt'))
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [place = '', , ...chain] = line.split(' ');
    const [symbol = '', offset = ''] = place.split('+');
    return { name: baseFunction(symbol), offset, chain };
  });

/** Those that run only for a stale label: the retry loop, and the put that ends a critical section. */
function isStalePath(chain: readonly string[]): boolean {
  return chain.includes('aa_get_newest_label')
    ? chain.includes('kref_get_unless_zero')
    : chain.includes('end_current_label_crit_section');
}

describe('the catalogue against the machine code of 6.1.192-labp', () => {
  const kernel = release('6.1.192-labp');
  const helpers = new Set(LABEL_HELPERS.map((rule) => rule.function));

  it('reads the fixture', () => {
    expect(LOCKED).toHaveLength(410);
  });

  it('knows every function that gets or puts a label', () => {
    const unknown = LOCKED.map(({ name }) => name).filter(
      (name) => siteRuleFor(name, kernel) === null && !helpers.has(name),
    );
    expect(unknown).toEqual([]);
  });

  it('gives no reference to functions that count only for stale labels', () => {
    const names = new Set(LOCKED.map(({ name }) => name).filter((name) => !helpers.has(name)));
    const wrong = [...names].filter((name) => {
      const locked = LOCKED.filter((instruction) => instruction.name === name);
      const rule = siteRuleFor(name, kernel);
      return locked.every(({ chain }) => isStalePath(chain)) && rule !== null && rule.rmws > 0;
    });
    expect(wrong).toEqual([]);
  });

  it('has atomics off the common path only where it says so', () => {
    const rare = new Set(
      LOCKED.filter(({ name, chain }) => !isStalePath(chain) && siteRuleFor(name, kernel)?.rmws === 0).map(
        ({ name }) => name,
      ),
    );
    // The slow path of a cached check; a label found stale; contexts mostly unset; sockets that have a label;
    // files of policy; doubles; failures.
    expect([...rare].sort()).toEqual([
      'aa_capable',
      'aa_file_perm',
      'aa_replace_stale_label_tw_func',
      'aa_unpack',
      'aa_vec_unique',
      'aafs_create',
      'aafs_evict',
      'apparmor_bprm_committed_creds',
      'apparmor_secmark_check',
      'apparmor_sock_graft',
      'apparmor_task_alloc',
      'apparmor_task_free',
      'may_change_ptraced_domain',
    ]);
  });

  // shared/traces/INDEX.md: get, put, stale-label cmpxchg.
  it.each([
    ['apparmor_file_open', ['0x8e', '0xb2', '0xf3']],
    ['apparmor_current_getsecid_subj', ['0x3e', '0x61', '0xaa']],
    ['apparmor_file_alloc_security', ['0x72', '0xbd', '0xf2']],
    ['apparmor_file_free_security', ['0x27']],
  ])('finds the instructions of %s where the index has them', (name, offsets) => {
    expect(LOCKED.filter((locked) => locked.name === name).map(({ offset }) => offset)).toEqual(offsets);
  });
});

describe('references per call', () => {
  // model.md: 6 before 6.7 with IMA built in (4 without), 4 from 6.7 to 6.10, 2 from 6.11.
  it.each([
    ['5.10', 'apparmor_task_getsecid', 6],
    ['6.1', 'apparmor_current_getsecid_subj', 6],
    ['6.6', 'apparmor_current_getsecid_subj', 6],
    ['6.7', 'apparmor_current_getsecid_subj', 4],
    ['6.10', 'apparmor_current_getsecid_subj', 4],
    ['6.11', 'apparmor_current_getsecid_subj', 2],
    ['6.18', 'apparmor_current_getlsmprop_subj', 2],
  ])('are so many for an open and a close on %s', (kernel, getsecid, expected) => {
    const hooks = ['apparmor_file_alloc_security', 'apparmor_file_open', 'apparmor_file_free_security'];
    expect([...hooks, getsecid].reduce((sum, name) => sum + rmws(name, kernel), 0)).toBe(expected);
  });

  // shared/evidence.md 6.3
  it.each([
    ['apparmor_task_getsecid_obj', '6.6', 2],
    ['apparmor_cred_prepare', '6.6', 1],
    ['apparmor_cred_transfer', '6.6', 1],
    ['apparmor_cred_free', '6.6', 1],
    ['apparmor_capable', '6.6', 2],
    ['apparmor_capget', '6.6', 2],
    ['apparmor_ptrace_access_check', '6.6', 2],
    ['apparmor_ptrace_access_check', '6.7', 0],
    ['apparmor_ptrace_traceme', '6.6', 2],
    ['apparmor_ptrace_traceme', '6.7', 0],
    ['apparmor_task_kill', '6.6', 2],
    ['apparmor_task_kill', '6.7', 2],
    ['apparmor_socket_post_create', '6.6', 3],
    ['apparmor_sk_clone_security', '6.6', 1],
    ['apparmor_sk_free_security', '6.6', 1],
    ['apparmor_socket_create', '6.6', 0],
    ['apparmor_socket_getpeersec_stream', '6.6', 0],
    ['apparmor_path_link', '6.6', 0],
    ['apparmor_path_rename', '6.6', 0],
    ['apparmor_userns_create', '6.7', 0],
    ['apparmor_inode_getattr', '6.6', 0],
    ['apparmor_file_permission', '6.6', 0],
    ['aa_sk_perm', '6.6', 0],
    // lsm.c at 88fec3526e84, of 6.17: a socket has a label from its allocation on.
    ['apparmor_sk_alloc_security', '6.17', 1],
    ['apparmor_socket_post_create', '6.17', 4],
    ['apparmor_socket_getpeersec_stream', '6.17', 2],
  ])('of %s on %s are %i', (name, kernel, expected) => {
    expect(siteRuleFor(name, release(kernel))?.rmws).toBe(expected);
  });

  it('move the line at most once each', () => {
    expect(LABEL_SITES.filter((rule) => rule.transfers > rule.rmws)).toEqual([]);
  });
});

describe('the table', () => {
  const RELEASES = ['4.15', '5.4', '5.10', '5.15', '6.1', '6.5', '6.6', '6.7', '6.11', '6.12', '6.18', '7.2'];

  it.each(RELEASES)('has at most one row a function on %s', (kernel) => {
    const names = LABEL_SITES.filter((rule) => isInRange(release(kernel), rule.kernels)).map(
      (rule) => rule.function,
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('names a source for every row', () => {
    expect([...LABEL_SITES, ...LABEL_HELPERS].filter((rule) => rule.sources.length === 0)).toEqual([]);
  });

  it('holds each function in one list', () => {
    const sites = new Set(LABEL_SITES.map((rule) => rule.function));
    const names = [...sites, ...LABEL_HELPERS.map((rule) => rule.function), ...NO_REFERENCE_FUNCTIONS];
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('is of base functions', () => {
    const names = [...LABEL_SITES, ...LABEL_HELPERS].map((rule) => rule.function);
    expect([...names, ...NO_REFERENCE_FUNCTIONS].filter((name) => !/^\w+$/.test(name))).toEqual([]);
  });
});
