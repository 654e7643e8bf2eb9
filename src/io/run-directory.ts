import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asInputError } from './source.js';

/** More files than a run directory has; a larger folder is most likely not one. */
const MAX_FILES = 1000;

/** Files directly in `directory`, by name; folders within it are other runs and are not entered. */
export async function listRunDirectory(directory: string): Promise<{ files: string[]; skipped: number }> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => join(directory, entry.name))
      .sort();
    return { files: files.slice(0, MAX_FILES), skipped: Math.max(0, files.length - MAX_FILES) };
  } catch (error) {
    throw asInputError(directory, error);
  }
}
