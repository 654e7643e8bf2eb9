import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isPlainTerminal } from '../../src/cli/terminal.js';

const MAIN = new URL('../../dist/src/main.js', import.meta.url).pathname;
const fixture = (path: string): string => new URL(`../../fixtures/${path}`, import.meta.url).pathname;
/** With plots over time and by CPU. */
const TRACE = fixture('nginx-confined-8cpu');
/** As much colour in a third of the time. */
const LINES = fixture('nginx-thread/perf-lines.txt');

function analyze(path: string, env: Record<string, string>, ...options: string[]): string {
  const clean = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
  return execFileSync(process.execPath, [MAIN, 'analyze', path, ...options], {
    env: { ...clean, ...env },
    encoding: 'utf8',
  });
}

describe('what a terminal can show', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{}, false],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, false],
    [{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, true],
    [{ LANG: 'en_US.UTF-8', TERM: 'dumb' }, false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, true],
  ])('reads %j', (env, expected) => {
    expect(isPlainTerminal(env)).toBe(!expected);
  });

  it('writes plain ASCII into a pipe of the C locale, in the width of COLUMNS', () => {
    const text = analyze(TRACE, { LC_ALL: 'C', COLUMNS: '72' });
    expect(text).toMatch(/^[\n\x20-\x7e]+$/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
  });

  it('colours a pipe only where FORCE_COLOR asks for it, and never against --no-color or NO_COLOR', () => {
    expect(analyze(LINES, { LANG: 'C.UTF-8' })).not.toContain('\u001b[');
    expect(analyze(LINES, { FORCE_COLOR: '1' })).toContain('\u001b[1m');
    expect(analyze(LINES, { FORCE_COLOR: '1' }, '--no-color')).not.toContain('\u001b[');
    expect(analyze(LINES, { NO_COLOR: '1' })).not.toContain('\u001b[');
  });
});
