import { Profile } from '../model/profile.js';
import { mergeProfile } from '../model/profile-merge.js';
import type { Recording } from '../model/recording.js';
import type { Nanoseconds } from '../model/units.js';

/** The samples of all recordings in one profile. */
export function joinProfiles(
  recordings: readonly Recording[],
  times: { readonly fromNs: Nanoseconds; readonly toNs: Nanoseconds } | null,
): Profile {
  const profiles = recordings.map(({ profile }) => profile).filter((profile) => profile.cellCount > 0);
  const [only] = profiles;
  if (profiles.length === 1 && only !== undefined) return only;
  const keepCpuTimes = profiles.some(({ cpuTimes }) => cpuTimes !== null);
  const joined = new Profile({ ...times, keepCpuTimes });
  for (const profile of profiles) mergeProfile(joined, profile);
  return joined;
}
