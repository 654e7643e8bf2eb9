import type { ShareRow } from '../../model/share-table.js';
import { readNumber, readPercent, readSymbol } from './figures.js';

/** A line of perf's list before it is known what its middle columns are. */
export interface PastedLine {
  /** One share, or two: children and self. */
  readonly shares: readonly number[];
  /** Samples, then period, of `-n` and `--show-total-period`. */
  readonly counts: readonly number[];
  /** Columns between figures and symbol: a comm, a DSO, or both. */
  readonly middle: readonly string[];
  readonly symbol: string;
  /** `null`: the line has no `[k]` or `[.]`, so that it may be a branch of a call graph as well. */
  readonly kernel: boolean | null;
}

/** `[k]`, `[.]`, `[g]`, `[u]`, `[H]` between blanks. */
const LEVELS = ['[k]', '[.]', '[g]', '[u]', '[H]'];

const MAX_SHARES = 2;
const MAX_COUNTS = 2;
const MAX_MIDDLE = 2;

/**
 *     `  29.37%  [kernel]           [k] apparmor_file_open`
 *     `6.56%     nginx  [kernel.vmlinux]      [k] apparmor_current_getsecid_subj`
 *     `-   38.65%    38.60%  [kernel.vmlinux]          [k] apparmor_file_open           -      -`
 *     `    27.71%  apparmor_file_open`
 *
 * Takes a line without mail quotes; `null` when it is none of these: perf c2c has more figures, perf diff signed
 * ones, perf annotate a colon, the latencies of wrk and ab a figure where the symbol should be.
 */
export function readPastedLine(line: string): PastedLine | null {
  const text = line.startsWith('+ ') || line.startsWith('- ') ? line.slice(2).trim() : line;
  const first = text.charCodeAt(0);
  if (!(first >= 48 && first <= 57)) return null;
  const words = text.split(/\s+/);
  const shares = leading(words, 0, isShare).map((word) => readPercent(word) ?? 0);
  const counts = leading(words, shares.length, isCount).map(Number);
  if (shares.length === 0 || shares.length > MAX_SHARES || counts.length > MAX_COUNTS) return null;
  const rest = afterWords(text, shares.length + counts.length);
  const level = levelAt(rest);
  return level === null
    ? withoutLevel(rest, words[0] ?? '', { shares, counts })
    : withLevel(rest, level, { shares, counts });
}

/** A name with "_" where `[k]` is missing: not a word of prose after a per cent figure. */
export function isSurelySymbol(line: PastedLine): boolean {
  return line.kernel !== null || line.symbol.includes('_');
}

type Figures = Pick<PastedLine, 'shares' | 'counts'>;

function withLevel(rest: string, at: number, figures: Figures): PastedLine | null {
  const [cell = ''] = rest.slice(at).split(/ {2,}|\t/);
  const { symbol, kernel } = readSymbol(cell);
  const before = rest.slice(0, at).trim();
  // -v prints the address and the origin of the symbol table before the level.
  const verbose = before.search(/0x[0-9a-f]+ +\S$/);
  const middle = middleColumns(verbose < 0 ? before : before.slice(0, verbose).trim());
  const isRow = symbol !== '' && middle.length <= MAX_MIDDLE && !middle.some(isNoName);
  return isRow ? { ...figures, middle, symbol, kernel } : null;
}

/** Without a level only a percent sign and one plain name as last column make a row. */
function withoutLevel(rest: string, share: string, figures: Figures): PastedLine | null {
  const columns = rest.split(/ {2,}|\t/);
  const symbol = columns.at(-1) ?? '';
  const isRow = share.endsWith('%') && columns.length <= MAX_MIDDLE + 1 && isName(symbol);
  return isRow ? { ...figures, middle: columns.slice(0, -1), symbol, kernel: null } : null;
}

/** An address of perf c2c, the signed change of perf diff. */
function isNoName(column: string): boolean {
  return column.startsWith('0x') || /^[+-]\d/.test(column);
}

/** Columns lie two blanks apart, if nobody has squeezed them: `nginx [kernel.vmlinux]`. */
function middleColumns(text: string): string[] {
  if (text === '') return [];
  const columns = text.split(/ {2,}|\t/);
  const bracket = text.endsWith(']') ? text.lastIndexOf(' [') : -1;
  return columns.length === 1 && bracket > 0 ? [text.slice(0, bracket), text.slice(bracket + 1)] : columns;
}

/** "29.37%" or, from lists without the sign, "29.37": never a whole number, those are counts. */
function isShare(word: string): boolean {
  return readPercent(word) !== null && (word.endsWith('%') || word.includes('.'));
}

function isCount(word: string): boolean {
  return readNumber(word) !== null && !word.includes('.');
}

function isName(text: string): boolean {
  return /^[A-Za-z_][\w.@$]*(?: \(inlined\))?$/.test(text);
}

function leading(words: readonly string[], from: number, is: (word: string) => boolean): string[] {
  let to = from;
  while (to < words.length && is(words[to] ?? '')) to++;
  return words.slice(from, to);
}

function afterWords(text: string, count: number): string {
  let at = 0;
  for (let word = 0; word < count; word++) {
    while (at < text.length && text[at] !== ' ' && text[at] !== '\t') at++;
    while (text[at] === ' ' || text[at] === '\t') at++;
  }
  return text.slice(at);
}

function levelAt(rest: string): number | null {
  for (const level of LEVELS) {
    if (rest.startsWith(`${level} `)) return 0;
    const at = rest.indexOf(` ${level} `);
    if (at >= 0) return at + 1;
  }
  return null;
}

/** The row, when it is known whether a lone middle column is the DSO. */
export function shareRow(line: PastedLine, loneIsDso: boolean): ShareRow {
  const { middle, shares, counts } = line;
  const [one = null, two = null] = middle;
  return {
    symbol: line.symbol,
    kernel: line.kernel,
    comm: two !== null || !loneIsDso ? one : null,
    dso: two ?? (loneIsDso ? one : null),
    selfPct: shares.at(-1) ?? null,
    childrenPct: shares.length === 2 ? (shares[0] ?? null) : null,
    samples: counts[0] ?? null,
    period: counts[1] ?? null,
    callers: null,
  };
}
