import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readInputs } from '../../src/intake/inputs.js';
import { fixture } from '../conformance.js';
import { fixturePath } from '../recordings/recordings.js';

const text = (path: string): string => new TextDecoder().decode(fixture(path));

/** All that an engineer has, as it is pasted into a mail: prompts, closing words, and outputs one after another. */
const MAIL = [
  'From: A <a@example.org>\nSubject: Re: apparmor\n\nHi,\n\nthe machine:\n\n$ lscpu',
  text('machine/lscpu.txt'),
  '$ uname -a',
  text('machine/uname.txt').split('\n')[0],
  'load:\n$ wrk -t2 -c32 -d12s http://127.0.0.1:8080/',
  text('wrk/wrk-during-record.txt'),
  '# perf stat sleep 0.1',
  text('perf-stat/sleep.txt'),
  'profile:\n',
  text('perf-report-text/pasted-nginx.txt'),
  '$ cat /proc/lock_stat',
  text('lock_stat/nginx.txt.gz'),
  'and what I ran before:\n',
  text('wrk/openclose-own.txt'),
  '-- \nRegards\n',
].join('\n');

function written(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'refscope-several-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

async function recordings(path: string) {
  const { groups, ...rest } = await readInputs([path], null);
  return { recordings: groups.flatMap((group) => group.recordings), ...rest };
}

/** What was read of one text that several readers share; the file's name and the lines differ. */
function facts(all: Awaited<ReturnType<typeof recordings>>): unknown {
  const of = (key: 'locks' | 'throughput' | 'counters' | 'topologies' | 'shareTables'): unknown[] =>
    all.recordings.flatMap((recording) =>
      recording[key].map((row) => ({ ...row, file: '', line: 0, duringRecording: null })),
    );
  return [of('locks'), of('throughput'), of('counters'), of('topologies'), of('shareTables')];
}

describe('a mail with several outputs', () => {
  it('gives what each of them gives in a file of its own', async () => {
    const mail = await recordings(join(written({ mail: MAIL }), 'mail'));
    const alone = await recordings(
      written({
        1: text('lock_stat/nginx.txt.gz'),
        2: text('perf-stat/sleep.txt'),
        3: text('wrk/wrk-during-record.txt'),
        4: text('wrk/openclose-own.txt'),
        5: text('machine/lscpu.txt'),
        6: text('perf-report-text/pasted-nginx.txt'),
      }),
    );
    expect(mail.inputs.map(({ format }) => format)).toEqual([
      'lock_stat',
      'perf-stat',
      'wrk',
      'openclose',
      'lscpu',
      'uname',
      'pasted-shares',
    ]);
    expect(facts(mail)).toEqual(facts(alone));
    expect(mail.recordings.map(({ machine }) => machine.kernel).filter((kernel) => kernel !== null)).toEqual([
      '6.1.192-labp',
    ]);
    expect(mail.diagnostics.map(({ kind }) => kind)).toEqual(['several-outputs']);
  });

  it('adds no shares to the samples of a run directory it lies in', async () => {
    const run = written({ 'mail.txt': MAIL, 'perf.script': text('perf-script/default.txt.gz') });
    const { inputs } = await recordings(run);
    expect(inputs.map(({ format }) => format)).toEqual([
      'lock_stat',
      'perf-stat',
      'wrk',
      'openclose',
      'lscpu',
      'uname',
      'perf-script',
    ]);
    const twice = await recordings(written({ a: MAIL, b: MAIL }));
    expect(twice.inputs.filter(({ format }) => format === 'pasted-shares')).toHaveLength(1);
  });

  it('is not found in the output of one tool', async () => {
    for (const folder of [
      'perf-report-text',
      'lock_stat',
      'perf-lock',
      'perf-c2c',
      'perf-stat',
      'machine',
      'ab',
      'hey',
    ]) {
      for (const name of readdirSync(fileURLToPath(new URL(`../../fixtures/${folder}`, import.meta.url)))) {
        // What is refused with an error of its own.
        if (name === 'hierarchy.txt' || !/\.(txt|csv|json|gz)$/.test(name)) continue;
        const { inputs } = await recordings(fixturePath(`${folder}/${name}`));
        expect(inputs, name).toHaveLength(1);
      }
    }
  });
});
