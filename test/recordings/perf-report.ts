import { fixture } from '../conformance.js';

/** A row of `perf report --no-children -F sample,comm,dso,sym`. */
export interface SelfRow {
  readonly samples: number;
  readonly comm: string;
  readonly dso: string;
  readonly symbol: string;
  readonly kernel: boolean;
}

/** A row of `perf report --children -F overhead_children,dso,sym`. */
export interface ChildrenRow {
  readonly pct: number;
  readonly dso: string;
  readonly symbol: string;
  readonly kernel: boolean;
}

/** Bare addresses, as perf prints what it cannot name. */
const ADDRESS = /^0x[0-9a-f]{16}$/;

// " 172        |openclose      |[kernel.kallsyms]   |[k] do_dentry_open"
function rowsOf(path: string): string[][] {
  return new TextDecoder()
    .decode(fixture(path))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

function symbolOf(cell: string): { symbol: string; kernel: boolean } {
  // perf adds the offset to the names of data symbols.
  const name = cell.slice('[k] '.length).replace(/\+0x[0-9a-f]+$/, '');
  return { symbol: ADDRESS.test(name) ? '[unknown]' : name, kernel: cell.startsWith('[k]') };
}

export function selfRows(name: string, report = 'perf-report.txt.gz'): SelfRow[] {
  return rowsOf(`recordings/${name}/${report}`).map((cells) => {
    const [samples, comm, dso, symbol] = cells as [string, string, string, string];
    return { samples: Number(samples), comm, dso, ...symbolOf(symbol) };
  });
}

export function childrenRows(name: string): ChildrenRow[] {
  return rowsOf(`recordings/${name}/perf-report-children.txt.gz`).map((cells) => {
    const [pct, dso, symbol] = cells as [string, string, string];
    return { pct: Number(pct.replace('%', '')), dso, ...symbolOf(symbol) };
  });
}

/** DSOs of the kernel: itself, and modules as "[name]". */
export function isKernelDso(dso: string): boolean {
  return dso.startsWith('[') && !/^\[(unknown|vdso|vsyscall|JIT)/.test(dso);
}

/** Sums by "dso symbol" for the kernel, by "dso" for the rest: user DSOs are not shipped, so they have no symbols. */
export function comparable(
  rows: readonly { readonly dso: string; readonly symbol: string; readonly samples: number }[],
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { dso, symbol, samples } of rows) {
    if (samples === 0) continue;
    const key = isKernelDso(dso) ? `${dso} ${symbol}` : dso;
    sums[key] = (sums[key] ?? 0) + samples;
  }
  return sums;
}
