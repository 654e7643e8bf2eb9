import { type Diagnostic, finding } from '../model/diagnostic.js';
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

/** Classes asked for of which nothing was seen: a name mistyped changes nothing. `lines` are what was. */
export function unseenSingleInstances(
  asked: readonly string[],
  lines: readonly Pick<Station, 'class'>[],
): Diagnostic[] {
  const seen = [...new Set(lines.map((line) => line.class))];
  return asked
    .filter((name) => !seen.includes(name))
    .map((name) =>
      finding(
        'single-instance-unseen',
        `--single-instance ${name} changes nothing: no counter or lock of that class was seen`,
        seen.length === 0 ? null : `seen were ${seen.join(', ')}`,
      ),
    );
}
