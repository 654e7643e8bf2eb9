import type { ShareRow } from '../../model/share-table.js';

/** callchain__fprintf_left_margin() of tools/perf/ui/stdio/hist.c. */
const GRAPH_MARGIN = 12;

/**
 * Whether a line belongs to a call graph: no row begins so far to the right, but for "|" and "-" only figures do.
 *
 *     `            |          `
 *     `            ---default_idle`
 *     `             --3.35%--0x55a8906debd8`
 *     `               arch_cpu_idle`
 *     `           3.23%`                              (-g flat)
 */
export function isGraphLine(line: string): boolean {
  const first = line.search(/\S/);
  if (first < GRAPH_MARGIN) return first === GRAPH_MARGIN - 1 && !line.trim().includes(' ');
  return first >= GRAPH_MARGIN + 3 || line[first] === '|' || line[first] === '-';
}

/**
 *     `2.27% do_epoll_wait;__x64_sys_epoll_wait;entry_SYSCALL_64_after_hwframe;epoll_wait`
 *     `1 exc_page_fault;asm_exc_page_fault`           (-g folded,count)
 *
 * A row's first column has blanks before a figure.
 */
export function isFoldedLine(line: string): boolean {
  const first = line.charCodeAt(0);
  return first >= 48 && first <= 57 && line.indexOf(' ') > 0;
}

/** Collects the call graph below one row, and says who called the row's symbol if the graph has one branch only. */
export class CallerChain {
  #frames: string[] = [];
  #branches = 0;
  /** Share or count of the folded branch, as printed. */
  #weight: string | null = null;

  graph(line: string): void {
    const text = line.trim();
    if (text === '|' || text === '') return;
    if (text.startsWith('---')) this.#start(text.slice(3), null);
    else if (text.startsWith('|') || text.includes('--') || this.#branches === 0) this.#branches = 2;
    else this.#frames.push(text);
  }

  folded(line: string, separator: string): void {
    const space = line.indexOf(' ');
    this.#start(line.slice(space + 1), line.slice(0, space));
    this.#frames = (this.#frames[0] ?? '').split(separator);
    // Cut by a mail client: its end is on another line.
    if (line.endsWith(separator)) this.#branches = 2;
  }

  #start(frame: string, weight: string | null): void {
    this.#branches++;
    this.#frames = [frame];
    this.#weight = weight;
  }

  /**
   * Innermost first, without the symbol itself; perf leaves out where branches below its limit begin, so that more
   * callers may follow. `null` when nothing was printed, when there are several branches (or some are hidden: the one
   * printed weighs less than the row), or when the order cannot be told: caller or callee order is an option of perf
   * that no line of the text names, only the place of the row's own symbol shows it.
   */
  callersOf(row: ShareRow): readonly string[] | null {
    if (this.#branches !== 1 || row.symbol === null || !this.#isWhole(row)) return null;
    const frames = this.#frames;
    const isFirst = frames[0] === row.symbol;
    const isLast = frames.at(-1) === row.symbol;
    // A recursive symbol stands at both ends, and neither end is a chain cut short or one whose first frame perf
    // has left out because the rows are sorted by symbol.
    if (isFirst === isLast) return null;
    if (isLast) return frames.slice(0, -1).reverse();
    // With a Children column the lines below a symbol may as well be what it calls.
    return row.childrenPct === null ? frames.slice(1) : null;
  }

  #isWhole(row: ShareRow): boolean {
    if (this.#weight === null) return true;
    const weight = Number.parseFloat(this.#weight);
    const whole = this.#weight.endsWith('%') ? [row.childrenPct ?? row.selfPct] : [row.samples, row.period];
    return whole.includes(weight);
  }
}
