import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readCpuDomains } from '../../src/io/cpu-domains.js';

const root = mkdtempSync(join(tmpdir(), 'refscope-domains-'));
afterAll(() => rmSync(root, { recursive: true }));

function machine(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return join(root, name);
}

const cpu = (at: number) => `sys/devices/system/cpu/cpu${at}`;

it('reads what the allowed CPUs share', async () => {
  const files = {
    'proc/self/status': 'Name:\tnode\nCpus_allowed:\t6\nCpus_allowed_list:\t1-2\n',
    'proc/cpuinfo': 'processor\t: 0\nmodel name\t: AMD EPYC \nflags\t\t: fpu hypervisor sse\n',
    [`${cpu(1)}/topology/thread_siblings_list`]: '1,3\n',
    [`${cpu(1)}/topology/physical_package_id`]: '0\n',
    [`${cpu(1)}/cache/index2/level`]: '2\n',
    [`${cpu(1)}/cache/index2/shared_cpu_list`]: '1,3\n',
    [`${cpu(1)}/cache/index3/level`]: '3\n',
    [`${cpu(1)}/cache/index3/shared_cpu_list`]: '0-3\n',
    [`${cpu(2)}/topology/thread_siblings_list`]: '0,2\n',
  };
  expect(await readCpuDomains(2, machine('whole', files))).toEqual({
    cpus: 2,
    model: 'AMD EPYC',
    cores: ['1,3', '0,2'],
    caches: ['0-3', null],
    sockets: ['0', null],
    virtual: true,
  });
});

it.each(['', '3-1', '0-99999999', 'x,y', '9000'])(
  'takes the number of CPUs where the list is "%s"',
  async (list) => {
    const files = { 'proc/self/status': `Cpus_allowed_list:\t${list}\n` };
    expect(await readCpuDomains(2, machine(`list ${list}`, files))).toEqual({
      cpus: 2,
      model: null,
      cores: [null, null],
      caches: [null, null],
      sockets: [null, null],
      virtual: null,
    });
  },
);
