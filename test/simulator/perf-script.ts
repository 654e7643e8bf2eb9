import { seededRandom } from '../../src/stats/random.js';
import { type Simulated, simulate } from './simulate.js';
import type { Chain, Workload } from './workload.js';

/** A simulation, and what perf would have recorded of it. */
export interface Recorded {
  readonly simulated: Simulated;
  /** As `perf script --header` prints it. */
  readonly text: string;
  readonly samples: number;
}

const FIRST_PID = 1000;
/** The recording's clock when the warm-up ends. */
const STARTS_AT_S = 100;

/**
 * Runs the workload and samples every CPU each `periodNs` of its time, as cpu-clock does: what the CPU does then is the
 * sample. One process a CPU, which is never idle.
 */
export function record(workload: Workload, operations: number, periodNs: number): Recorded {
  const random = seededRandom(workload.seed + 1);
  const next = Array.from({ length: workload.cpus }, () => random() * periodNs);
  const samples: { readonly at: number; readonly cpu: number; readonly chain: Chain }[] = [];
  const simulated = simulate(workload, operations, (cpu, chain, from, to) => {
    let at = next[cpu] ?? 0;
    for (; at < to; at += periodNs) if (at >= from) samples.push({ at, cpu, chain });
    next[cpu] = at;
  });
  // Steps end after the last operation: later samples would have no counterpart on other CPUs.
  const inside = samples.filter(({ at }) => at < simulated.elapsedNs).sort((a, b) => a.at - b.at);
  const addresses = new Map<string, string>();
  const frames = (chain: Chain) => chain.map((symbol) => frame(symbol, addresses)).join('');
  const body = inside.map(({ at, cpu, chain }) => {
    const pid = FIRST_PID + cpu;
    const time = (STARTS_AT_S + at / 1e9).toFixed(9);
    return `nginx ${pid} [${String(cpu).padStart(3, '0')}] ${time}: ${periodNs} cpu-clock: \n${frames(chain)}\n`;
  });
  return {
    simulated,
    text: `${header(workload.cpus, periodNs)}${body.join('')}`,
    samples: inside.length,
  };
}

function header(cpus: number, periodNs: number): string {
  return [
    '# ========',
    '# os release : 6.1.192',
    '# perf version : 6.1.176',
    '# arch : x86_64',
    `# nrcpus online : ${cpus}`,
    `# nrcpus avail : ${cpus}`,
    `# cmdline : /usr/bin/perf record -a -g -e cpu-clock -c ${periodNs} `,
    '# ========',
    '#',
    '',
  ].join('\n');
}

/** Addresses are made up, one a symbol; user functions have no "(kernel)" place. */
function frame(symbol: string, addresses: Map<string, string>): string {
  const isUser = symbol.startsWith('ngx_');
  const at = addresses.get(symbol) ?? (0x81000000 + 0x1000 * addresses.size).toString(16);
  addresses.set(symbol, at);
  return isUser
    ? `\t        ${at} ${symbol} (/usr/sbin/nginx)\n`
    : `\tffffffff${at} ${symbol} ([kernel.kallsyms])\n`;
}
