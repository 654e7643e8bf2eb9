import {
  SCHEMES_SCHEMA_VERSION,
  type SchemeCost,
  type SchemeSheet,
  type SchemeSheets,
} from '../../model/scheme-facts.js';
import { constant, count, list, nullable, number, record, text } from './json-schema.js';
import { schemeFacts } from './projection-schema.js';

const { properties } = schemeFacts as unknown as { properties: Record<string, never> };

const schemeCost = record<SchemeCost>('A cost beyond throughput.', {
  name: text('What it is.'),
  value: nullable(number('null with the reason in why.')),
  unit: text('"bytes", "ms", "%", "labels", "CPUs".'),
  why: nullable(text('Why it is null, or what was assumed.')),
});

const sheet = record<SchemeSheet>('One scheme and its costs.', {
  ...(properties as unknown as Parameters<typeof record<SchemeSheet>>[1]),
  memoryBytes: nullable(number('Extra over kref for labels and possibleCpus; null while one is unknown.')),
  costs: list('Beyond throughput.', schemeCost),
  assumptions: list('What every projection of it rests on.', text('A sentence.')),
});

/** What `refscope schemes --json` prints. */
export const SCHEMES_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope schemes',
  ...record<SchemeSheets>('The schemes, their parameters and costs.', {
    schemaVersion: constant(SCHEMES_SCHEMA_VERSION, 'Raised when a field changes its meaning or goes.'),
    labels: nullable(count('Labels that costs are for.')),
    possibleCpus: nullable(count('Possible CPUs that costs are for.')),
    schemes: list('In the order of every report.', sheet),
  }),
};
