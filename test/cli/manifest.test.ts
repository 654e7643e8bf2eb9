import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { refscope } from './refscope.js';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// With a manifest oclif believes what it lists: a command that is missing there does not exist.
it('the manifest of the build lists every command, and help shows them', async () => {
  const commands = readdirSync(fromRoot('commands')).map((file) => file.replace(/\.ts$/, ''));
  const manifest = JSON.parse(readFileSync(fromRoot('oclif.manifest.json'), 'utf8'));
  expect(Object.keys(manifest.commands).sort()).toEqual(commands.sort());
  const { stdout } = await refscope(['--help']);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
});
