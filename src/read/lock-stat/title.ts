import { wordsOf } from './class-row.js';

/** How many numbers a class row has; 0.3 has no averages. */
export const COLUMNS: Readonly<Record<string, number>> = { '0.3': 10, '0.4': 12 };

/** "0.4" of `lock_stat version 0.4`; `null` when the line is something else, or says more. */
export function versionOf(line: string): string | null {
  const words = line.startsWith('lock_stat version ') ? wordsOf(line) : [];
  const version = words[2] ?? '';
  return words.length === 3 && version >= '0' && version < ':' ? version : null;
}
