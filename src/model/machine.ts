import { type Diagnostic, finding } from './diagnostic.js';

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

/** A machine of which nothing is known yet. */
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

/** What several inputs say of one machine; where they disagree the first is kept and the conflict reported. */
export function joinMachines(machines: readonly Machine[]): { machine: Machine; conflicts: Diagnostic[] } {
  const machine: Record<string, Machine[keyof Machine]> = { ...unknownMachine() };
  const conflicts: Diagnostic[] = [];
  for (const other of machines) {
    for (const [field, found] of Object.entries(other)) {
      const value = found === UNSET_HOSTNAME ? null : found;
      const known = machine[field] ?? null;
      if (known === null) machine[field] = value;
      else if (value !== null && value !== known && !MAY_DIFFER.has(field)) {
        conflicts.push(
          finding(
            'inputs-disagree',
            `the inputs disagree on ${field}: ${known} and ${value}`,
            'analyze recordings of different machines one by one',
          ),
        );
      }
    }
  }
  return { machine: machine as unknown as Machine, conflicts };
}

/** Two recordings of one machine are made by two commands. */
const MAY_DIFFER: ReadonlySet<string> = new Set(['recordCommand', 'perfVersion']);

/** What the kernel prints for a host that nobody named: init/Kconfig DEFAULT_HOSTNAME. */
const UNSET_HOSTNAME = '(none)';
