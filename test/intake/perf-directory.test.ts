import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInputs } from '../../src/intake/inputs.js';
import { nameFrames } from '../../src/intake/symbolize.js';
import { FrameFlag, type Profile } from '../../src/model/profile.js';
import { fixture } from '../conformance.js';
import { fixturePath } from '../recordings/recordings.js';

const KALLSYMS = fixturePath('perf-data/threads.kallsyms.gz');

/** "event|symbol or user DSO" -> samples. */
type Counts = Record<string, number>;

function reported(name: string): Counts {
  const counts: Counts = {};
  let event = '';
  for (const line of new TextDecoder().decode(fixture(`perf-data/${name}.report.txt`)).split('\n')) {
    event = / of events? '(.+)'/.exec(line)?.[1] ?? event;
    const [samples, dso, symbol] = line.split('|');
    if (symbol === undefined) continue;
    const key = `${event}|${symbol.startsWith('[k] ') ? symbol.slice(4) : dso}`;
    counts[key] = (counts[key] ?? 0) + Number(samples);
  }
  return counts;
}

function counted(profile: Profile): Counts {
  const counts: Counts = {};
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    const frame = profile.stackFrame(cell.stack);
    const isKernel = (profile.frameFlags(frame) & FrameFlag.kernel) !== 0;
    const name = isKernel ? profile.frameSymbol(frame) : profile.frameDso(frame);
    const key = `${profile.events[cell.event]?.name}|${name ?? '[unknown]'}`;
    counts[key] = (counts[key] ?? 0) + cell.samples;
  }
  return counts;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perf-directory-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function copyOf(name: string, to: string): Promise<string> {
  const target = join(folder, to);
  await mkdir(target, { recursive: true });
  for (const file of ['data', 'data.0', 'data.1']) {
    await copyFile(fixturePath(`perf-data/${name}/${file}`), join(target, file));
  }
  return target;
}

const profileOf = async (path: string): Promise<Profile> => {
  const { groups } = await readInputs([path], null);
  await nameFrames(groups, KALLSYMS);
  const found = groups.flatMap(({ recordings }) => recordings).find(({ profile }) => profile.samples > 0);
  if (found === undefined) throw new Error(`no samples in ${path}`);
  return found.profile;
};

describe.each(['threads', 'zthreads'])('%s.data, a directory of perf record --threads', (name) => {
  it('is counted as perf report counts it', async () => {
    const { groups, inputs, diagnostics } = await readInputs([fixturePath(`perf-data/${name}.data`)], null);
    expect(diagnostics).toEqual([]);
    expect(inputs).toMatchObject([{ format: 'perf.data', notUsed: null }]);
    expect(groups).toHaveLength(1);
    expect(counted(await profileOf(fixturePath(`perf-data/${name}.data`)))).toEqual(reported(name));
  });
});

// Half of its samples stand in the file of one CPU, and the name they bear in that of the other.
it('names threads by what they did on another CPU, as perf report does', async () => {
  const profile = await profileOf(fixturePath('perf-data/hop.data'));
  const ours = Array.from({ length: profile.cpuCellCount }, (_, index) => {
    const { task, cpu, samples } = profile.cpuCell(index);
    return `${samples}|${profile.tasks[task]?.comm}|${String(cpu).padStart(3, '0')}`;
  });
  const perf = new TextDecoder().decode(fixture('perf-data/hop.comms.txt')).trim().split('\n');
  expect(ours.sort()).toEqual(perf.map((row) => row.replace(/^[^|]*\|/, '')).sort());
});

it('is found as a folder of a run directory, beside its other files', async () => {
  await copyOf('threads.data', 'run/perf.data');
  await mkdir(join(folder, 'run', 'older'));
  await copyFile(fixturePath('machine/lscpu.txt'), join(folder, 'run', 'lscpu.txt'));
  const { inputs, diagnostics } = await readInputs([join(folder, 'run')], null);
  expect(inputs.map(({ format, samples }) => ({ format, samples }))).toEqual([
    { format: 'perf.data', samples: 205 },
    { format: 'lscpu', samples: 0 },
  ]);
  expect(diagnostics).toMatchObject([{ kind: 'folders', text: expect.stringContaining(': older') }]);
});

it('takes the kernel symbols that perf record --kcore puts into its directory', async () => {
  const path = await copyOf('threads.data', 'kcore.data');
  await mkdir(join(path, 'kcore_dir'));
  await copyFile(KALLSYMS, join(path, 'kcore_dir', 'kallsyms'));
  const { groups, inputs } = await readInputs([path], null);
  expect(inputs.map(({ format }) => format)).toEqual(['perf.data', 'kallsyms']);
  expect((await nameFrames(groups, null)).given).toBe(true);
});

it('refuses the file with the header alone', async () => {
  await expect(readInputs([fixturePath('perf-data/threads.data/data')], null)).rejects.toThrow(
    /threads\.data\/data: byte 72: expected a whole recording, found one file of a perf\.data directory/,
  );
});

describe('in a tar', () => {
  async function tarOf(
    name: string,
    entries: readonly (readonly [name: string, fixture: string])[],
  ): Promise<string> {
    const archive = pack();
    for (const [entry, path] of entries) archive.entry({ name: entry }, Buffer.from(fixture(path)));
    archive.finalize();
    const path = join(folder, name);
    await writeFile(path, await buffer(archive));
    return path;
  }
  /** Parts before the header, as readdir() may list them. */
  const parts = (at: string) =>
    ['data.1', 'data.0', 'data'].map((file) => [`${at}${file}`, `perf-data/threads.data/${file}`] as const);
  const kallsyms = 'perf-data/threads.kallsyms.gz';

  it.each([
    ['alone', parts('perf.data/')],
    ['at its root', parts('')],
    ['beside symbols', [...parts('./perf.data/'), ['kallsyms', kallsyms] as const]],
    ['in a run directory', [['run/kallsyms', kallsyms] as const, ...parts('run/perf.data/')]],
    ['with --kcore', [...parts('run/perf.data/'), ['run/perf.data/kcore_dir/kallsyms', kallsyms] as const]],
  ])('%s, it is read as from a directory', async (where, entries) => {
    const path = await tarOf('run.tar', entries);
    const { groups, inputs, diagnostics } = await readInputs([path], null);
    const own = where === 'alone' || where === 'at its root';
    expect((await nameFrames(groups, own ? KALLSYMS : null)).given).toBe(true);
    expect(
      counted(groups[0]?.recordings.find(({ profile }) => profile.samples > 0)?.profile as Profile),
    ).toEqual(reported('threads'));
    expect(inputs.map(({ notUsed }) => notUsed)).toEqual(inputs.map(() => null));
    expect(diagnostics).toEqual([]);
  });

  it('without its files of records it is refused, with what is missing', async () => {
    const path = await tarOf('header.tar', parts('perf.data/').slice(2));
    await expect(readInputs([path], null)).rejects.toThrow(
      /perf\.data\/data: byte 72: expected a whole recording/,
    );
  });
});

it('names the file that is broken, and reads one that is cut', async () => {
  const path = await copyOf('threads.data', 'broken.data');
  const part = new Uint8Array(await readFile(join(path, 'data.0')));
  await writeFile(join(path, 'data.0'), part.subarray(0, part.length - 20));
  const cut = await readInputs([path], null);
  expect(cut.diagnostics).toMatchObject([{ kind: 'truncated', file: join(path, 'data.0') }]);
  // A size no record can have, in the middle of the file.
  const first = part[6] as number;
  part[first + 6] = 4;
  part[first + 7] = 0;
  await writeFile(join(path, 'data.0'), part);
  await expect(readInputs([path], null)).rejects.toThrow(
    `${join(path, 'data.0')}: byte ${first}: expected a record of at least 8 bytes, found size 4`,
  );
});

it('leaves a run directory alone whose files only bear such names', async () => {
  const path = join(folder, 'named');
  await mkdir(path);
  await copyFile(fixturePath('machine/lscpu.txt'), join(path, 'data'));
  await copyFile(fixturePath('machine/uname.txt'), join(path, 'data.0'));
  const { inputs } = await readInputs([path], null);
  expect(inputs.map(({ format }) => format)).toEqual(['lscpu', 'uname']);
});
