import type { RmwKind } from '../../model/instruction.js';
import type { HelperRule, KernelRange, SiteRule, SourceReference } from '../../model/site.js';
import {
  type CounterCodeRule,
  SITE_CATALOGUE_FORMAT,
  SITE_CATALOGUE_VERSION,
  type SiteCatalogue,
} from '../../model/site-catalogue.js';
import { lifetime, operation } from './attribution-schema.js';
import { constant, flag, type JsonSchema, list, nullable, record, type Schema, word } from './json-schema.js';
import { rmwKind } from './rmw-kind-schema.js';

/** Longer names are none that a kernel or a binary has. */
const LONGEST = 300;
const MOST_ROWS = 10_000;
/** Far above what any function does to one counter. */
const MOST_RMWS = 1000;

function words(description: string): Schema<string> {
  return { type: 'string', minLength: 1, maxLength: LONGEST, description };
}

function number(description: string): Schema<number> {
  return { type: 'number', minimum: 0, maximum: MOST_RMWS, description };
}

/** A kernel release as catalogues have it. */
export const RELEASE_PATTERN = '^\\d{1,3}\\.\\d{1,3}$';
const release: Schema<string> = { type: 'string', pattern: RELEASE_PATTERN, description: '"6.11".' };

const kernels = record<KernelRange>('Kernel releases; both null for code that is not the kernel.', {
  from: nullable(release),
  before: nullable(release),
});

const reference = {
  ...record<Required<SourceReference>>('Where it was read.', {
    file: words('File.'),
    revision: words('Tag, commit or version.'),
    note: words('Anything else.'),
  }),
  required: ['file', 'revision'],
} as JsonSchema as Schema<SourceReference>;

const sources: Schema<readonly SourceReference[]> = {
  ...list('Where the row was read.', reference),
  maxItems: 100,
};

const site = record<SiteRule>('A function whose own code has the atomics.', {
  function: words('Its symbol without clone suffixes (.isra.0, .part.0).'),
  kernels,
  operation,
  lifetime,
  rmws: number('Atomic read-modify-writes on the counter per call; 0: off the common path only.'),
  transfers: number('Times the line comes over per call: a get followed at once by its put is one.'),
  owner: words('Whose counter: "struct file".'),
  sources,
});

const helper = record<HelperRule>(
  'A function that counts for its caller, or (rmws 0) passes the charge on.',
  {
    function: words('Its symbol without clone suffixes.'),
    operation,
    lifetime,
    rmws: number('Atomic read-modify-writes per call; 0: none of its own.'),
    sources,
  },
);

const codeRule = {
  ...record<Required<CounterCodeRule>>(
    'Atomic instructions that are on the counter: all that is given must hold.',
    {
      operation: word<CounterCodeRule['operation']>('What they do.', {
        get: 'take a reference',
        put: 'drop one',
        'get-unless-zero': 'take one by a compare-and-exchange loop',
      }),
      functions: {
        ...list(
          'Inlined or out-of-line functions whose atomics (of these kinds, at these displacements) do this to the ' +
            'counter; told by debug information. Without it all functions of sites and helpers are searched.',
          words('Its name without clone suffixes.'),
        ),
        maxItems: MOST_ROWS,
      } as Schema<readonly string[]>,
      rmws: { ...list('Kinds of atomic.', rmwKind), maxItems: 20 } as Schema<readonly RmwKind[]>,
      displacements: {
        ...list('Bytes from the base register of the operand to the counter.', {
          type: 'integer',
          minimum: -(2 ** 31),
          maximum: 2 ** 31,
          description: 'Signed.',
        } as JsonSchema as Schema<number>),
        maxItems: 100,
      } as Schema<readonly number[]>,
    },
  ),
  required: ['operation'],
} as JsonSchema as Schema<CounterCodeRule>;

/** JSON Schema of the files that `--sites` reads: the functions that count references on one kind of object. */
export const SITES_SCHEMA: Schema<SiteCatalogue> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope catalogue of call sites',
  ...record<Required<SiteCatalogue>>(
    'For refscope --sites: who takes and drops references on one kind of object, in the kernel or in a program.',
    {
      format: {
        type: 'string',
        const: SITE_CATALOGUE_FORMAT,
        description: 'What the file is.',
      } as JsonSchema as Schema<typeof SITE_CATALOGUE_FORMAT>,
      version: constant(SITE_CATALOGUE_VERSION, 'Of the format.') as Schema<typeof SITE_CATALOGUE_VERSION>,
      id: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,63}$', description: 'Key: "dentry-lockref".' },
      subject: words('What the output calls the object: "dentry" makes "dentry get/put".'),
      counter: words('The counter: "d_lockref of struct dentry".'),
      dso: nullable(words('File name of the binary or library of the functions; null: the kernel.')),
      singleInstance: flag('Whether all sites hit one object; if not, the share is shown and not projected.'),
      singleInstanceWhy: words('What says so.'),
      sites: { ...list('Functions with atomics of their own.', site), maxItems: MOST_ROWS } as Schema<
        readonly SiteRule[]
      >,
      helpers: { ...list('Functions that count for their callers.', helper), maxItems: MOST_ROWS } as Schema<
        readonly HelperRule[]
      >,
      code: {
        ...list(
          'How machine code shows the counter; left out, samples are attributed by function.',
          codeRule,
        ),
        maxItems: MOST_ROWS,
      } as Schema<readonly CounterCodeRule[]>,
    },
  ),
  required: [
    'format',
    'version',
    'id',
    'subject',
    'counter',
    'dso',
    'singleInstance',
    'singleInstanceWhy',
    'sites',
    'helpers',
  ],
} as JsonSchema as Schema<SiteCatalogue>;
