import { type FoldedLine, parseFoldedLine } from './line.js';

/** What one line cannot tell and the first lines together do. */
export interface FoldedShape {
  /** Each line has two counts, before and after: the output of difffolded.pl or inferno-diff-folded. */
  readonly differential: boolean;
  /** The first frame is the command's name. */
  readonly hasComm: boolean;
  /** Each command's name has its pid behind it, which a name such as "docker-proxy-1" would be taken for. */
  readonly commHasPid: boolean;
}

/** TASK_COMM_LEN of the kernel without its closing NUL; perf keeps no longer name. */
const MAX_COMM_BYTES = 15;
const WITH_PID = /^.+-(?:\?|\d+)$/;
const WITH_TID = /^.+-(?:\?|\d+)\/(?:\?|\d+)$/;

/** Tells by all of a file's lines what their first frame is and whether there are two counts. */
export function shapeOf(lines: readonly FoldedLine[]): FoldedShape {
  const differential = lines.length > 0 && lines.every(({ stack }) => parseFoldedLine(stack) !== null);
  const comms = new Set(
    lines.map(({ stack }) => {
      const own = differential ? (parseFoldedLine(stack)?.stack ?? stack) : stack;
      return own.split(';', 1)[0] ?? own;
    }),
  );
  const all = [...comms];
  return {
    differential,
    hasComm: all.every((comm) => byteLength(withoutIds(comm)) <= MAX_COMM_BYTES),
    commHasPid: all.every((comm) => WITH_PID.test(comm) || WITH_TID.test(comm)),
  };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function withoutIds(comm: string): string {
  return splitComm(comm, true).comm;
}

/**
 * `nginx-135/136` and, where every line has a pid, `nginx-135`; `?` is an unknown one. The idle task is pid 0, or
 * without a pid the comm "swapper".
 */
export function splitComm(text: string, hasPid: boolean): { readonly comm: string; readonly idle: boolean } {
  const [, both, pidOfBoth] = /^(.+)-(\?|\d+)\/(?:\?|\d+)$/.exec(text) ?? [];
  const [, alone, pidAlone] = hasPid ? (/^(.+)-(\?|\d+)$/.exec(text) ?? []) : [];
  const comm = both ?? alone ?? text;
  const pid = pidOfBoth ?? pidAlone ?? '?';
  const isSwapper = comm === 'swapper' || comm.startsWith('swapper/');
  return { comm, idle: pid === '?' ? isSwapper : pid === '0' };
}
