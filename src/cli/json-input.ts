import type { ErrorObject } from 'ajv/dist/2020.js';
import { InputError } from '../model/errors.js';
import type { Schema } from '../report/schema/json-schema.js';
import { violationText } from './schema-violation.js';

/** The JSON in `text`; `what` it should be: "a topology". @throws InputError when it is none. */
export function parseJson(file: string, text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError({ file }, `expected ${what}, found broken JSON (${(error as Error).message})`);
  }
}

/** `value` if it is as `schema` says; `whole` names it: "the topology". @throws InputError naming the field. */
export async function checkSchema<T>(
  file: string,
  value: unknown,
  schema: Schema<T>,
  whole: string,
): Promise<T> {
  // Loading and compiling take longer than most analyses, so only when there is something to check.
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const validate = new Ajv2020({ allowUnionTypes: true }).compile<T>(schema);
  if (validate(value)) return value;
  throw new InputError({ file }, violationText(value, validate.errors as ErrorObject[], whole));
}
