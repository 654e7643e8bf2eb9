#!/usr/bin/env node
import { flush, run } from '@oclif/core';
import { ExitCode } from './cli/base-command.js';
import { printable } from './model/printable.js';

// A reader that closes the pipe early ("refscope ... | head") is no error, and changes no verdict that is already there.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? process.exitCode : ExitCode.internal);
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
  process.exitCode = known.oclif?.exit ?? ExitCode.internal;
}
