const SECOND = /^min:\d+ max:\d+ total:(\d+)$/;
const AVERAGE = /^average:(\d+)$/;
/** `$ ./open1_processes -t 16 -s 10`, as people paste it above what it printed. */
const COMMAND = /(?:^|[\s/])\w+_(processes|threads)\s(?:.*\s)?-t\s*(\d+)\b/;

/** A second of one test program: `min:152441 max:153007 total:2443216`. Source: main.c of will-it-scale. */
export function isSecond(line: string): boolean {
  return SECOND.test(line);
}

/** Operations of all tasks in that second; `null` when `line` is none. */
export function opsOfSecond(line: string): number | null {
  return numberOf(SECOND, line);
}

/** `average:2451210`, printed last, and only with -s. */
export function averageOps(line: string): number | null {
  return numberOf(AVERAGE, line);
}

/** What ran how many times, from a command line above the output; `null` when `line` is none. */
export function pastedCommand(line: string): { readonly kind: string; readonly tasks: number } | null {
  const match = COMMAND.exec(line);
  return match === null ? null : { kind: match[1] ?? '', tasks: Number(match[2]) };
}

function numberOf(pattern: RegExp, line: string): number | null {
  const match = pattern.exec(line);
  return match === null ? null : Number(match[1]);
}
