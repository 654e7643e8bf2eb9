import { UsageError } from '../model/errors.js';

/** What was given for a diff: the recordings of each side. */
export interface DiffPaths {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * The sides of a command line: BEFORE and AFTER, or the PATHs that follow --before and those that follow --after.
 * @throws UsageError where it is not clear which path belongs to which side
 */
export function diffPaths(
  args: readonly string[],
  flags: { readonly before?: readonly string[] | undefined; readonly after?: readonly string[] | undefined },
): DiffPaths {
  const option = args.find((path) => path.startsWith('-') && path !== '-');
  if (option !== undefined) throw new UsageError(`unknown option ${option} (see --help)`);
  const paths = sides(args, flags);
  for (const [name, side] of Object.entries(paths) as [string, readonly string[]][]) {
    const twice = side.find((path, index) => side.indexOf(path) !== index);
    if (twice !== undefined)
      throw new UsageError(
        `expected every run of --${name} once, found ${twice} twice: a copy is no repetition`,
      );
  }
  if ([...paths.before, ...paths.after].filter((path) => path === '-').length > 1)
    throw new UsageError('expected one side at most from standard input, found - for both');
  return paths;
}

function sides(
  args: readonly string[],
  {
    before,
    after,
  }: { readonly before?: readonly string[] | undefined; readonly after?: readonly string[] | undefined },
): DiffPaths {
  if (before === undefined && after === undefined) {
    const [old, now, ...others] = args;
    if (old === undefined || now === undefined)
      throw new UsageError(`expected BEFORE and AFTER, found ${old ?? 'neither'} (see --help)`);
    if (others.length > 0)
      throw new UsageError(
        `expected BEFORE and AFTER, found ${args.length} paths: repeated runs follow --before and --after`,
      );
    return { before: [old], after: [now] };
  }
  if (args.length > 0)
    throw new UsageError(
      `expected all paths after --before or --after, found ${args.join(' ')} beside them: which side is it?`,
    );
  if (before === undefined || after === undefined)
    throw new UsageError(
      `expected both --before and --after, found only --${before === undefined ? 'after' : 'before'}`,
    );
  return { before, after };
}
