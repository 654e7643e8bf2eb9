/** What one column of a pprof sample's values means, and how many samples a value stands for. */
export interface SampleType {
  /** Column in `Sample.value`. */
  readonly index: number;
  /** The event's name: "cycles", or with a unit other than a count "cpu (nanoseconds)". */
  readonly name: string;
  /** Column that counts the samples of this one, itself perhaps; `null`: none does. */
  readonly countedBy: number | null;
  /** Value of one sample (Profile.period); `null` when it is of another type or not given. */
  readonly period: number | null;
}

export interface TypeAndUnit {
  readonly type: string;
  readonly unit: string;
}

const COUNT_UNITS: ReadonlySet<string> = new Set(['count', 'counts', '']);
/** perf_to_profile names its columns "cycles_sample" (how many) and "cycles_event" (the period). */
const EVENT_SUFFIX = '_event';
const SAMPLE_SUFFIX = '_sample';
const SAMPLE_COUNTS: ReadonlySet<string> = new Set(['samples', 'sample']);

/**
 * One event a sample type, the default one first, none added to another: Go's CPU profile has "samples" and
 * "cpu (nanoseconds)", both of the same samples.
 */
export function sampleTypesOf(
  types: readonly TypeAndUnit[],
  defaultType: string,
  period: (TypeAndUnit & { readonly value: number }) | null,
): SampleType[] {
  const all = types.map(({ type, unit }, index): SampleType => {
    const sameAsPeriod = period !== null && period.type === type && period.unit === unit && period.value > 0;
    return {
      index,
      name: COUNT_UNITS.has(unit) ? type : `${type} (${unit})`,
      countedBy: counterOf(types, index),
      period: sameAsPeriod ? period.value : null,
    };
  });
  const isDefault = ({ index }: SampleType): boolean => types[index]?.type === defaultType;
  return [...all.filter(isDefault), ...all.filter((type) => !isDefault(type))];
}

/** How many samples a value of `type` stands for: at least one, since a record is one. */
export function samplesOf(type: SampleType, values: readonly number[]): number {
  if (type.countedBy !== null) return values[type.countedBy] ?? 0;
  if (type.period === null) return 1;
  return Math.max(1, Math.round((values[type.index] ?? 0) / type.period));
}

function counterOf(types: readonly TypeAndUnit[], index: number): number | null {
  const { type, unit } = types[index] ?? { type: '', unit: '' };
  if (type.endsWith(EVENT_SUFFIX)) {
    const twin = type.slice(0, -EVENT_SUFFIX.length) + SAMPLE_SUFFIX;
    const at = types.findIndex((other) => other.type === twin);
    if (at >= 0) return at;
  }
  if (COUNT_UNITS.has(unit)) return index;
  const samples = types.findIndex((other) => SAMPLE_COUNTS.has(other.type) && COUNT_UNITS.has(other.unit));
  return samples < 0 ? null : samples;
}
