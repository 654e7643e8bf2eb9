import { captureOutput } from '@oclif/test';
import { describe, expect, it } from 'vitest';
import DiffCommand from '../../commands/diff.js';
import type { Diff } from '../../src/model/diff.js';

const NGINX = 'fixtures/perf-script/nginx.txt.gz';
const run = (...argv: string[]) => captureOutput<Diff>(() => DiffCommand.run(argv, import.meta.url));

describe('refscope diff', () => {
  it('finds no change in a recording against itself, and names both sides', async () => {
    const { stdout, result } = await run(NGINX, NGINX);
    expect(stdout).toContain('no significant change (noise)');
    expect(stdout).toContain(`before        ${NGINX}`);
    expect(result?.sites.every(({ state }) => state === 'same')).toBe(true);
  });

  it('applies its options to both sides, wherever they stand', async () => {
    const { result } = await run('--comm', 'nginx', NGINX, NGINX);
    expect(result?.comparable.find(({ what }) => what === 'commands')).toMatchObject({
      before: 'nginx',
      after: 'nginx',
      ok: true,
    });
  });

  it.each([[[]], [[NGINX]], [[NGINX, NGINX, NGINX]], [['-', '-']]])(
    'ends with 2 unless there are two sides: %j',
    async (argv) => {
      const { error } = await run(...argv);
      expect(error?.oclif?.exit).toBe(2);
    },
  );
});
