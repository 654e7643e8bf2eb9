/** What the inputs say of the machine that was recorded; `null` is unknown. */
export interface Machine {
  hostname: string | null;
  arch: string | null;
  /** Release as uname -r prints it, "6.1.192-labp". */
  kernel: string | null;
  /** CPUs online while recording. */
  onlineCpus: number | null;
  /** CPUs the kernel sized its per-CPU areas for (perf header: nrcpus avail). */
  possibleCpus: number | null;
  cpuModel: string | null;
  /** perf's cpuid string, "GenuineIntel,6,26,3". */
  cpuId: string | null;
  perfVersion: string | null;
  /** The command line of perf record. */
  recordCommand: string | null;
}

export function unknownMachine(): Machine {
  return {
    hostname: null,
    arch: null,
    kernel: null,
    onlineCpus: null,
    possibleCpus: null,
    cpuModel: null,
    cpuId: null,
    perfVersion: null,
    recordCommand: null,
  };
}
