import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Container, MAX_MEMBERS } from './container.js';
import { asInputError, fileSource } from './source.js';

/** Files directly in `directory`, by name; folders within it are other runs and are not entered. */
export function runDirectory(directory: string): Container {
  return {
    file: directory,
    async *members(leftovers) {
      const { files, folders } = await list(directory);
      leftovers.folders.push(...folders);
      leftovers.tooMany = Math.max(0, files.length - MAX_MEMBERS);
      yield* files.slice(0, MAX_MEMBERS).map(fileSource);
    },
  };
}

async function list(directory: string): Promise<{ files: string[]; folders: string[] }> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return {
      files: entries
        .filter((entry) => entry.isFile() || entry.isSymbolicLink())
        .map((entry) => join(directory, entry.name))
        .sort(),
      folders: entries
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort(),
    };
  } catch (error) {
    throw asInputError(directory, error);
  }
}
