/** Who shares what on the recorded machine; `null` is unknown. From lscpu, /proc/cpuinfo or the perf header. */
export interface CpuTopology {
  readonly cpus: number | null;
  readonly sockets: number | null;
  readonly coresPerSocket: number | null;
  readonly threadsPerCore: number | null;
  readonly numaNodes: number | null;
  /** Number of last-level cache domains (L3 complexes). */
  readonly cacheDomains: number | null;
  readonly model: string | null;
  readonly vendor: string | null;
  /** "KVM", "VMware"...; `null` when none is named. */
  readonly hypervisor: string | null;
  readonly file: string;
}
