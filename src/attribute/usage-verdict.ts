import type { HookUsage, InstructionCounts } from '../model/usage.js';

/** A profiler also counts what starts and ends the load, and what else the machine does. */
const TOLERANCE = 0.01;
const TOLERATED_CALLS = 10;

type Counted = Omit<HookUsage, 'rmwsPerRequest' | 'verdict' | 'why'>;

/**
 * RMWs per call on the common path: the catalogue's, but none where the code takes a reference for stale labels only
 * (and then drops it only if it was taken), or leaves all of it to functions that are counted by rows of their own.
 */
export function rmwsSeen(usage: Counted): number {
  const { operation, rmwsPerCall, instructions } = usage;
  if (instructions === null) return rmwsPerCall;
  if (isLeftToOthers(instructions)) return 0;
  return operation !== 'put' && instructions.gets === 0 && instructions.getsIn.length === 0 ? 0 : rmwsPerCall;
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
  if (code !== null) return code;
  const seen = instructions === null ? 'its machine code was not given' : codeText(instructions);
  if (calls === null || expectedCalls === null) {
    const often =
      calls === null
        ? 'how often it runs was not counted'
        : `${callsText(calls)}; nothing that was profiled says how often it should run`;
    return { verdict: instructions === null ? 'cannot-tell' : 'code-as-described', why: `${seen}; ${often}` };
  }
  const counted = `${callsText(calls)}, expected ${expectedCalls} (${expectedFrom})`;
  if (calls === 0 && expectedCalls > 0 && mayBeUnused !== null) {
    return { verdict: 'as-described', why: `never called: nothing of ${mayBeUnused} asks here` };
  }
  if (Math.abs(calls - expectedCalls) > Math.max(TOLERATED_CALLS, TOLERANCE * expectedCalls)) {
    return { verdict: 'differs', why: counted };
  }
  return {
    verdict: instructions === null ? 'calls-as-described' : 'as-described',
    why: `${counted}; ${seen}`,
  };
}

function callsText(calls: number): string {
  return calls === 1 ? '1 call' : `${calls} calls`;
}

/**
 * The operation that the row has and the code lacks, in the function and in what it calls. How often a loop or a
 * branch runs the code does not show: fewer or more atomics than RMWs a call are no difference.
 */
function codeDifference({
  operation,
  lifetime,
  rmwsPerCall,
  instructions,
}: Counted): Pick<HookUsage, 'verdict' | 'why'> | null {
  if (instructions === null) return null;
  const { gets, puts, getsIn, putsIn, stale, unnamedCalls } = instructions;
  const found = codeText(instructions);
  if (rmwsPerCall === 0) {
    // Rows of a rare path have their atomics off the common one.
    const why = `${found}; the catalogue has none for a label in force`;
    return lifetime === 'stale' && gets > 0 ? { verdict: 'differs', why } : null;
  }
  const lacks = (why: string): Pick<HookUsage, 'verdict' | 'why'> =>
    unnamedCalls === 0
      ? { verdict: 'differs', why: `${found}: ${why}` }
      : { verdict: 'cannot-tell', why: `${found}: ${why}, unless in one of ${unnamedCalls} unnamed calls` };
  if (operation !== 'put' && gets === 0 && getsIn.length === 0) {
    const unless = stale > 0 ? ' unless the label is stale' : '';
    return lacks(`no reference is taken${unless}, the catalogue says ${rmwsPerCall} a call`);
  }
  if (operation !== 'get' && puts === 0 && putsIn.length === 0) {
    return lacks(`nothing is dropped, the catalogue says ${operation}`);
  }
  return null;
}

/** All that it does is done by functions with rows of their own. */
function isLeftToOthers({ gets, puts, getsIn, putsIn, sitesCalled }: InstructionCounts): boolean {
  const callees = [...getsIn, ...putsIn];
  return gets + puts === 0 && callees.length > 0 && callees.every((name) => sitesCalled.includes(name));
}

/** "its code has 1 get, 1 put, 1 for stale labels; a get in aa_get_task_label". */
function codeText({ gets, puts, stale, getsIn, putsIn }: InstructionCounts): string {
  const called = [
    ...(getsIn.length === 0 ? [] : [`gets in ${getsIn.join(', ')}`]),
    ...(putsIn.length === 0 ? [] : [`puts in ${putsIn.join(', ')}`]),
  ];
  return [`its code has ${gets} get, ${puts} put, ${stale} for stale labels`, ...called].join(', ');
}
