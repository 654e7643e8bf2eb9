import type { HookUsage } from '../model/usage.js';

/** A profiler also counts what starts and ends the load, and what else the machine does. */
const TOLERANCE = 0.01;
const TOLERATED_CALLS = 10;

type Counted = Omit<HookUsage, 'rmwsPerRequest' | 'verdict' | 'why'>;

/**
 * RMWs per call on the common path: the catalogue's, but none where the code takes a reference for stale labels only
 * (and then drops it only if it was taken).
 */
export function rmwsSeen({ operation, rmwsPerCall, instructions }: Counted): number {
  return instructions !== null && operation !== 'put' && instructions.gets === 0 ? 0 : rmwsPerCall;
}

/** How many of `rmws` are gets: of an odd number the larger half, as one get then stays in the object. */
export function getsOf({ operation }: Pick<Counted, 'operation'>, rmws: number): number {
  return operation === 'get' ? rmws : operation === 'put' ? 0 : Math.ceil(rmws / 2);
}

/** Whether the calls, and where they were seen the instructions, of a function are what the catalogue says. */
export function usageVerdict(
  usage: Counted,
  mayBeUnused: string | null,
  kernelKnown: boolean,
): Pick<HookUsage, 'verdict' | 'why'> {
  const { calls, expectedCalls, expectedFrom, instructions } = usage;
  if (!kernelKnown) return { verdict: 'cannot-tell', why: 'the kernel release is not known' };
  const code = codeDifference(usage);
  if (code !== null) return { verdict: 'differs', why: code };
  if (calls === null)
    return { verdict: 'cannot-tell', why: 'no function profile: how often it runs is not known' };
  if (expectedCalls === null) {
    return { verdict: 'cannot-tell', why: 'nothing that was profiled says how often it should run' };
  }
  if (calls === 0 && expectedCalls > 0 && mayBeUnused !== null) {
    return { verdict: 'as-described', why: `never called: nothing of ${mayBeUnused} asks here` };
  }
  if (Math.abs(calls - expectedCalls) > Math.max(TOLERATED_CALLS, TOLERANCE * expectedCalls)) {
    const why = `${calls} calls, expected ${expectedCalls} (${expectedFrom})`;
    return { verdict: 'differs', why };
  }
  const counted = `${calls} calls, expected ${expectedCalls} (${expectedFrom})`;
  if (instructions === null) {
    return { verdict: 'calls-as-described', why: `${counted}; its machine code was not given` };
  }
  const { gets, puts, stale } = instructions;
  return {
    verdict: 'as-described',
    why: `${counted}; its code has ${gets} get, ${puts} put, ${stale} for stale labels`,
  };
}

/** What of the row the code lacks, or has more than it. */
function codeDifference({ operation, rmwsPerCall, instructions }: Counted): string | null {
  if (instructions === null) return null;
  const { gets, puts, stale } = instructions;
  const found = `its code has ${gets} get, ${puts} put, ${stale} for stale labels`;
  if (rmwsPerCall === 0) return gets === 0 ? null : `${found}, the catalogue none on the common path`;
  if (operation !== 'put' && gets === 0) {
    return `${found}: no reference is taken unless the label is stale, the catalogue says ${rmwsPerCall} a call`;
  }
  if (operation !== 'get' && puts === 0)
    return `${found}: nothing is dropped, the catalogue says ${operation}`;
  return gets + puts < rmwsPerCall ? `${found}, the catalogue says ${rmwsPerCall} a call` : null;
}
