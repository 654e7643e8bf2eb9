import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { uncaughtExitCode } from '../../src/cli/exit-code.js';
import { MAIN } from './refscope.js';

describe('uncaughtExitCode', () => {
  it.each([
    ['a --fail-on that fired', { code: 'EEXIT', oclif: { exit: 1 } }, 1],
    ['a command that ended itself', { code: 'EEXIT', oclif: { exit: 0 } }, 0],
    ['a command line at fault', { oclif: { exit: 2 } }, 2],
    [
      'a package that is not installed, to which oclif gives 1',
      { code: 'MODULE_NOT_FOUND', oclif: { exit: 1 } },
      70,
    ],
    ['anything else', {}, 70],
  ])('%s', (_, error, code) => {
    expect(uncaughtExitCode(error)).toBe(code);
  });
});

/** A device of Linux that is always full. */
const FULL = '/dev/full';
const NGINX = 'fixtures/perf-script/nginx.txt.gz';

describe.runIf(existsSync(FULL))('standard output that cannot be written', () => {
  it.each([
    ['ends with 2', [], 2],
    ['ends with 2 as JSON too', ['--json'], 2],
    ['leaves a limit that fired', ['--fail-on', 'label.share >= 0'], 1],
  ])('%s, and in one line a message', (_, options, code) => {
    const full = openSync(FULL, 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, 'diff', NGINX, NGINX, ...options], {
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      expect(status).toBe(code);
      expect(stderr).toMatch(/^(refscope: fired: .*\n)?refscope: standard output: ENOSPC.*\n$/);
    } finally {
      closeSync(full);
    }
  });
});
