import type { Projection, WidthFrom } from '../../model/projection.js';
import type { Maturity, SchemeFacts, SchemeParameter } from '../../model/scheme-facts.js';
import { bottleneck } from './bottleneck-schema.js';
import {
  count,
  flag,
  fraction,
  list,
  nonNegative,
  nullable,
  number,
  percent,
  positive,
  record,
  type Schema,
  text,
  word,
} from './json-schema.js';

type Gain = NonNullable<Projection['gain']>;

function gain(description: string): Schema<Gain | null> {
  return nullable(
    record<Gain>(description, {
      low: positive('After / before; 1 = no change.'),
      mid: nullable(positive('null where only bounds are known.')),
      high: positive('After / before; 1 = no change.'),
    }),
  );
}

export const projection = record<Projection>('What one scheme would gain at one CPU count.', {
  scheme: text('Its id, as in schemes[].'),
  cpus: nullable(positive('Busy CPUs projected for; null when neither recorded nor asked for.')),
  gain: gain('Capacity after / before on the same CPUs; null with the reason in why.'),
  naiveGain: nullable(positive('1 / (1 - share removed), for comparison.')),
  plainGain: nullable(positive('The queueing model alone, without what published cases say of its error.')),
  equalsNaive: flag('True where plainGain equals the naive figure by construction.'),
  widthFrom: nullable(
    record<WidthFrom>('Parts of the squared width of ln(gain); they add up to 1. null without a width.', {
      sampling: fraction("The shares' own intervals."),
      priors: fraction('Ranges that no recording gave.'),
      discrepancy: fraction('How far published cases lie from the model.'),
    }),
  ),
  narrowedBy: nullable(text('What to record to narrow the interval most.')),
  bottleneckAfter: nullable(bottleneck('What limits the CPUs with the scheme in place.')),
  throughputGain: gain('In requests; null with the reason in why when CPU was not the limit.'),
  coveredPct: nullable(percent("Of the label period; of the lock's for schemes that change a lock.")),
  memoryBytes: nullable(number('Extra over kref for labels and possibleCpus; null while one is unknown.')),
  labels: nullable(nonNegative('Labels the memory is for.')),
  possibleCpus: nullable(count('Possible CPUs the memory is for.')),
  assumptions: list('What this row rests on.', text('A sentence.')),
  why: nullable(text('Why a figure is null or 1.')),
});

type Objection = SchemeFacts['objections'][number];

const schemeParameter = record<SchemeParameter>('A number that --set SCHEME.NAME=VALUE changes.', {
  name: text('"reclaimIntervalMs".'),
  unit: text('"ms", "labels", "fraction".'),
  value: nullable(number('In force; null is what nullMeans says.')),
  default: nullable(number('Without --set.')),
  nullMeans: nullable(text('What no value means.')),
  min: number('Smallest.'),
  max: number('Largest.'),
  whole: flag('Whole numbers only.'),
  meaning: text('What it is.'),
  source: text('Where the default is from.'),
});

export const schemeFacts = record<SchemeFacts>('What is known of a scheme apart from any recording.', {
  id: text('"percpu-ref".'),
  idea: text('One line.'),
  proposer: text('Who proposed it.'),
  maturity: record<Maturity>('How far it is from a kernel one can run.', {
    stage: word('Nearest first.', {
      mainline: 'the pattern is, or was, in released kernels',
      rfc: 'patches posted for labels',
      prototype: 'patches for something else, or without labels',
      idea: 'described in a mail',
    }),
    note: text('Since when, or where it was posted.'),
  }),
  sources: list('Where.', text('Message-ID, commit or address.')),
  covers: text('Lifetimes of the references it covers, or the lock.'),
  costLeft: text('What a covered get or put still costs.'),
  memory: text('Extra memory over kref, in words.'),
  underReplacement: text('What it does while policy is being replaced.'),
  parameters: list('What --set can change.', schemeParameter),
  objections: list(
    'What was said against it.',
    record<Objection>('One objection.', {
      by: text('Who objected.'),
      why: text('The reason.'),
      source: text('Where it stands.'),
    }),
  ),
});
