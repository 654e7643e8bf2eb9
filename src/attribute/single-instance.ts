import type { Station } from '../model/station.js';

/** What the user says goes before the catalogue. */
export function singleInstanceOf(
  station: Pick<Station, 'class' | 'singleInstance' | 'singleInstanceWhy'>,
  asked: ReadonlySet<string>,
): Pick<Station, 'singleInstance' | 'singleInstanceWhy'> {
  if (asked.has(station.class))
    return { singleInstance: true, singleInstanceWhy: 'as said with --single-instance' };
  return { singleInstance: station.singleInstance, singleInstanceWhy: station.singleInstanceWhy };
}
