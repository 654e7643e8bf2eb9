import { baseFunction } from '../model/symbol-name.js';

/** Hooks that newer kernels have under another name; the body stayed. Sources: the commit, or two releases' lsm.c. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  // 6326948f940d, v5.16
  ['apparmor_task_getsecid_subj', 'apparmor_current_getsecid_subj'],
  // v6.12 has the one, v6.13 the other; so below
  ['apparmor_current_getsecid_subj', 'apparmor_current_getlsmprop_subj'],
  ['apparmor_task_getsecid_obj', 'apparmor_task_getlsmprop_obj'],
]);

/** What a symbol is called in every kernel and build: without clone suffix, by its newest name. */
export function joinedName(symbol: string): string {
  let name = baseFunction(symbol);
  for (let next = RENAMED.get(name); next !== undefined; next = RENAMED.get(name)) name = next;
  return name;
}

/**
 * The name to show for symbols that are joined: the one name that all recordings use, else the newest that one of
 * them uses; and the other names they use.
 */
export function shownName(symbols: readonly string[]): { name: string; otherNames: string[] } {
  const bases = [...new Set(symbols.map(baseFunction))].sort();
  // Along the chain of renames the newest is the one that no other of them leads on from.
  const newest = bases.find((base) => !bases.some((other) => other !== base && leadsTo(base, other)));
  const name = newest ?? bases[0] ?? '';
  return { name, otherNames: [...new Set(symbols)].filter((symbol) => symbol !== name).sort() };
}

function leadsTo(older: string, newer: string): boolean {
  for (let next = RENAMED.get(older); next !== undefined; next = RENAMED.get(next))
    if (next === newer) return true;
  return false;
}
