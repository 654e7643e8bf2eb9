import type { Analysis } from '../model/analysis.js';

/** A sentence that the projections of several schemes rest on. */
interface SharedAssumption {
  readonly text: string;
  /** Ids, in the order of the projections. */
  readonly schemes: readonly string[];
}

export interface GroupedAssumptions {
  readonly shared: readonly SharedAssumption[];
  /** What is left for each scheme, by id. */
  readonly own: ReadonlyMap<string, readonly string[]>;
}

/** The assumptions of all rows, so that each sentence has to be read once. */
export function groupAssumptions({ projections }: Analysis): GroupedAssumptions {
  const schemes = new Map<string, Set<string>>();
  for (const { scheme, assumptions } of projections) {
    for (const text of assumptions) {
      const users = schemes.get(text) ?? new Set();
      schemes.set(text, users.add(scheme));
    }
  }
  const shared: SharedAssumption[] = [];
  const own = new Map<string, string[]>();
  for (const [text, users] of schemes) {
    const [first, ...others] = users;
    if (first === undefined) continue;
    if (others.length > 0) shared.push({ text, schemes: [first, ...others] });
    else own.set(first, [...(own.get(first) ?? []), text]);
  }
  return { shared, own };
}
