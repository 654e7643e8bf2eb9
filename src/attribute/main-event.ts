import { UsageError } from '../model/errors.js';
import type { EventInfo, Profile } from '../model/profile.js';
import { samplesTime } from './event-sight.js';

/**
 * The event asked for by name, else the first that samples time, else the first with samples.
 * @throws UsageError when the one asked for has no samples.
 */
export function mainEvent(profile: Profile, asked: string | null): number {
  const find = (isIt: (event: EventInfo) => boolean): number =>
    profile.events.findIndex((event, at) => isIt(event) && hasSamples(profile, at));
  const first = asked === null ? find(samplesTime) : find((event) => event.name === asked);
  const index = first < 0 && asked === null ? find(() => true) : first;
  if (index >= 0) return index;
  throw new UsageError(
    `expected --event to be one of ${profile.events.map((event) => event.name).join(', ')}, found ${asked}`,
  );
}

/** Whether any sample of `event`, an index of the profile, was read, in the window or not. */
export function hasSamples(profile: Profile, event: number): boolean {
  for (let index = 0; index < profile.cpuCellCount; index++) {
    if (profile.cpuCell(index).event === event) return true;
  }
  return false;
}
