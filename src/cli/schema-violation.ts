import type { ErrorObject } from 'ajv/dist/2020.js';
import { RELEASE_PATTERN } from '../report/schema/sites-schema.js';

type Params = Readonly<Record<string, unknown>>;

/** What each keyword of the schema asks for and what it met; ajv's own message where it is not here. */
const VIOLATIONS: Readonly<Record<string, (params: Params, value: unknown) => string>> = {
  type: ({ type }, value) => `to be ${[type].flat().join(' or ')}, found ${foundText(value)}`,
  enum: ({ allowedValues }, value) =>
    `to be one of ${(allowedValues as unknown[]).join(', ')}, found ${foundText(value)}`,
  const: ({ allowedValue }, value) => `to be ${allowedValue}, found ${foundText(value)}`,
  required: ({ missingProperty }) => `to have ${foundText(missingProperty)}, which is missing`,
  additionalProperties: ({ additionalProperty }) =>
    `to have no other fields, found ${foundText(additionalProperty)}`,
  minimum: ({ limit }, value) => `to be ${limit} or more, found ${foundText(value)}`,
  maximum: ({ limit }, value) => `to be at most ${limit}, found ${foundText(value)}`,
  exclusiveMinimum: ({ limit }, value) => `to be above ${limit}, found ${foundText(value)}`,
  pattern: ({ pattern }, value) =>
    `to be ${pattern === RELEASE_PATTERN ? 'a release such as "6.11"' : 'letters, digits, . _ or -'}, found ${foundText(value)}`,
  minLength: (_params, value) => `to be a text that is not empty, found ${foundText(value)}`,
  maxLength: ({ limit }) => `to have at most ${limit} characters`,
};

/** The deepest of `errors` in one line: the field, what was expected there and what was found. */
export function violationText(value: unknown, errors: readonly ErrorObject[], whole: string): string {
  // Of the branches of an anyOf, the one that got furthest is the one that was meant.
  const [error] = [...errors].sort((a, b) => depth(b) - depth(a));
  if (error === undefined) return `expected ${whole}, found something else`;
  const steps = error.instancePath.split('/').slice(1).map(unescapePointer);
  const violation = VIOLATIONS[error.keyword]?.(error.params, at(value, steps)) ?? `: it ${error.message}`;
  return `expected ${steps.length === 0 ? whole : fieldText(steps)} ${violation}`;
}

function depth(error: ErrorObject): number {
  return error.instancePath.split('/').length;
}

/** RFC 6901. */
function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function fieldText(steps: readonly string[]): string {
  return steps
    .map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
}

function at(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((each, step) => (each as Record<string, unknown>)[step], value);
}

const LONGEST = 40;

/** A value within a message: short, and on one line. */
export function foundText(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
