import type { Percent } from '../../model/units.js';

/** "54.88%"; old versions leave the sign out of CSV, some locales print "8,79%". `null`: not a figure ("N/A"). */
export function readPercent(token: string): Percent | null {
  const text = token.endsWith('%') ? token.slice(0, -1) : token;
  return readNumber(text.replace(',', '.'));
}

/** A number without sign or exponent, as perf prints them. */
export function readNumber(token: string): number | null {
  const first = token.charAt(0);
  if (first < '0' || first > '9') return null;
  const number = Number(token);
  return Number.isFinite(number) ? number : null;
}

export interface SymbolCell {
  readonly symbol: string;
  readonly kernel: boolean | null;
}

/**
 *     `[k] apparmor_file_open`
 *     `[.] 0x0000000000015470`
 *     `0xffffffff821f5127 k [k] exc_page_fault`       (-v: address and origin of the symbol table first)
 *
 * Levels other than k (hist_entry__sym_snprintf() of util/sort.c): "." user, g and u a guest's, H hypervisor.
 */
export function readSymbol(cell: string): SymbolCell {
  const at = cell.startsWith('0x') ? cell.indexOf(' [') + 1 : 0;
  if (cell[at] !== '[' || cell[at + 2] !== ']') return { symbol: cell, kernel: null };
  return { symbol: cell.slice(at + 3).trim(), kernel: cell[at + 1] === 'k' };
}
