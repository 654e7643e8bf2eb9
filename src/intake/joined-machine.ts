import type { Companions } from '../model/companions.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { joinMachines, type Machine } from '../model/machine.js';
import type { Recording } from '../model/recording.js';
import { joinCompanions } from './companions.js';
import type { InputGroup } from './inputs.js';

/** What inputs say beside their samples: of the machine, and what was measured together with them. */
export interface JoinedMachine {
  readonly machine: Machine;
  readonly companions: Companions;
  readonly conflicts: readonly Diagnostic[];
}

/** `labels` and `possibleCpus` are options, which go before what the inputs say; `null`: not given. */
export function joinedMachine(
  groups: readonly InputGroup[],
  { labels, possibleCpus }: { readonly labels: number | null; readonly possibleCpus: number | null },
): JoinedMachine {
  const runs = groups.map((group) => group.recordings);
  // Where inputs disagree, what stands beside the samples describes them: an lscpu may be of another machine.
  const sampled = ({ profile }: Recording): number => Number(profile.samples > 0);
  const bySamples = runs.flat().sort((a, b) => sampled(b) - sampled(a));
  const { machine, conflicts } = joinMachines(bySamples.map((recording) => recording.machine));
  // What other readings of the samples say of the machine is compared, not used.
  const others = groups.flatMap((group) => (group.others ?? []).map((recording) => recording.machine));
  const companions = joinCompanions(runs, machine, labels);
  return {
    machine: {
      ...machine,
      onlineCpus: machine.onlineCpus ?? companions.topology?.cpus ?? null,
      possibleCpus: possibleCpus ?? machine.possibleCpus,
    },
    companions,
    conflicts: [...conflicts, ...joinMachines([machine, ...others]).conflicts],
  };
}
