import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/model/format.js';
import type { Recording } from '../../src/model/recording.js';
import { cpuinfoFormat } from '../../src/read/cpuinfo.js';
import { lscpuFormat } from '../../src/read/lscpu.js';
import { perfHeaderFormat } from '../../src/read/perf-header.js';
import { unameFormat } from '../../src/read/uname.js';
import { bytesOf, checkConformance, fixture, readBytes } from '../conformance.js';

const read = (format: Format, text: string): Recording => readBytes(format, bytesOf(text));
const textOf = (name: string): string => new TextDecoder().decode(fixture(`machine/${name}`));
const kinds = (recording: Recording): string[] => recording.diagnostics.map(({ kind }) => kind);

const VM = {
  cpus: 2,
  sockets: 1,
  coresPerSocket: 2,
  threadsPerCore: 1,
  numaNodes: 1,
  cacheDomains: 1,
  model: 'AMD EPYC',
  vendor: 'AuthenticAMD',
  hypervisor: 'KVM',
};

describe('lscpu', () => {
  it.each(['lscpu.txt', 'lscpu.json'])('%s: the machine it ran on', (name) => {
    const { topologies, machine, diagnostics } = checkConformance(lscpuFormat, fixture(`machine/${name}`));
    expect(topologies).toEqual([{ ...VM, file: 'input' }]);
    expect(machine).toMatchObject({
      arch: 'x86_64',
      onlineCpus: 2,
      cpuModel: 'AMD EPYC',
      possibleCpus: null,
    });
    expect(diagnostics).toEqual([]);
  });

  // Laid out as util-linux 2.38 nests it and 2.34 printed it, on a server with two sockets.
  const SERVER = `Architecture:            x86_64
  CPU op-mode(s):        32-bit, 64-bit
CPU(s):                  96
  On-line CPU(s) list:   0-47,50,52-94
  Off-line CPU(s) list:  48,49,51,95
Vendor ID:               AuthenticAMD
  Model name:            AMD EPYC 7451 24-Core Processor
    Thread(s) per core:  2
    Core(s) per socket:  24
    Socket(s):           2
Caches (sum of all):
  L2:                    24 MiB (48 instances)
L3 cache:                128 MiB (16 instances)
NUMA:
  NUMA node(s):          8
Flags:                   fpu lm
`;

  it('sockets, L3 complexes, CPUs that are offline', () => {
    const { topologies, machine } = read(lscpuFormat, SERVER);
    expect(topologies).toMatchObject([
      {
        cpus: 96,
        sockets: 2,
        coresPerSocket: 24,
        threadsPerCore: 2,
        numaNodes: 8,
        cacheDomains: 16,
        hypervisor: null,
      },
    ]);
    expect(machine.onlineCpus).toBe(92);
  });

  it('before 2.37 the number of caches is not told, and JSON pairs stand on one line', () => {
    expect(
      read(lscpuFormat, SERVER.replace('128 MiB (16 instances)', '8192K')).topologies[0]?.cacheDomains,
    ).toBeNull();
    const json =
      '{\n   "lscpu": [\n      {"field": "CPU(s):", "data": "4"},\n      {"field": "Thread(s) per core:", "data": "2"}\n   ]\n}\n';
    expect(lscpuFormat.detect(bytesOf(json), true)).toBe('yes');
    expect(read(lscpuFormat, json).topologies).toMatchObject([{ cpus: 4, threadsPerCore: 2, sockets: null }]);
  });

  it('cores of several kinds have no one number', () => {
    const more = '  Model name:            Cortex-X3\n    Core(s) per socket:  24\nFlags:    fp\n';
    const recording = read(lscpuFormat, SERVER + more);
    expect(recording.topologies).toMatchObject([
      { cpus: 96, model: null, coresPerSocket: null, sockets: null },
    ]);
    expect(kinds(recording)).toEqual(['lscpu-several-kinds']);
  });

  it('a number that may have lost digits at the end of a cut file is left out', () => {
    const cut = SERVER.slice(0, SERVER.indexOf('24\n') + 1);
    expect(read(lscpuFormat, cut).topologies).toMatchObject([{ coresPerSocket: null, threadsPerCore: 2 }]);
    expect(kinds(read(lscpuFormat, cut))).toEqual(['lscpu-cut']);
    expect(kinds(read(lscpuFormat, textOf('lscpu.json').slice(0, 900)))).toEqual(['lscpu-cut']);
  });
});

describe('/proc/cpuinfo', () => {
  it('agrees with lscpu of the same machine as far as it goes', () => {
    const { topologies, machine, diagnostics } = checkConformance(
      cpuinfoFormat,
      fixture('machine/cpuinfo.txt'),
    );
    expect(topologies).toEqual([
      { ...VM, numaNodes: null, cacheDomains: null, hypervisor: null, file: 'input' },
    ]);
    expect(machine).toMatchObject({
      arch: 'x86_64',
      onlineCpus: 2,
      cpuModel: 'AMD EPYC',
      possibleCpus: null,
    });
    expect(diagnostics).toEqual([]);
  });

  it('is told from the headers and closing words of a mail around it', () => {
    const mail = `Subject: Re: apparmor\nDate: Sat, 28 Nov 2026\n\n${textOf('cpuinfo.txt')}\nRegards: A\n`;
    const { topologies, diagnostics } = read(cpuinfoFormat, mail);
    expect(topologies).toMatchObject([{ cpus: 2, sockets: 1 }]);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['unrecognised-lines']);
  });

  const cpu = (processor: number, socket: number, core: number, siblings: number): string =>
    `processor\t: ${processor}\nphysical id\t: ${socket}\nsiblings\t: ${siblings}\ncore id\t\t: ${core}\nflags\t\t: fpu lm\npower management:\n\n`;

  it('two sockets of two cores with two threads each; core ids repeat and have gaps', () => {
    const text = [0, 1]
      .flatMap((socket) => [0, 4].flatMap((core) => [0, 1].map(() => cpu(0, socket, core, 4))))
      .join('');
    expect(read(cpuinfoFormat, text).topologies).toMatchObject([
      { cpus: 8, sockets: 2, coresPerSocket: 2, threadsPerCore: 2 },
    ]);
  });

  it('an excerpt or a cut file does not tell the number of CPUs', () => {
    for (const text of [cpu(0, 0, 0, 4), textOf('cpuinfo.txt').slice(0, -40)]) {
      const recording = read(cpuinfoFormat, text);
      expect(recording.machine.onlineCpus).toBeNull();
      expect(recording.topologies).toMatchObject([{ cpus: null, sockets: null }]);
      expect(kinds(recording)).toEqual(['cpuinfo-cut']);
    }
  });

  it('arm64: no ids, names from the numbers of the core (laid out as arch/arm64/kernel/cpuinfo.c does)', () => {
    const block = (processor: number): string =>
      `processor\t: ${processor}\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd atomics\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 1\n\n`;
    const text = [0, 1, 2, 3].map(block).join('');
    const { topologies, machine, diagnostics } = checkConformance(cpuinfoFormat, bytesOf(text));
    expect(topologies).toMatchObject([
      { cpus: 4, sockets: null, coresPerSocket: null, model: 'Neoverse-N1', vendor: 'ARM' },
    ]);
    expect(machine).toMatchObject({ arch: 'aarch64', onlineCpus: 4 });
    expect(diagnostics).toEqual([]);
  });
});

describe('uname -a', () => {
  it('release, architecture, and the version of perf a script adds', () => {
    const { machine } = checkConformance(unameFormat, fixture('machine/uname.txt'));
    expect(machine).toMatchObject({
      hostname: null,
      kernel: '6.1.192-labp',
      arch: 'x86_64',
      perfVersion: '6.1.176',
      onlineCpus: null,
    });
  });

  it('Ubuntu names the machine three times', () => {
    const line =
      'Linux web1 6.8.0-45-generic #45-Ubuntu SMP PREEMPT_DYNAMIC Fri Aug 30 12:02:04 UTC 2024 x86_64 x86_64 x86_64 GNU/Linux\n';
    expect(read(unameFormat, line).machine).toMatchObject({
      hostname: 'web1',
      kernel: '6.8.0-45-generic',
      arch: 'x86_64',
    });
    expect(unameFormat.detect(bytesOf('Linux is a kernel; GNU/Linux\n'), true)).toBe('no');
  });

  // The first line of fixtures/machine/uname.txt as a mail client wraps it, what busybox prints, and /proc/version.
  it.each([
    [
      '> Linux (none) 6.1.192-labp #1 SMP Sun Nov 22 13:14:57 UTC 2026 x86_64\n> GNU/Linux\n',
      '6.1.192-labp',
      'x86_64',
    ],
    [
      'Linux alp 6.6.58-0-lts #1-Alpine SMP PREEMPT_DYNAMIC 2024-10-24 aarch64 Linux\n',
      '6.6.58-0-lts',
      'aarch64',
    ],
    [
      '[    0.000000] Linux version 6.1.192-labp (root@lab) (gcc (Debian 12.2.0-14) 12.2.0) #1 SMP Sun Nov 22 13:14:57 UTC 2026\n',
      '6.1.192-labp',
      null,
    ],
  ])('%j', (text, kernel, arch) => {
    expect(unameFormat.detect(bytesOf(text), true)).toBe('yes');
    const { machine, diagnostics } = read(unameFormat, text);
    expect(machine).toMatchObject({ kernel, arch });
    expect(diagnostics).toEqual([]);
  });
});

describe('perf report --header-only', () => {
  it('that is cut says so with its last line, of which nothing is believed', () => {
    const whole = textOf('perf-header.txt');
    const text = whole.slice(0, whole.indexOf('nrcpus avail : 8') + 'nrcpus avail : '.length);
    const { machine, diagnostics } = read(perfHeaderFormat, `${text}1`);
    expect(machine.possibleCpus).toBeNull();
    expect(diagnostics.map(({ kind, line }) => [kind, line])).toEqual([
      ['perf-header-cut', text.split('\n').length],
    ]);
    expect(read(perfHeaderFormat, whole).diagnostics).toEqual([]);
  });

  it('the machine that recorded', () => {
    const { machine } = checkConformance(perfHeaderFormat, fixture('machine/perf-header.txt'));
    expect(machine).toMatchObject({ kernel: '6.1.192-labp', arch: 'x86_64', onlineCpus: 8, possibleCpus: 8 });
  });

  it('with the command line above it, in a mail', () => {
    const mail = `Hi,\n\n$ perf report --header-only\n${textOf('perf-header.txt').replace(/^/gm, '> ')}\nThanks\n`;
    expect(perfHeaderFormat.detect(bytesOf(mail), true)).toBe('yes');
    expect(read(perfHeaderFormat, mail).machine).toMatchObject({ kernel: '6.1.192-labp', onlineCpus: 8 });
  });

  it.each([
    ['a perf script behind the same block', `${textOf('perf-header.txt')}nginx 1 [000] 1.0: 1 cycles: \n`],
    ['comments of others', '# started on Sun Nov 22\n'],
  ])('is not %s', (_, text) => {
    expect(perfHeaderFormat.detect(bytesOf(text), true)).toBe('no');
  });
});
