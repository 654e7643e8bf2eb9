import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../conformance.js';
import { refscope } from './refscope.js';

const directory = mkdtempSync(join(tmpdir(), 'refscope-bad-input-'));
const at = (name: string): string => join(directory, name);
const WHOLE = at('perf.data');
const real = fixture('recordings/openclose-unconfined-8cpu/perf.data.gz');
const half = Math.floor(real.length / 2);

beforeAll(() => {
  const kallsyms = new TextDecoder().decode(fixture('nginx-confined-8cpu/kallsyms.gz'));
  const zeroed = kallsyms.replace(/^[0-9a-f]{16}/gm, '0'.repeat(16));
  const gzipped = gzipSync(real);
  for (const name of ['empty-directory', 'strange-directory', 'zeroed-directory']) mkdirSync(at(name));
  const files: Record<string, string | Uint8Array> = {
    'perf.data': real,
    empty: '',
    'half.data': real.subarray(0, half),
    'random.txt': 'the quick brown fox\njumps over\n',
    'binary\nname': Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256),
    zeroed,
    'short.gz': gzipped.subarray(0, 20_000),
    'damaged.gz': gzipped.map((byte, index) => (index > 5000 && index < 5100 ? 0xff : byte)),
    'strange-directory/notes.txt': 'nothing\n',
    'zeroed-directory/kallsyms': zeroed,
    'zeroed-directory/perf.data': real,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Arguments, and what the one line must name. */
const CASES: readonly [name: string, args: readonly string[], line: string | RegExp][] = [
  ['an empty file', [at('empty')], `${at('empty')}: expected one of perf.data`],
  ['half a perf.data', [at('half.data')], `${at('half.data')}: byte ${half}: expected`],
  ['random text', [at('random.txt')], `${at('random.txt')}:1: expected one of perf.data`],
  [
    'binary junk under a name with a line end',
    [at('binary\nname')],
    'binary name:1: expected one of perf.data',
  ],
  ['a missing file', [at('missing')], `${at('missing')}: no such file or directory`],
  ['a path through a file', [join(WHOLE, 'perf.data')], 'a part of the path is not a directory'],
  ['an empty directory', [at('empty-directory')], `${at('empty-directory')}: expected a run directory`],
  [
    'a directory of unknown files',
    [at('strange-directory')],
    `${at('strange-directory')}: expected a run directory`,
  ],
  [
    'zeroed kernel symbols',
    [WHOLE, '--kallsyms', at('zeroed')],
    `${at('zeroed')}:1: expected kernel addresses`,
  ],
  [
    'zeroed kernel symbols beside it',
    [at('zeroed-directory')],
    `${at('zeroed-directory')}/kallsyms:1: expected kernel`,
  ],
  [
    'kernel symbols that are none',
    [WHOLE, '--kallsyms', WHOLE],
    `expected --kallsyms to name a list of kernel symbols`,
  ],
  ['missing kernel symbols', [WHOLE, '--kallsyms', at('missing')], `${at('missing')}: no such file`],
  ['a cut gzip file', [at('short.gz')], `${at('short.gz')}: byte 20000: expected a sound gzip file`],
  ['a damaged gzip file', [at('damaged.gz')], at('damaged.gz')],
  ['/dev/null', ['/dev/null'], '/dev/null: expected one of perf.data'],
  ['nothing on standard input', ['-'], '<stdin>: expected one of perf.data'],
  ['a good file and a bad one', [WHOLE, at('empty')], `${at('empty')}: expected`],
  ['--time x', [WHOLE, '--time', 'x'], 'expected --time to be FROM,TO'],
  ['--time backwards', [WHOLE, '--time', '5,3'], 'expected --time to be FROM,TO'],
  ['--at abc', [WHOLE, '--at', 'abc'], 'expected --at to be a number above 0'],
  ['--at with an empty part', [WHOLE, '--at', '8,,16'], 'expected --at to be a number above 0'],
  ['--event unheard of', [WHOLE, '--event', 'cycles'], 'expected --event to be one of cpu-clock'],
  ['an unknown option', [WHOLE, '--bogus'], '--bogus'],
  ['an option without its value', [WHOLE, '--comm'], '--comm expects a value'],
];

describe.each([
  ['', []],
  [' under --json', ['--json']],
])('refuses in one line with exit code 2%s', (_, json) => {
  it.each(CASES)('%s', async (_name, args, line) => {
    const { code, stdout, stderr } = await refscope(['analyze', ...args, ...json]);
    expect(stderr).toContain(line);
    expect(stderr).toMatch(/^refscope: [^\n]+\n$/);
    expect(stderr).not.toMatch(/\bat .*\.js:\d+|internal error/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  // Not one without permission: root may read everything.
  it('a path that the system refuses', async () => {
    const path = at(`loop-${json.length}.data`);
    symlinkSync(path, path);
    const { code, stdout, stderr } = await refscope(['analyze', path, ...json]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `refscope: ${path}: too many symbolic links\n`,
    });
  });

  it('an unknown command', async () => {
    const { code, stdout, stderr } = await refscope(['analyse', ...json]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^refscope: [^\n]*found analyse: did you mean analyze\?\n$/),
    });
  });
});
