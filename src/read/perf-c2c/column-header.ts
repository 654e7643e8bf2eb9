/** One column: where it stands in every line of its table, and its name. */
export interface Column {
  /** Both header lines joined, in lower case: "load hitm lclhitm", "total records", "symbol". */
  readonly name: string;
  /** First character and the one behind the last; a row's value fills it from the right or the left. */
  readonly start: number;
  readonly end: number;
}

interface Words {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const DOTS = /^ \.{2,}(?: +\.{2,})+\s*$/;

/**
 * The lines that begin with `#` above a table, as hists__fprintf_standard_headers() of ui/stdio/hist.c prints
 * them from the tables of builtin-c2c.c. The dots tell where a column stands; a name of the upper line may span
 * several of them:
 *
 *     `#        ----- HITM -----  ------- Store Refs ------  --------- Data address ---------  ...    Total       cpu`
 *     `#   Num  RmtHitm  LclHitm   L1 Hit  L1 Miss      N/A              Offset  Node  PA cnt  ...  records       cnt`
 *     `# .....  .......  .......  .......  .......  .......  ..................  ....  ......  ...  .......  ........`
 *
 * Text before `#`, as a mail's quote marks, stands before the rows as well and moves nothing.
 */
export class ColumnHeader {
  #upper = '';
  #lower = '';

  /** The columns when `line` is the dots; `null` for any other line with `#`, which may be a name line. */
  add(line: string): Column[] | null {
    const from = line.indexOf('#') + 1;
    if (!DOTS.test(line.slice(from))) {
      this.#upper = this.#lower;
      this.#lower = blanked(line, from);
      return null;
    }
    const upper = wordsOf(this.#upper);
    const dots = wordsOf(blanked(line, from), / +/g);
    // A name may be longer than its dots (`Object` over `.....`) and moves those behind it: their order tells.
    const lower = wordsOf(this.#lower);
    return dots.map(({ start, end }, index) => {
      // The last column's name may be longer than its dots: `Node{cpus %hitms %stores}`.
      const below = this.#lower.slice(start, index === dots.length - 1 ? undefined : end);
      const low = lower.length === dots.length ? (lower[index]?.text ?? '') : below;
      const high = upper.find((words) => words.start < end && words.end > start)?.text ?? '';
      return { name: `${undashed(high)} ${low.trim()}`.trim().toLowerCase(), start, end };
    });
  }
}

const blanked = (line: string, from: number): string => ' '.repeat(from) + line.slice(from);

const undashed = (text: string): string => text.replace(/^-+ ?/, '').replace(/ ?-+$/, '');

/** Runs of text with their places; names hold single blanks, columns stand two apart. */
function wordsOf(line: string, gap = / {2,}/g): Words[] {
  const words: Words[] = [];
  let start = 0;
  for (const match of [...line.matchAll(gap), { index: line.trimEnd().length, 0: '' }]) {
    if (match.index > start) words.push({ text: line.slice(start, match.index), start, end: match.index });
    start = match.index + match[0].length;
  }
  return words;
}

/** From here on the columns hold text, and each cache line of the second table has widths of its own. */
const FIRST_TEXT = 'symbol';

/**
 * The cells of a row. perf aligns text cells by the rows of one cache line, while the dots are those of the first
 * line: only two blanks tell them apart. A number too wide for its column moves what follows it, as it does in printf.
 * `null` when the line ends before its last column, which every row fills: it was cut.
 */
export function cellsOf(line: string, columns: readonly Column[]): string[] | null {
  const row = line.trimEnd();
  let moved = 0;
  let texts: string[] = [];
  const firstText = columns.findIndex(({ name }) => name.endsWith(FIRST_TEXT));
  const cells = columns.map(({ start, end }, index) => {
    if (index === firstText) texts = row.slice(start + moved).split(/ {2,}/);
    if (firstText >= 0 && index >= firstText) return texts[index - firstText] ?? '';
    let to = end + moved;
    if (index === columns.length - 1) return row.slice(start + moved);
    while (to < row.length && row[to] !== ' ') to++;
    const cell = row.slice(start + moved, to);
    moved = to - end;
    return cell;
  });
  return (cells.at(-1) ?? '') === '' ? null : cells.map((cell) => cell.trim());
}
