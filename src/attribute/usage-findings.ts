import type { AppliedCatalogue } from '../model/applied-catalogue.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import type { Station } from '../model/station.js';
import type { UsageCheck } from '../model/usage.js';

/** Relative difference of RMWs per open and close that is more than the ends of the profile. */
const OPEN_TOLERANCE = 0.02;
/** Below this share of busy time a station is no bottleneck of anything. */
const LEAST_SHARE_PCT = 0.5;

/** What is odd about the use of the counter, and what else the CPUs queue for. */
export function usageFindings(
  checks: readonly UsageCheck[],
  lines: readonly Station[],
  catalogue: AppliedCatalogue,
): Diagnostic[] {
  return [
    ...checks.flatMap(hookFindings),
    ...checks.flatMap(openFindings),
    ...nextLine(lines, catalogue),
    ...inferredKernel(catalogue),
  ];
}

function hookFindings({ hooks, source }: UsageCheck): Diagnostic[] {
  return hooks
    .filter((hook) => hook.verdict === 'differs')
    .map((hook) =>
      finding(
        'usage-differs',
        `${hook.function} is not used as described: ${hook.why}`,
        'the distribution may have taken a change into this kernel, or other files and sockets come on top',
        source,
      ),
    );
}

function openFindings({ rmwsPerOpen, expectedRmwsPerOpen, source }: UsageCheck): Diagnostic[] {
  if (rmwsPerOpen === null || expectedRmwsPerOpen === null) return [];
  if (Math.abs(rmwsPerOpen - expectedRmwsPerOpen) <= OPEN_TOLERANCE * Math.max(1, expectedRmwsPerOpen))
    return [];
  const text =
    `${rmwsPerOpen.toFixed(2)} atomic operations on the label per open and close, ` +
    `the catalogue says ${expectedRmwsPerOpen} for this kernel`;
  return [finding('rmws-per-open', text, null, source)];
}

function nextLine(lines: readonly Station[], { id, subject }: AppliedCatalogue): Diagnostic[] {
  const own = lines.filter((line) => line.class === id).reduce((sum, line) => sum + line.sharePct, 0);
  const [next] = lines.filter((line) => line.class !== id).sort((a, b) => b.sharePct - a.sharePct);
  if (next === undefined || next.sharePct < LEAST_SHARE_PCT) return [];
  const [site] = next.sites;
  const where = site === undefined ? '' : `, most of it in ${site.function}`;
  const text =
    next.sharePct > own
      ? `${next.name} takes more busy time (${next.sharePct.toFixed(1)} %${where}) than ${subject} get/put (${own.toFixed(1)} %)`
      : `after ${subject} get/put the next bottleneck is ${next.name}: ${next.sharePct.toFixed(1)} % of busy time${where}`;
  return [finding('next-bottleneck', text, null)];
}

function inferredKernel({ kernelFrom, kernelWhy }: AppliedCatalogue): Diagnostic[] {
  if (kernelFrom !== 'inferred') return [];
  const text = `the kernel release is inferred: ${kernelWhy}`;
  return [finding('kernel-inferred', text, 'give uname -a of the machine')];
}
