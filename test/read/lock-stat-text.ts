/** Renders lock_stat text in the kernel's own layout: seq_header() and seq_stats() of kernel/locking/lockdep_proc.c. */
const RULE = '-'.repeat(40 + 1 + 12 * 15);
const DOTS = '.'.repeat(40 + 1 + 12 * 15);
const TITLES =
  'con-bounces contentions waittime-min waittime-max waittime-total waittime-avg acq-bounces acquisitions holdtime-min holdtime-max holdtime-total holdtime-avg';

export function header(version = '0.4'): string {
  const titles = TITLES.split(' ').map((title) => ` ${title.padStart(14)}`);
  return `lock_stat version ${version}\n${RULE}\n${'class name'.padStart(40)}${titles.join('')}\n${RULE}\n\n`;
}

/** snprint_time() into num[15]. */
export function kernelTime(microseconds: bigint, hundredths: number): string {
  return `${microseconds}.${String(hundredths).padStart(2, '0')}`.slice(0, 14);
}

/** `cells` are con-bounces, contentions, four times, acq-bounces, acquisitions, four times. */
export function classRow(printedName: string, cells: readonly string[]): string {
  const number = (at: number): string => (cells[at] ?? '').padStart(14);
  const times = (from: number): string => [0, 1, 2, 3].map((at) => ` ${number(from + at)}`).join('');
  return `${printedName.padStart(40)}:${number(0)} ${number(1)}${times(2)} ${number(6)} ${number(7)}${times(8)}\n`;
}

export function pointRow(name: string, count: number, place: string): string {
  return `${name.padStart(40)} ${String(count).padStart(14)} ${'[<00000000c0ffee00>]'.padStart(29)} ${place}\n`;
}

export function rule(name: string): string {
  return `${'-'.repeat(name.length).padStart(40)}\n`;
}

export const dots = `\n${DOTS}\n\n`;
