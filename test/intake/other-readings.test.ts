import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockStatConflicts } from '../../src/intake/input-findings.js';
import { readInputs } from '../../src/intake/inputs.js';
import { Recording } from '../../src/model/recording.js';
import { fixturePath } from '../recordings/recordings.js';

const OPENCLOSE = 'recordings/openclose-unconfined-8cpu';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'other-readings-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A run directory of fixtures, by the name each is to bear. */
async function run(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [to, from] of Object.entries(files)) await copyFile(fixturePath(from), join(path, to));
  return path;
}

async function whyUnused(path: string): Promise<Record<string, string | null>> {
  const { inputs } = await readInputs([path], null);
  return Object.fromEntries(inputs.map((input) => [input.path.split('/').at(-1), input.notUsed]));
}

it('texts made from the recording are other readings of it', async () => {
  const path = await run('same', {
    'perf.data.gz': `${OPENCLOSE}/perf.data.gz`,
    'script.txt.gz': `${OPENCLOSE}/perf-script.txt.gz`,
    'report.txt.gz': `${OPENCLOSE}/perf-report.txt.gz`,
  });
  const why = 'the samples are taken from perf.data.gz, of which this is another reading';
  expect(await whyUnused(path)).toEqual({ 'perf.data.gz': null, 'script.txt.gz': why, 'report.txt.gz': why });
  expect(
    (await readInputs([path], null)).diagnostics.filter(({ kind }) => kind === 'inputs-disagree'),
  ).toEqual([]);
});

it('commands that the samples lack are of another recording', async () => {
  const path = await run('commands', {
    'perf.data.gz': 'nginx-confined-8cpu/perf.data.gz',
    'script.txt.gz': `${OPENCLOSE}/perf-script.txt.gz`,
  });
  expect((await whyUnused(path))['script.txt.gz']).toContain(
    'this is of another recording, or of a part of it: it has the commands openclose',
  );
  const { diagnostics } = await readInputs([path], null);
  expect(diagnostics).toContainEqual(
    expect.objectContaining({ kind: 'inputs-disagree', file: join(path, 'script.txt.gz') }),
  );
});

it('the same load recorded once more has another number of samples', async () => {
  const path = await run('again', {
    'perf.data.gz': `${OPENCLOSE}/perf.data.gz`,
    'report.txt.gz': `${OPENCLOSE}-condref/perf-report.txt.gz`,
  });
  // perf prints "# Samples: 5K": INDEX.md counts 5,715 there and 4,654 here.
  expect((await whyUnused(path))['report.txt.gz']).toContain(
    'it has 5,000 to 5,999 samples of cpu-clock, not 4,654',
  );
});

it('what it cannot read it does not compare', async () => {
  const path = await run('broken', { 'perf.data.gz': `${OPENCLOSE}/perf.data.gz` });
  // Two sample_types, which make it a pprof profile, and a sample of 127 bytes of which one is there.
  const cut = '0a0408011002' + '0a0408031004' + '127f08';
  await writeFile(join(path, 'profile.pb'), Buffer.from(cut, 'hex'));
  const { inputs, diagnostics } = await readInputs([path], null);
  expect(inputs).toMatchObject([
    { format: 'perf.data', notUsed: null },
    {
      format: 'pprof',
      notUsed: expect.stringMatching(
        /^the samples are taken from perf\.data\.gz; this cannot be read \(.*profile\.pb/,
      ),
    },
  ]);
  expect(diagnostics.filter(({ kind }) => kind === 'inputs-disagree')).toEqual([]);
});

it('a kernel without lock_contended wrote no lock_stat', () => {
  const symbols = (...more: string[]): Recording => {
    const recording = new Recording();
    const names = [...Array.from({ length: 20_000 }, (_, index) => `f${index}`), ...more];
    const same = <T>(value: T): T[] => names.map(() => value);
    recording.symbols = {
      file: 'run/kallsyms',
      names,
      addresses: same(0),
      types: same('T'),
      modules: same(null),
    };
    return recording;
  };
  const locks = new Recording();
  locks.locks.push({ file: 'run/lock_stat' } as (typeof locks.locks)[number]);
  expect(lockStatConflicts([[locks, symbols('lock_contended')]])).toEqual([]);
  expect(lockStatConflicts([[locks], [symbols()]])).toEqual([]);
  expect(lockStatConflicts([[locks, symbols()]])).toMatchObject([
    { kind: 'inputs-disagree', file: 'run/lock_stat', text: expect.stringContaining('kallsyms has not') },
  ]);
});
