import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CpuDomains } from '../model/calibration.js';

/** Linux sizes no build for more CPUs than this (NR_CPUS_RANGE_END of arch/x86/Kconfig). */
const MAX_CPUS = 8192;

/**
 * Which CPUs this process may use and what they share, from /proc and /sys; whatever they do not say is `null`.
 * @param available how many CPUs the process may use, where /proc does not say which.
 * @param root where the two are mounted: "/".
 */
export async function readCpuDomains(available: number, root = '/'): Promise<CpuDomains> {
  const status = await text(join(root, 'proc/self/status'));
  const cpuinfo = await text(join(root, 'proc/cpuinfo'));
  const allowed = cpuNumbers(/^Cpus_allowed_list:\s*(\S+)/m.exec(status ?? '')?.[1] ?? '');
  const cpus = allowed.length > 0 ? allowed : Array.from({ length: available }, (_, at) => at);
  const places = await Promise.all(cpus.map((cpu) => place(join(root, `sys/devices/system/cpu/cpu${cpu}`))));
  const flags = /^flags\s*:(.*)$/m.exec(cpuinfo ?? '')?.[1];
  return {
    cpus: cpus.length,
    model: /^model name\s*:\s*(.+?)\s*$/m.exec(cpuinfo ?? '')?.[1] ?? null,
    cores: places.map(({ core }) => core),
    caches: places.map(({ cache }) => cache),
    sockets: places.map(({ socket }) => socket),
    virtual: flags === undefined ? null : /\bhypervisor\b/.test(flags),
  };
}

interface Place {
  readonly core: string | null;
  readonly cache: string | null;
  readonly socket: string | null;
}

async function place(directory: string): Promise<Place> {
  const topology = join(directory, 'topology');
  return {
    core: await text(join(topology, 'thread_siblings_list')),
    cache: await lastLevelCache(join(directory, 'cache')),
    socket: await text(join(topology, 'physical_package_id')),
  };
}

/** The CPUs that share the L3; `null` where no cache says that it is one. */
async function lastLevelCache(directory: string): Promise<string | null> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter((entry) => /^index\d+$/.test(entry))) {
    if ((await text(join(directory, name, 'level'))) === '3') {
      return text(join(directory, name, 'shared_cpu_list'));
    }
  }
  return null;
}

/** "0-3,8" as numbers; nothing of what is no such list. */
function cpuNumbers(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [, from, to = from] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(range) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (!(first <= last && last < MAX_CPUS)) return [];
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

async function text(path: string): Promise<string | null> {
  return readFile(path, 'utf8').then(
    (content) => content.trim(),
    () => null,
  );
}
