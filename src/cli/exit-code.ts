/** 1 is "the requested check failed". BSD sysexits.h has 70 for internal errors. */
export const ExitCode = { fired: 1, badInput: 2, internal: 70 } as const;

/**
 * The exit code of an error that no command caught. A command that ends itself has chosen its code; oclif's own errors end
 * with theirs, but for 1, which it gives to a broken installation and which here means that a check failed.
 */
export function uncaughtExitCode(error: {
  readonly code?: string | undefined;
  readonly oclif?: { readonly exit?: number | undefined } | undefined;
}): number {
  const exit = error.oclif?.exit ?? ExitCode.internal;
  return error.code !== 'EEXIT' && exit === ExitCode.fired ? ExitCode.internal : exit;
}
