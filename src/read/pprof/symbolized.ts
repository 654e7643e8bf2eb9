import type { Profile as Decoded, Location } from 'pprof-format';
import { FrameFlag, type Profile } from '../../model/profile.js';
import type { Address } from '../../model/units.js';
import { isKernelDso, shortDsoName } from '../perf-script/dso-name.js';
import { idKey, type Numeric, signed } from './numbers.js';

/** Where the kernel's half of a 48-bit address space begins. */
const KERNEL_HALF: Address = -(2 ** 48);

/** A reference to something that is not in the profile, or a thing that is there twice. */
export class ContentError extends Error {}

/** Text number `index` of the string table. @throws ContentError when there is none. */
export function textAt(decoded: Decoded, index: Numeric): string {
  const text = decoded.stringTable.strings[Number(index)];
  if (text === undefined) throw new ContentError(`text ${index} of ${decoded.stringTable.strings.length}`);
  return text;
}

/** The frames of each location, outermost first: a location is one address, and every line of it a function. */
export class SymbolizedLocations {
  readonly #decoded: Decoded;
  readonly #profile: Profile;
  readonly #locations: ReadonlyMap<string, Location>;
  readonly #functions: ReadonlyMap<string, string | null>;
  readonly #dsos: ReadonlyMap<string, string | null>;
  readonly #frames = new Map<string, readonly number[]>();

  /** @throws ContentError when two things have one id, or a name is not in the string table. */
  constructor(decoded: Decoded, profile: Profile) {
    this.#decoded = decoded;
    this.#profile = profile;
    this.#locations = byId('location', decoded.location, (location) => location);
    this.#functions = byId(
      'function',
      decoded.function,
      ({ name, systemName }) => this.#text(name) || this.#text(systemName) || null,
    );
    this.#dsos = byId('mapping', decoded.mapping, ({ filename }) => shortDsoName(this.#text(filename)));
  }

  /** @throws ContentError when the location or one of its functions is not in the profile. */
  framesOf(id: Numeric): readonly number[] {
    const key = idKey(id);
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const location = this.#locations.get(key);
    if (location === undefined) throw new ContentError(`location ${key}, which is not in the profile`);
    const frames = this.#internFrames(location);
    this.#frames.set(key, frames);
    return frames;
  }

  /** The last line is the function that stands in the file, those before it were inlined, the innermost first. */
  #internFrames(location: Location): number[] {
    const dso = lookUp(this.#dsos, 'mapping', location.mappingId);
    // 0 is "no address" here: profiles of languages that have none.
    const address = signed(location.address) === 0 ? null : signed(location.address);
    const inKernelHalf = address !== null && address < 0 && address >= KERNEL_HALF;
    const kernel = (dso !== null && isKernelDso(dso)) || inKernelHalf ? FrameFlag.kernel : 0;
    const symbols = location.line.map(({ functionId }) => lookUp(this.#functions, 'function', functionId));
    if (symbols.length === 0) symbols.push(null);
    const outermost = symbols.length - 1;
    return symbols
      .map((symbol, line) => {
        const flags = kernel | (line < outermost ? FrameFlag.inlined : 0);
        // Where a function begins is not in the profile: no offset.
        return this.#profile.internFrame({ address, symbol, dso, offset: -1, flags });
      })
      .reverse();
  }

  #text(index: Numeric): string {
    return textAt(this.#decoded, index);
  }
}

function byId<Row extends { readonly id: Numeric }, Value>(
  kind: string,
  rows: readonly Row[],
  read: (row: Row) => Value,
): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const row of rows) {
    const key = idKey(row.id);
    if (key === '0') throw new ContentError(`a ${kind} with id 0`);
    if (map.has(key)) throw new ContentError(`two ${kind}s with id ${key}`);
    map.set(key, read(row));
  }
  return map;
}

/** Id 0 refers to nothing. */
function lookUp(map: ReadonlyMap<string, string | null>, kind: string, id: Numeric): string | null {
  const key = idKey(id);
  if (key === '0') return null;
  const value = map.get(key);
  if (value === undefined) throw new ContentError(`${kind} ${key}, which is not in the profile`);
  return value;
}
