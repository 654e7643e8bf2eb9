import { Command, Flags } from '@oclif/core';
import { InputError, UsageError } from '../model/errors.js';
import { printable } from '../model/printable.js';
import { ExitCode } from './exit-code.js';

/** Errors print as one line on standard error, with --json too, and end with the exit code of their kind. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    'no-color': Flags.boolean({
      description: 'no colour (NO_COLOR too; FORCE_COLOR for colour where output is no terminal)',
      helpGroup: 'GLOBAL',
    }),
  };

  protected override async catch(
    error: Error & { code?: string; oclif?: { exit?: number } },
  ): Promise<never> {
    // this.exit() ends a command by throwing.
    if (error.code === 'EEXIT') throw error;
    const expected =
      error instanceof InputError || error instanceof UsageError || error.oclif?.exit !== undefined;
    const [first, ...more] = error.message.split('\n');
    const internal = expected ? '' : 'internal error, please report it: ';
    process.stderr.write(
      `refscope: ${internal}${printable([first, ...more].join(' ').replace(/\s+/g, ' ').trim())}\n`,
    );
    if (!expected && process.env.REFSCOPE_DEBUG !== undefined) process.stderr.write(`${error.stack}\n`);
    this.exit(expected ? ExitCode.badInput : ExitCode.internal);
  }
}
