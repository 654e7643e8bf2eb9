import { UsageError } from '../model/errors.js';

/** The PATHs of a command line: as given, or standard input when something is piped in. */
export function inputPaths(argv: readonly unknown[]): string[] {
  const paths = argv.map(String);
  const option = paths.find((path) => path.startsWith('-') && path !== '-');
  if (option !== undefined) throw new UsageError(`unknown option ${option} (see --help)`);
  if (paths.length > 0) return paths;
  if (process.stdin.isTTY !== true) return ['-'];
  throw new UsageError('expected a PATH to analyze, found none (see --help)');
}

/** The command line of `annotate`: the last argument names a function, those before it are paths. */
export function functionAndPaths(argv: readonly unknown[]): { paths: string[]; name: string } {
  const given = argv.map(String);
  const name = given.at(-1);
  if (name === undefined || (given.length < 2 && process.stdin.isTTY === true))
    throw new UsageError(`expected TRACE and FUNCTION, found ${name ?? 'neither'} (see --help)`);
  return { paths: inputPaths(given.slice(0, -1)), name };
}
