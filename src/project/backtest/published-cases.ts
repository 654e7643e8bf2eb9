/**
 * Every published before/after pair with shares of the changed sites, in the format of model.md, "Back-test", with a
 * column `note` of our own (columns of other names are ignored).
 *
 * Left out, for want of a share or a `kept` that can be defended: AA-RULES-CSL (cause unconfirmed), AA-BUF-GIT,
 * the LOCKREF rows (no shares; see published-series.ts), ACCESS2-NEG, the RCUREF, DST and NETDEV rows, FILEREF-SRF,
 * FILEREF-BERGAMO, LAZYTLB, IOURING-REF, HAPROXY-STK, AA-OPEN1-SKL-R and AA-OPEN2-SKL-R (replicates without shares:
 * their gains are the range of the measured one), NGX rows below 192 threads (no shares).
 */
export const PUBLISHED_CASES = `case,source,cpus,line,site,share_pct,kept,measured_gain,machine,kernel,share_of,rmws,share_after_pct,measured_low,measured_high,note
NGX-SECID,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_current_getsecid_subj,6.56,0,1.215,AMD Zen4 96c/192t,6.5,all,2,,1.06,1.40,"2516fde1fa00: efficiency 65 to 79, each +-5 points"
NGX-SECID,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_open,6.22,1,1.215,AMD Zen4 96c/192t,6.5,all,2,,1.06,1.40,
NGX-SECID,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_alloc_security,,1,1.215,AMD Zen4 96c/192t,6.5,all,1,,1.06,1.40,
NGX-SECID,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_free_security,,1,1.215,AMD Zen4 96c/192t,6.5,all,1,,1.06,1.40,
NGX-PCPU,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_current_getsecid_subj,6.56,0,1.25,AMD Zen4 96c/192t,6.5,all,2,,1.10,1.43,"percpu_ref: 68 to min(90, 85 with apparmor=off); low (85-5)/(68+5), high 90/(68-5)"
NGX-PCPU,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_open,6.22,0,1.25,AMD Zen4 96c/192t,6.5,all,2,,1.10,1.43,
NGX-PCPU,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_alloc_security,,0,1.25,AMD Zen4 96c/192t,6.5,all,1,,1.10,1.43,
NGX-PCPU,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_free_security,,0,1.25,AMD Zen4 96c/192t,6.5,all,1,,1.10,1.43,
NGX-OFF,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_current_getsecid_subj,6.56,0,1.25,AMD Zen4 96c/192t,6.5,all,2,,1.10,1.43,"apparmor=off: 68 to 85; other hooks go as well"
NGX-OFF,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_open,6.22,0,1.25,AMD Zen4 96c/192t,6.5,all,2,,1.10,1.43,
NGX-OFF,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_alloc_security,,0,1.25,AMD Zen4 96c/192t,6.5,all,1,,1.10,1.43,
NGX-OFF,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,192,label,apparmor_file_free_security,,0,1.25,AMD Zen4 96c/192t,6.5,all,1,,1.10,1.43,
AA-SECID-WIS,<20230831232224.460363-1-vinicius.gomes@intel.com>,,label,apparmor_current_getsecid_subj,27.71,0,1.20,large unnamed,6.6,all,2,,1.15,1.25,"2516fde1fa00, will-it-scale open2_process: around 20 %"
AA-SECID-WIS,<20230831232224.460363-1-vinicius.gomes@intel.com>,,label,apparmor_file_open,,1,1.20,large unnamed,6.6,all,2,38.65,1.15,1.25,
AA-SECID-WIS,<20230831232224.460363-1-vinicius.gomes@intel.com>,,label,apparmor_file_alloc_security,,1,1.20,large unnamed,6.6,all,1,,1.15,1.25,
AA-SECID-WIS,<20230831232224.460363-1-vinicius.gomes@intel.com>,,label,apparmor_file_free_security,,1,1.20,large unnamed,6.6,all,1,,1.15,1.25,
AA-OPEN-VM,<20240620131524.156312-1-mjguzik@gmail.com>,24,label,apparmor_file_open,29.37,0,1.364,24-core VM,6.10,all,2,,,,"f4fee216df7d, will-it-scale open1: 6092196 to 8309726 ops/s; no replicate"
AA-OPEN-VM,<20240620131524.156312-1-mjguzik@gmail.com>,24,label,apparmor_file_alloc_security,26.84,1,1.364,24-core VM,6.10,all,1,,,,
AA-OPEN-VM,<20240620131524.156312-1-mjguzik@gmail.com>,24,label,apparmor_file_free_security,26.62,1,1.364,24-core VM,6.10,all,1,,,,
AA-OPEN1-SKL,<202408061645.8512e812-oliver.sang@intel.com>,104,label,apparmor_file_open,27.37,0,1.868,2S Skylake lkp-skl-fpga01,6.10,all,2,5.43,1.838,1.907,"f4fee216df7d, will-it-scale open1: 40614 to 75871; replicate +90.7 %"
AA-OPEN1-SKL,<202408061645.8512e812-oliver.sang@intel.com>,104,label,apparmor_file_alloc_security,14.22,1,1.868,2S Skylake lkp-skl-fpga01,6.10,all,1,23.88,1.838,1.907,
AA-OPEN1-SKL,<202408061645.8512e812-oliver.sang@intel.com>,104,label,apparmor_file_free_security,12.06,1,1.868,2S Skylake lkp-skl-fpga01,6.10,all,1,16.18,1.838,1.907,
AA-OPEN1-SKL,<202408061645.8512e812-oliver.sang@intel.com>,104,label,apparmor_current_getsecid_subj,3.35,1,1.868,2S Skylake lkp-skl-fpga01,6.10,all,0,5.96,1.838,1.907,
AA-OPEN2-SKL,https://download.01.org/0day-ci/archive/20240705/202407051440.a54b7d0f-oliver.sang@intel.com,104,label,apparmor_file_open,27.62,0,1.931,2S Skylake lkp-skl-fpga01,6.10,all,2,5.50,1.899,1.961,"22eddbc906d2, the same patch, will-it-scale open2: 40150 to 77536; replicate +89.9 %"
AA-OPEN2-SKL,https://download.01.org/0day-ci/archive/20240705/202407051440.a54b7d0f-oliver.sang@intel.com,104,label,apparmor_file_alloc_security,13.98,1,1.931,2S Skylake lkp-skl-fpga01,6.10,all,1,23.16,1.899,1.961,
AA-OPEN2-SKL,https://download.01.org/0day-ci/archive/20240705/202407051440.a54b7d0f-oliver.sang@intel.com,104,label,apparmor_file_free_security,12.02,1,1.931,2S Skylake lkp-skl-fpga01,6.10,all,1,16.87,1.899,1.961,
AA-OPEN2-SKL,https://download.01.org/0day-ci/archive/20240705/202407051440.a54b7d0f-oliver.sang@intel.com,104,label,apparmor_current_getsecid_subj,3.16,1,1.931,2S Skylake lkp-skl-fpga01,6.10,all,0,5.63,1.899,1.961,
FILEREF-SPR-NEG,0-day report on d91ea8195e (kernel list),224,file count,fdget,8.82,1,0.949,2S Xeon 8480CTDX,6.13,all,1,12.59,0.919,0.979,"stress-ng ring-pipe: 34851569 to 33080540 ops; the CAS loop became an add, no visit goes; 0-day +-3 points"
FILEREF-SPR-NEG,0-day report on d91ea8195e (kernel list),224,file count,fput,5.03,1,0.949,2S Xeon 8480CTDX,6.13,all,1,,0.919,0.979,"share before 4.84 in another table of the same mail"
`;
