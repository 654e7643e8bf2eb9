import { type Analysis, type EventAttribution, SCHEMA_VERSION } from '../../model/analysis.js';
import { busyCommand, busyFunction, eventAttribution, functionSamples } from './attribution-schema.js';
import { cacheLine, callCount, counter, listing, lockWait, topology } from './companions-schema.js';
import { appliedCatalogue, lineRate, station, usageCheck } from './contention-schema.js';
import { constant, count, list, nullable, record, reference, type Schema, text } from './json-schema.js';
import { projection, schemeFacts } from './projection-schema.js';
import { diagnostic, input, lock, machine, throughput, window } from './recording-schema.js';

/**
 * JSON Schema (draft 2020-12) of what `--json` prints and of saved analyses. Strict: every field is always there,
 * and there are no others.
 */
export const ANALYSIS_SCHEMA: Schema<Analysis> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope analysis',
  ...record<Analysis>(
    'What refscope found out about recorded traces. Units stand in the names: Pct is 0 to 100, Ns nanoseconds, S ' +
      'seconds. null means not known or not applicable, never 0.',
    {
      schemaVersion: constant(SCHEMA_VERSION, 'Raised when a field changes its meaning or goes.'),
      inputs: list('What was read.', input),
      comms: list('Commands selected; empty: every command but idle.', text('A comm.')),
      machine,
      window: nullable(window),
      attribution: nullable(reference<EventAttribution>('eventAttribution')),
      events: list('Further events of the recordings.', reference<EventAttribution>('eventAttribution')),
      functions: list(
        'Self and children of the main event over all samples of the selected commands: no window, no idle filter.',
        functionSamples,
      ),
      busyFunctions: list('Own busy time in the window, of what the label share is taken of.', busyFunction),
      busyCommands: list('Commands of these samples, from 1 %.', busyCommand),
      locks: list('Every row of lock_stat.', lock),
      throughput: list('Load generators.', throughput),
      topology: nullable(topology),
      labels: nullable(count('AppArmor labels: --labels, else the profiles aa-status lists.')),
      counters: list('Rows of perf stat.', counter),
      cacheLines: list('Lines of perf c2c.', cacheLine),
      lockWaits: list('Rows of perf lock.', lockWait),
      functionCalls: list("Calls counted by ftrace's function profiler.", callCount),
      listings: list('Annotate and objdump listings that were read.', listing),
      catalogue: appliedCatalogue,
      lines: list("What the CPUs queue for: the counter's own line first, then by share.", station),
      usage: list('Is the counter used as described? One a set of function profiles.', usageCheck),
      lineRate: nullable(lineRate),
      projections: list('Each scheme at each CPU count.', projection),
      projectionAssumptions: list('What every projection rests on.', text('A sentence.')),
      schemes: list('The schemes themselves.', schemeFacts),
      diagnostics: list('What is odd about the recording.', diagnostic),
    },
  ),
  $defs: { eventAttribution },
};
