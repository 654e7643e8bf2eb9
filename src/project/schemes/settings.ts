import { UsageError } from '../../model/errors.js';
import type { SchemeParameter, SchemeSetting } from '../../model/scheme-facts.js';
import type { Scheme } from './scheme.js';
import { SCHEMES } from './table.js';

/**
 * All schemes in table order, with the parameters that `settings` change; of two settings of one parameter the last
 * counts.
 * @throws UsageError naming what exists, for an unknown scheme or parameter or a value out of range.
 */
export function tunedSchemes(settings: readonly SchemeSetting[]): Scheme[] {
  for (const setting of settings) checkSetting(setting);
  return SCHEMES.map((scheme) => {
    const own = settings.filter((setting) => setting.scheme === scheme.id);
    if (own.length === 0) return scheme;
    return scheme.tune(Object.fromEntries(own.map(({ name, value }) => [name, value])));
  });
}

/** The schemes of these ids in table order. @throws UsageError listing the ids, for one that is unknown. */
export function schemesNamed(schemes: readonly Scheme[], ids: readonly string[]): Scheme[] {
  for (const id of ids) schemeNamed(schemes, id);
  return schemes.filter(({ id }) => ids.includes(id));
}

function schemeNamed(schemes: readonly Scheme[], id: string): Scheme {
  const found = schemes.find((scheme) => scheme.id === id);
  if (found !== undefined) return found;
  throw new UsageError(
    `expected a scheme out of ${schemes.map((each) => each.id).join(', ')}, found "${id}"`,
  );
}

function checkSetting({ scheme: id, name, value }: SchemeSetting): void {
  const { parameters } = schemeNamed(SCHEMES, id);
  const parameter = parameters.find((each) => each.name === name);
  if (parameter === undefined) {
    const known = parameters.map((each) => each.name).join(', ') || 'none';
    throw new UsageError(`expected a parameter of ${id} (${known}), found "${name}"`);
  }
  if (value >= parameter.min && value <= parameter.max && (!parameter.whole || Number.isInteger(value)))
    return;
  throw new UsageError(`expected ${id}.${name} to be ${rangeText(parameter)}, found ${value}`);
}

function rangeText({ min, max, unit, whole }: SchemeParameter): string {
  return `${whole ? 'a whole number ' : ''}${min} to ${max} (${unit})`;
}
