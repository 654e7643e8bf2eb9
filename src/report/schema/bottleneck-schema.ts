import type { Bottleneck } from '../../model/projection.js';
import { nullable, percent, record, type Schema, text } from './json-schema.js';

/** The station that limits the CPUs, under the `description` that fits where it stands. */
export function bottleneck(description: string): Schema<Bottleneck> {
  return record<Bottleneck>(description, {
    station: nullable(text("A station; null: the CPUs' own work.")),
    utilisationPct: percent('Busy time of that station, of the busiest where it is the CPUs.'),
  });
}
