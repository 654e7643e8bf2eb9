import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Container, MAX_MEMBERS } from './container.js';
import { type PerfDirectory, perfDirectory } from './perf-directory.js';
import { asInputError, fileSource } from './source.js';

/**
 * Files directly in `directory`, by name, and the recordings that perf wrote as folders: `directory` itself may be
 * one. Other folders within it are other runs and are not entered.
 */
export function runDirectory(directory: string): Container {
  return {
    file: directory,
    isOneRun: true,
    async *members(leftovers) {
      const { files, folders } = await list(directory);
      const recorded: PerfDirectory[] = [];
      const itself = await perfDirectory(directory);
      if (itself !== null) recorded.push(itself);
      const isOwn = (name: string): boolean => itself?.owns(name) === true;
      for (const folder of folders.filter((name) => !isOwn(name))) {
        const found = await perfDirectory(join(directory, folder));
        if (found === null) leftovers.folders.push(folder);
        else recorded.push(found);
      }
      const sources = [
        ...recorded.flatMap(({ recording, symbols }) => [recording, ...(symbols === null ? [] : [symbols])]),
        ...files.filter((name) => !isOwn(name)).map((name) => fileSource(join(directory, name))),
      ];
      leftovers.tooMany = Math.max(0, sources.length - MAX_MEMBERS);
      yield* sources.slice(0, MAX_MEMBERS);
    },
  };
}

async function list(directory: string): Promise<{ files: string[]; folders: string[] }> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return {
      files: entries
        .filter((entry) => entry.isFile() || entry.isSymbolicLink())
        .map((entry) => entry.name)
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
