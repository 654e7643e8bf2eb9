import { LABEL_HELPERS } from './label-helpers.js';
import { LABEL_SITES } from './label-sites.js';
import { baseFunction } from './symbol-name.js';

/**
 * Functions of security/apparmor that neither get nor put a label themselves, by the file that defines them: all
 * that the trees of kernel-source.ts define (5.10, 6.1, 6.12, 7.2) or the recorded 6.1 has in its text, less the
 * sites, the helpers, and names too common to stand for AppArmor. Where the compiler inlined a site into one of
 * them, the site's frame says so. Pure data, hence its length.
 */
export const NO_REFERENCE_FUNCTIONS: readonly string[] = [
  // af_unix.c
  ...names(`
    aa_sunaddr aa_unix_create_perm aa_unix_label_sk_perm aa_unix_peer_perm aa_unix_sk match_addr
    match_label match_to_cmd match_to_local match_to_peer match_to_sk profile_accept_perm profile_bind_perm
    profile_create_perm profile_listen_perm profile_opt_perm profile_peer_perm profile_sk_perm unix_fs_perm
    unix_peer_perm valid_addr
  `),
  // apparmorfs.c
  ...names(`
    __aa_bump_ns_revision __aa_create_rawdata_symlink_dents __aa_fs_list_remove_rawdata
    __aa_remove_rawdata_symlink_dents __aafs_ns_mkdir __aafs_profile_migrate_dents __aafs_profile_mkdir
    __aafs_profile_rmdir __aafs_setup_d_inode __first_profile __next_ns __next_profile aa_create_aafs
    aa_destroy_aafs aa_mk_null_file aa_sfs_seq_open aa_sfs_seq_show
    aa_simple_write_to_buffer aafs_create_dir aafs_create_file aafs_free_inode aafs_remove
    aafs_show_path apparmorfs_fill_super apparmorfs_get_tree apparmorfs_init_fs_context create_profile_file
    create_symlink_dent decompress_zstd deflate_decompress entry_create_dir entry_create_file
    entry_remove_dir entry_remove_file gen_symlink_name get_loaddata_common_ref get_multi_transaction
    get_proxy_common_ref multi_transaction_kref multi_transaction_new multi_transaction_read
    multi_transaction_release multi_transaction_set next_profile ns_revision_poll ns_revision_read
    policy_readlink profile_depth profile_query_cb profiles_open profiles_release put_multi_transaction
    rawdata_f_data_alloc rawdata_f_data_free rawdata_get_link_abi rawdata_get_link_data
    rawdata_get_link_sha1 rawdata_get_link_sha256 rawdata_link_cb rawdata_open rawdata_read rawdata_release
    remove_rawdata_dents seq_ns_compress_max_show seq_ns_compress_min_show seq_profile_open
    seq_profile_release seq_rawdata_abi_show seq_rawdata_compressed_size_show seq_rawdata_hash_show
    seq_rawdata_open seq_rawdata_release seq_rawdata_revision_show seq_show_profile
  `),
  // audit.c
  ...names(`
    aa_audit aa_audit_msg aa_audit_rule_init aa_audit_rule_known aa_audit_rule_match audit_pre
  `),
  // capability.c
  ...names(`
    aa_profile_capget audit_cb profile_capable
  `),
  // crypto.c
  ...names(`
    aa_calc_hash aa_calc_profile_hash aa_hash_size init_profile_hash
  `),
  // domain.c
  ...names(`
    aa_free_domain_entries aa_xattrs_match change_profile_perms change_profile_perms_wrapper
    is_profile_priv_restricted_to_stack label_components_match label_compound_match label_match
    label_merge_wrap match_component profile_onexec x_table_lookup
  `),
  // file.c
  ...names(`
    __aa_path_perm __file_is_delegated __file_path_perm __file_sock_perm __is_unix_file
    __unix_needs_revalidation aa_audit_file aa_compute_fperms aa_lookup_condperms aa_lookup_fperms
    aa_path_link aa_path_perm aa_str_perms file_audit_cb map_mask_to_chr_mask profile_path_link
    profile_path_perm revalidate_tty xindex_is_subset
  `),
  // include/audit.h
  ...names(`
    complain_error
  `),
  // include/capability.h
  ...names(`
    aa_free_cap_rules
  `),
  // include/cred.h
  ...names(`
    __aa_task_raw_label aa_cred_raw_label aa_current_raw_label cred_label set_cred_label
  `),
  // include/file.h
  ...names(`
    aa_alloc_file_ctx aa_free_file_ctx aa_free_file_rules aa_get_file_label aa_map_file_to_perms
  `),
  // include/label.h
  ...names(`
    __aa_subj_label_is_cached aa_get_proxy aa_label_str_split aa_label_strn_split aa_put_proxy
    label_mediates label_mediates_safe labels_profile
  `),
  // include/lib.h
  ...names(`
    __policy_find __policy_strn_find aa_dfa_null_transition aa_get_str aa_put_str aa_strneq
    path_mediated_fs
  `),
  // include/match.h
  ...names(`
    aa_get_dfa aa_put_dfa
  `),
  // include/net.h
  ...names(`
    aa_profile_af_sk_perm aa_sock
  `),
  // include/perms.h
  ...names(`
    aa_perms_accum aa_perms_accum_raw
  `),
  // include/policy.h
  ...names(`
    aa_get_pdb aa_lookup_perms aa_put_pdb profile_mediates_safe
  `),
  // include/policy_ns.h
  ...names(`
    __aa_find_ns __aa_findn_ns __aa_lookup_ns aa_deref_parent aa_lookup_ns
  `),
  // include/policy_unpack.h
  ...names(`
    __aa_get_loaddata aa_get_i_loaddata aa_get_loaddata aa_get_profile_loaddata
    aa_get_profile_loaddata_not0 aa_put_i_loaddata aa_put_loaddata aa_put_profile_loaddata
  `),
  // include/resource.h
  ...names(`
    aa_free_rlimit_rules
  `),
  // ipc.c
  ...names(`
    aa_may_signal audit_signal_cb audit_signal_mask map_signal_num profile_signal_perm
  `),
  // label.c
  ...names(`
    __aa_label_next_not_in_set __aa_labelset_update_subtree __label_remove __label_replace __proxy_share
    aa_label_acntsxprint aa_label_alloc aa_label_asxprint aa_label_free aa_label_init aa_label_is_subset
    aa_label_is_unconfined_subset aa_label_kref aa_label_match aa_label_next_confined
    aa_label_next_in_merge aa_label_parse aa_label_remove aa_label_seq_xprint aa_label_snxprint
    aa_label_xaudit aa_label_xprintk aa_labelset_destroy aa_labelset_init aa_profile_snxprint
    aa_update_label_name accum_label_info accum_vec_flags display_mode fqlookupn_profile label_cmp
    label_count_strn_entries label_free_rcu label_free_switch label_is_visible label_merge_cmp
    label_modename labelset_of_merge ns_cmp profile_cmp use_label_hname vec_cmp vec_is_stale vec_unconfined
  `),
  // lib.c
  ...names(`
    aa_apply_modes_to_perms aa_audit_perm_mask aa_audit_perm_names aa_audit_perms_cb aa_check_perms
    aa_compute_perms aa_destroy_str_table aa_free_str_table aa_info_message aa_parse_debug_params
    aa_perm_mask_to_str aa_policy_destroy aa_policy_init aa_print_debug_params aa_profile_label_perm
    aa_profile_match_label aa_resize_str_table aa_split_fqname aa_splitn_fqname aa_str_alloc aa_str_kref
    skipn_spaces val_mask_to_str val_table_find_ent
  `),
  // lsm.c
  ...names(`
    aa_get_buffer aa_put_buffer aa_setup_dfa_engine aa_sock_msg_perm aa_sock_opt_perm aa_sock_perm
    aa_teardown_dfa_engine alloc_buffers apparmor_bprm_committing_creds apparmor_cred_alloc_blank
    apparmor_dointvec apparmor_enabled_setup apparmor_inet_conn_request apparmor_init_sysctl
    apparmor_ip_postroute apparmor_ipv4_postroute apparmor_ipv6_postroute apparmor_nf_ip_init
    apparmor_nf_register apparmor_nf_unregister apparmor_setselfattr apparmor_socket_accept
    apparmor_socket_bind apparmor_socket_connect apparmor_socket_getpeername apparmor_socket_getsockname
    apparmor_socket_getsockopt apparmor_socket_listen apparmor_socket_recvmsg apparmor_socket_sendmsg
    apparmor_socket_setsockopt apparmor_socket_shutdown apparmor_socket_sock_rcv_skb audit_uring_cb
    audit_uring_mask cache_hold_inc param_get_aabool param_get_aacompressionlevel param_get_aaintbool
    param_get_aalockpolicy param_get_aauint param_get_audit param_get_debug param_get_mode param_set_aabool
    param_set_aacompressionlevel param_set_aaintbool param_set_aalockpolicy param_set_aauint
    param_set_audit param_set_debug param_set_mode profile_uring sk_peer_label unix_connect_perm
  `),
  // match.c
  ...names(`
    aa_dfa_free_kref aa_dfa_leftmatch aa_dfa_match aa_dfa_match_len aa_dfa_match_until aa_dfa_matchn_until
    aa_dfa_next aa_dfa_outofband_transition aa_dfa_unpack leftmatch_fb remap_data16_to_data32 unpack_table
    verify_dfa verify_table_headers
  `),
  // mount.c
  ...names(`
    aa_bind_mount aa_mount_change_type aa_move_mount aa_move_mount_old aa_new_mount aa_remount aa_umount
    audit_mnt_flags audit_mount compute_mnt_perms do_match_mnt match_mnt match_mnt_flags match_mnt_path_str
    profile_umount
  `),
  // net.c
  ...names(`
    aa_af_perm aa_dfa_match_be16 aa_do_perms aa_label_sk_perm aa_match_to_prot aa_profile_af_perm
    aa_secmark_perm aa_sock_file_perm audit_net_cb audit_unix_addr audit_unix_sk_addr early_match
  `),
  // path.c
  ...names(`
    aa_path_name d_namespace_path
  `),
  // policy.c
  ...names(`
    __aa_profile_list_release __find_child __list_lookup_parent __lookup_parent __lookup_profile
    __lookupn_profile __strn_find_child aa_alloc_pdb aa_alloc_profile aa_alloc_ruleset
    aa_compute_profile_mediates aa_destroy_tags aa_free_data aa_free_pdb aa_lookup_profile
    aa_may_manage_policy aa_new_learning_profile aa_pdb_free_kref aa_policy_admin_capable
    aa_policy_view_capable audit_policy free_attachment free_ruleset is_subset_of_obj_privilege
    policy_admin_capable policy_ns_capable replacement_allowed share_name
  `),
  // policy_compat.c
  ...names(`
    aa_compat_map_file aa_compat_map_policy aa_compat_map_xmatch compute_fperms compute_fperms_allow
    compute_fperms_other compute_fperms_user compute_perms compute_perms_entry compute_xmatch_perms
    dfa_map_xindex map_old_perms map_other map_xbits remap_dfa_accept
  `),
  // policy_ns.c
  ...names(`
    __aa_lookupn_ns __ns_list_release aa_ns_name aa_ns_visible alloc_ns alloc_unconfined destroy_ns
  `),
  // policy_unpack.c
  ...names(`
    __aa_loaddata_update aa_inbounds aa_load_ent_alloc aa_loaddata_alloc aa_loaddata_kref aa_ploaddata_kref
    aa_rawdata_eq aa_unpack_X aa_unpack_array aa_unpack_blob aa_unpack_cap_high aa_unpack_cap_low
    aa_unpack_nameX aa_unpack_str aa_unpack_strdup aa_unpack_u16_chunk aa_unpack_u32 aa_unpack_u64
    audit_iface compress_loaddata compress_zstd deflate_compress process_strs_entry unpack_X unpack_array
    unpack_blob unpack_dfa unpack_nameX unpack_pdb unpack_perm unpack_perms_table unpack_profile
    unpack_rlimits unpack_secmark unpack_str unpack_strdup unpack_strs_table unpack_tag_header_ent
    unpack_tag_headers unpack_tags unpack_tagsets unpack_trans_table unpack_u16_chunk unpack_u32 unpack_u64
    unpack_u8 unpack_xattrs verify_dfa_accept_index verify_dfa_xindex verify_header verify_perm
    verify_perms verify_profile verify_tags verify_xindex
  `),
  // procattr.c
  ...names(`
    aa_setprocattr_changehat split_token_from_name
  `),
  // resource.c
  ...names(`
    __aa_transition_rlimits aa_map_resource audit_resource profile_setrlimit
  `),
  // secid.c
  ...names(`
    aa_alloc_secid aa_free_secid aa_secid_to_label aa_secid_update aa_secids_init apparmor_label_to_secctx
    apparmor_lsmprop_to_secctx apparmor_release_secctx apparmor_secctx_to_secid apparmor_secid_to_secctx
  `),
  // task.c
  ...names(`
    aa_may_ptrace aa_profile_ns_perm aa_schedule_stale_label_replacement audit_ns_cb audit_ptrace_cb
    audit_ptrace_mask get_current_exe_path profile_ptrace_perm profile_tracee_perm profile_tracer_perm
  `),
  // made by macros (DEFINE_..., SEQ_..._FOPS), or of context.c before 4.17
  ...names(`
    aa_alloc_cred_ctx aa_alloc_task_ctx apparmor_socket_getpeersec_dgram seq_ns_level_open seq_ns_name_open
    seq_ns_nsstacked_open seq_ns_stacked_open seq_profile_attach_open seq_profile_hash_open
    seq_profile_mode_open seq_profile_name_open seq_rawdata_abi_open seq_rawdata_compressed_size_open
    seq_rawdata_hash_open seq_rawdata_revision_open
  `),
];

/** Rows whose names other code uses too: they count nothing towards whose a function is. */
const SHARED_NAMES: readonly string[] = ['p_start', 'p_stop', 'kref_get', 'kref_get_unless_zero', 'kref_put'];

const APPARMOR_PREFIX = /^_{0,2}(apparmor|aa|aafs)_/;

const APPARMOR_NAMES: ReadonlySet<string> = new Set(
  [
    ...NO_REFERENCE_FUNCTIONS,
    ...LABEL_SITES.map((rule) => rule.function),
    ...LABEL_HELPERS.map((rule) => rule.function),
  ].filter((name) => !SHARED_NAMES.includes(name)),
);

/** Whether a symbol (clone suffixes allowed) is a function of security/apparmor: by prefix, or by the lists. */
export function isAppArmorFunction(symbol: string): boolean {
  return APPARMOR_PREFIX.test(symbol) || APPARMOR_NAMES.has(baseFunction(symbol));
}

function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
