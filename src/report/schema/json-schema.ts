/** A piece of JSON Schema as it is printed. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly [keyword: string]: unknown;
}

/**
 * A piece of JSON Schema (draft 2020-12) that describes exactly the values of `T`. `T` is checked by the compiler
 * only: a field added to a model type, or one that may now be `null`, breaks the build until the schema says so.
 */
export interface Schema<T> extends JsonSchema {
  /** Never set. A function type, so that neither a wider nor a narrower type fits. */
  readonly phantom?: (value: T) => T;
}

/** Any string. */
export function text(description: string): Schema<string> {
  return { type: 'string', description };
}

/** True or false. */
export function flag(description: string): Schema<boolean> {
  return { type: 'boolean', description };
}

/** Any finite number. */
export function number(description: string): Schema<number> {
  return { type: 'number', description };
}

/** A number above 0. */
export function positive(description: string): Schema<number> {
  return { type: 'number', exclusiveMinimum: 0, description };
}

/** A number from 0. */
export function nonNegative(description: string): Schema<number> {
  return { type: 'number', minimum: 0, description };
}

/** A whole number from 0. */
export function count(description: string): Schema<number> {
  return { type: 'integer', minimum: 0, description };
}

/** 0 to 100, with room for the rounding of 100 * part / whole. */
export function percent(description: string): Schema<number> {
  return { type: 'number', minimum: 0, maximum: 100.001, description };
}

/** 0 to 1, with room for rounding. */
export function fraction(description: string): Schema<number> {
  return { type: 'number', minimum: 0, maximum: 1.00001, description };
}

/** One of the words of `T`, all of which `meanings` must explain. */
export function word<T extends string>(
  description: string,
  meanings: Readonly<Record<T, string>>,
): Schema<T> {
  const words = Object.keys(meanings);
  const explained = words.map((each) => `${each}: ${meanings[each as T]}`).join('; ');
  return { type: 'string', enum: words, description: `${description} ${explained}.` };
}

/** The one value that this version writes. */
export function constant<T extends number>(value: T, description: string): Schema<number> {
  return { type: 'integer', const: value, description };
}

/** An array of any length. */
export function list<T>(description: string, items: Schema<T>): Schema<readonly T[]> {
  return { type: 'array', items, description };
}

/** An object with the fields of `T`: all of them, and no others. */
export function record<T extends object>(
  description: string,
  properties: { readonly [Key in keyof Required<T>]: Schema<T[Key]> },
): Schema<T> {
  return {
    type: 'object',
    description,
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** `schema` or `null`, which stands for "not known" or "not applicable". */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  const { enum: words, type, ...rest }: JsonSchema = schema;
  if (type === undefined) return { anyOf: [schema, { type: 'null' }] };
  return {
    type: [type, 'null'].flat(),
    ...(Array.isArray(words) ? { enum: [...words, null] } : {}),
    ...rest,
  };
}

/** A schema that stands in the document's `$defs` under `name`. */
export function reference<T>(name: string): Schema<T> {
  return { $ref: `#/$defs/${name}` };
}
