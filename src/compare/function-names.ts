import { baseFunction } from '../model/symbol-name.js';

/** Hooks that newer kernels have under another name, and the commit that renamed them; the body stayed. */
const RENAMED: Readonly<Record<string, { readonly now: string; readonly source: string }>> = {
  apparmor_task_getsecid_subj: { now: 'apparmor_current_getsecid_subj', source: '6326948f940d, v5.16' },
  apparmor_current_getsecid_subj: {
    now: 'apparmor_current_getlsmprop_subj',
    source: 'v6.12 has the one, v6.13 the other',
  },
  apparmor_task_getsecid_obj: {
    now: 'apparmor_task_getlsmprop_obj',
    source: 'v6.12 has the one, v6.13 the other',
  },
};

/** What a symbol is called in every kernel and build: without clone suffix, by its newest name. */
export function joinedName(symbol: string): string {
  let name = baseFunction(symbol);
  for (let next = RENAMED[name]; next !== undefined; next = RENAMED[name]) name = next.now;
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
  for (let next = RENAMED[older]; next !== undefined; next = RENAMED[next.now])
    if (next.now === newer) return true;
  return false;
}
