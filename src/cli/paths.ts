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
