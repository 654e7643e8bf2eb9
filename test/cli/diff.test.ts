import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refscope, start } from './refscope.js';

const REPEATS = 'fixtures/repeats-2cpu';
const runs = (kernel: string) => [1, 2, 3].map((run) => `${REPEATS}/${kernel}-r${run}.txt`);
const [KREF, CONDREF] = [runs('kref'), runs('condref')];
const [OPEN1, OPEN2] = ['pasted-open1', 'pasted-open2'].map(
  (name) => `fixtures/perf-report-text/${name}.txt`,
) as [string, string];
const NGINX = 'fixtures/perf-script/nginx.txt.gz';

describe('sides', () => {
  it('are repeated runs after --before and --after, wherever other options stand, in any order', async () => {
    const there = await refscope(['diff', '--before', ...KREF, '--after', ...CONDREF, '--json']);
    expect(there.code).toBe(0);
    expect(JSON.parse(there.stdout)).toMatchObject({
      runs: { before: 3, after: 3 },
      names: { before: KREF.join(', '), after: CONDREF.join(', ') },
      throughput: { state: 'same', beforeRuns: 3 },
    });
    const shuffled = await refscope([
      'diff',
      '--json',
      '--after',
      ...[...CONDREF].reverse(),
      '--comm',
      'openclose',
      '--before',
      ...[...KREF].reverse(),
    ]);
    expect(shuffled.stderr).toBe('');
    expect(JSON.parse(shuffled.stdout)).toEqual(JSON.parse(there.stdout));
  });

  it('refuse copies of one run under other names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'refscope-'));
    try {
      for (const original of [KREF[0] as string, NGINX]) {
        const copy = join(folder, original.replaceAll('/', '-'));
        await copyFile(original, copy);
        const { code, stderr } = await refscope([
          'diff',
          '--before',
          original,
          copy,
          '--after',
          CONDREF[0] as string,
        ]);
        expect(code).toBe(2);
        expect(stderr).toMatch(/once, found the same in .* and .*: a copy is no repetition\n$/);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['only one side', ['--before', ...KREF], 'found only --before'],
    [
      'paths beside them',
      ['--before', KREF[0], '--after', CONDREF[0], '--comm', 'x', KREF[1]],
      'which side is it?',
    ],
    ['a run twice', ['--before', KREF[0], KREF[0], '--after', CONDREF[0]], 'a copy is no repetition'],
    ['three paths', KREF, 'repeated runs follow --before and --after'],
    ['an unknown option', [KREF[0], KREF[1], '--befor', KREF[2]], '--befor'],
    ['standard input twice', ['--before', '-', '--after', '-'], 'one side at most from standard input'],
    ['a file that is not there', ['--before', 'nowhere', '--after', CONDREF[0]], 'nowhere'],
    ['an unknown scheme', [KREF[0], KREF[1], '--scheme', 'faster'], 'expected --scheme to be one of kref'],
    ['an unknown format', [KREF[0], KREF[1], '--format', 'pdf'], 'pdf'],
    ['a broken limit', [KREF[0], KREF[1], '--fail-on', 'throughput is 1'], 'METRIC OP NUMBER'],
    ['rows between rows of JSON', [KREF[0], KREF[1], '--json', '--backtest-row', '-'], '--backtest-row'],
    ['writing over an input', [KREF[0], KREF[1], '-o', KREF[1]], 'one of the inputs'],
  ])('end with 2 and one line for %s', async (_, args, message) => {
    const { code, stderr } = await refscope(['diff', ...args.map(String)]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('may come through a pipe, in whatever pieces: nothing but the name changes', async () => {
    const piped = await refscope(['diff', '-', OPEN2, '--json'], await readFile(OPEN1));
    expect(piped.code).toBe(0);
    expect(JSON.parse(piped.stdout)).toMatchObject({
      names: { before: 'standard input' },
      label: { state: 'undecidable' },
    });
    const script = await readFile(NGINX);
    const named = (stdout: string) => stdout.replaceAll('standard input', NGINX);
    const fromPipe = await refscope(['diff', '-', NGINX, '--json'], script);
    const fromFile = await refscope(['diff', NGINX, NGINX, '--json']);
    expect(JSON.parse(named(fromPipe.stdout))).toEqual(JSON.parse(fromFile.stdout));
  });
});

describe('--fail-on', () => {
  it('fires also when the reader of the document goes away', async () => {
    const child = start(['diff', NGINX, NGINX, '--fail-on', 'label.share >= 0']);
    child.stdin?.end();
    child.stdout?.destroy();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  });

  it.each([
    ['passes', [NGINX, NGINX, '--fail-on', 'label.delta > 0'], 0, ''],
    ['fires', [NGINX, NGINX, '--fail-on', 'label.share >= 0'], 1, 'refscope: fired: label.share >= 0: '],
    ['fires with --json too', [NGINX, NGINX, '--json', '--fail-on', 'label.share >= 0'], 1, 'fired'],
    [
      'cannot tell of pasted lists',
      [OPEN1, OPEN2, '--fail-on', 'label.share > 10%'],
      2,
      'refscope: undecidable: label.share > 10%: ',
    ],
    [
      'cannot tell throughput of one run',
      [KREF[0], CONDREF[0], '--fail-on', 'throughput < 1'],
      2,
      'undecidable',
    ],
    [
      'tells it of repeated runs',
      ['--before', ...KREF, '--after', ...CONDREF, '--fail-on', 'throughput < 70%'],
      0,
      '',
    ],
    [
      'a fired one goes before an undecidable one',
      [NGINX, NGINX, '--fail-on', 'throughput < 1', '--fail-on', 'label.share < 100'],
      1,
      'fired',
    ],
  ])('%s', async (_, args, code, message) => {
    const outcome = await refscope(['diff', ...args.map(String)]);
    expect(outcome.code).toBe(code);
    if (message === '') expect(outcome.stderr).toBe('');
    else expect(outcome.stderr).toContain(message);
    // The diff itself is printed whatever the limits say.
    expect(outcome.stdout).toContain('label get/put');
  });
});

it('writes formats to files, and back-test rows', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refscope-'));
  try {
    const file = join(folder, 'diff.md');
    expect((await refscope(['diff', NGINX, NGINX, '--format', 'markdown', '-o', file])).stdout).toBe('');
    expect(await readFile(file, 'utf8')).toContain('# What changed');
    const rows = join(folder, 'cases.csv');
    // No call sites on the side before: no row, and no file.
    const refused = await refscope([
      'diff',
      KREF[0] ?? '',
      CONDREF[0] ?? '',
      '--scheme',
      'cond-ref',
      '--backtest-row',
      rows,
    ]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('a row needs call sites');
    await expect(readFile(rows)).rejects.toThrow();
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('publishes its schema', async () => {
  const { code, stdout } = await refscope(['schema', 'diff']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    title: 'refscope diff',
    required: expect.arrayContaining(['verdict', 'sites']),
  });
});
