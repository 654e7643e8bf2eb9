/** Samples and their period (the event's own unit: ns for clocks, counts otherwise). */
export interface Weight {
  /** `null` where the input gives percentages only. */
  readonly samples: number | null;
  readonly period: number;
}
