/** CPUs in a list as the kernel prints it, "0-3,8" (lib/vsprintf.c %*pbl); `null` when it is none. */
export function countCpus(list: string): number | null {
  let count = 0;
  for (const part of list.split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (match === null) return null;
    const last = Number(match[2] ?? match[1]);
    if (last < Number(match[1])) return null;
    count += last - Number(match[1]) + 1;
  }
  return count;
}
