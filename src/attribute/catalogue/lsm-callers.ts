/** Hooks that the LSM core calls from a function of another name: security/security.c of 6.1.192. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['apparmor_cred_prepare', 'security_prepare_creds'],
  ['apparmor_cred_transfer', 'security_transfer_creds'],
  ['apparmor_file_alloc_security', 'security_file_alloc'],
  ['apparmor_file_free_security', 'security_file_free'],
  ['apparmor_sk_alloc_security', 'security_sk_alloc'],
  ['apparmor_sk_clone_security', 'security_sk_clone'],
  ['apparmor_sk_free_security', 'security_sk_free'],
  ['apparmor_userns_create', 'security_create_user_ns'],
]);

/**
 * Hooks called from the function of their own name, and from nowhere else. Read as above, hook by hook, with the
 * LSM_HOOK_INIT lines of AppArmor in 6.1.192, 6.12.117 and 7.2.13. apparmor_task_getsecid is missing: the hook of two
 * LSM functions from 5.13 on.
 */
const SAME_NAME: ReadonlySet<string> = new Set([
  'apparmor_capable',
  'apparmor_capget',
  'apparmor_cred_free',
  'apparmor_current_getsecid_subj',
  'apparmor_file_lock',
  'apparmor_file_mprotect',
  'apparmor_file_open',
  'apparmor_file_permission',
  'apparmor_file_receive',
  'apparmor_inode_getattr',
  'apparmor_mmap_file',
  'apparmor_path_chmod',
  'apparmor_path_chown',
  'apparmor_path_link',
  'apparmor_path_mkdir',
  'apparmor_path_mknod',
  'apparmor_path_rename',
  'apparmor_path_rmdir',
  'apparmor_path_symlink',
  'apparmor_path_truncate',
  'apparmor_path_unlink',
  'apparmor_ptrace_access_check',
  'apparmor_ptrace_traceme',
  'apparmor_sock_graft',
  'apparmor_socket_create',
  'apparmor_socket_getpeersec_stream',
  'apparmor_socket_post_create',
  'apparmor_task_alloc',
  'apparmor_task_free',
  'apparmor_task_getsecid_obj',
  'apparmor_task_kill',
  'apparmor_task_setrlimit',
]);

/** The one LSM function that calls an AppArmor hook; `null` where there is none, or more than one. */
export function lsmCallerOf(hook: string): string | null {
  return RENAMED.get(hook) ?? (SAME_NAME.has(hook) ? hook.replace('apparmor_', 'security_') : null);
}
