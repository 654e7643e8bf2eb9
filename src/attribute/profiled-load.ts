import type { Throughput } from '../model/throughput.js';

/** The load in the directory of the profiles, else the only one there is. */
export function requestsOf(
  source: string | null,
  loads: readonly Throughput[],
): { readonly requests: number | null; readonly why: string | null; readonly file: string | null } {
  const unknown = (why: string) => ({ requests: null, why, file: null });
  if (source === null) return unknown('no function profile was given');
  const beside = loads.filter(({ file }) => directoryOf(file) === source);
  const candidates = beside.length > 0 ? beside : loads;
  const [only] = candidates;
  if (only === undefined) return unknown('no load was given beside the function profiles');
  if (candidates.length > 1)
    return unknown(`${candidates.length} loads: which of them was profiled is not known`);
  if (only.requests === null || only.requests === 0)
    return unknown(`${only.tool} does not print how many requests it made`);
  return { requests: only.requests, why: null, file: only.file };
}

/** Directory of a file as it was given; '' without one. */
export function directoryOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '' : file.slice(0, slash);
}
