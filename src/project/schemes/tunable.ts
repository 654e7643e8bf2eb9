import type { SchemeParameter } from '../../model/scheme-facts.js';
import type { Scheme } from './scheme.js';

/** A parameter as its scheme declares it, by name. */
export type ParameterDefinition = Pick<
  SchemeParameter,
  'unit' | 'default' | 'min' | 'max' | 'meaning' | 'source'
> &
  Partial<Pick<SchemeParameter, 'nullMeans' | 'whole'>>;

type Definitions<Name extends string> = Readonly<Record<Name, ParameterDefinition>>;
export type Values<Name extends string> = Readonly<Record<Name, number | null>>;

type Optional = 'takesRefWhenStale' | 'revertedFraction' | 'costs';
type Made = 'parameters' | 'tune';
/** A scheme as its file states it: what most schemes lack may be left out. */
type Stated = Omit<Scheme, Optional | Made> & Partial<Pick<Scheme, Optional>>;

const NOTHING: Pick<Scheme, Optional> = {
  takesRefWhenStale: false,
  revertedFraction: () => 0,
  costs: () => [],
};

/** A scheme whose figures follow from parameters; `state` is called with their values. */
export function tunable<Name extends string>(
  definitions: Definitions<Name>,
  state: (values: Values<Name>) => Stated,
): Scheme {
  const make = (values: Values<Name>): Scheme => ({
    ...NOTHING,
    ...state(values),
    parameters: (Object.keys(definitions) as Name[]).map((name) => ({
      nullMeans: null,
      whole: false,
      ...definitions[name],
      name,
      value: values[name],
    })),
    tune: (changed) => make({ ...values, ...changed }),
  });
  const defaults = Object.fromEntries(
    Object.entries<ParameterDefinition>(definitions).map(([name, definition]) => [name, definition.default]),
  );
  return make(defaults as Values<Name>);
}

/** A scheme without parameters. */
export function fixed(stated: Stated): Scheme {
  return tunable({}, () => stated);
}

/** The value of a parameter that has a default, so that it is never `null`. */
export function set(value: number | null): number {
  if (value === null) throw new RangeError('a parameter without a default has no value');
  return value;
}
