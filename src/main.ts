#!/usr/bin/env node
import { flush, run } from '@oclif/core';
import { ExitCode, uncaughtExitCode } from './cli/exit-code.js';
import { printable } from './model/printable.js';

// Prepended: oclif's own listener throws all but a closed pipe, and Node would end with 1 and a stack trace.
process.stdout.prependListener('error', (error: NodeJS.ErrnoException) => {
  // A reader that closes the pipe early ("refscope ... | head") is no error; and no verdict that is already there changes.
  if (error.code === 'EPIPE') process.exit(process.exitCode);
  process.stderr.write(`refscope: standard output: ${printable(error.message)}\n`);
  process.exit(process.exitCode === ExitCode.fired ? ExitCode.fired : ExitCode.badInput);
});

try {
  await run(process.argv.slice(2), import.meta.url);
  await flush();
} catch (error) {
  const known = error as Error & { code?: string; oclif?: { exit?: number } };
  if (known.code !== 'EEXIT') {
    const line = printable(known.message.replace(/\s+/g, ' ').trim());
    process.stderr.write(`refscope: ${line}\n`);
  }
  process.exitCode = uncaughtExitCode(known);
}
