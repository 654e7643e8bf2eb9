import type { ShareRow } from '../../model/share-table.js';
import { FIGURES, type Field, type Layout } from './columns.js';
import { readNumber, readPercent, readSymbol } from './figures.js';

const NAMELESS: ShareRow = {
  symbol: null,
  dso: null,
  comm: null,
  kernel: null,
  selfPct: null,
  childrenPct: null,
  samples: null,
  period: null,
  callers: null,
};

type Names = Partial<Pick<ShareRow, 'symbol' | 'kernel' | 'dso' | 'comm'>>;
type Figures = Partial<Pick<ShareRow, 'selfPct' | 'childrenPct' | 'samples' | 'period'>>;

const NAMES: Readonly<Record<string, (cell: string) => Names>> = {
  symbol: readSymbol,
  dso: (dso) => ({ dso }),
  comm: (comm) => ({ comm }),
  // "  30004:sh": util/sort.c, hist_entry__thread_snprintf()
  pidComm: (cell) => ({ comm: cell.slice(cell.indexOf(':') + 1) }),
};

const FIGURE_OF: Readonly<Record<string, (token: string) => Figures>> = {
  self: (token) => ({ selfPct: readPercent(token) }),
  children: (token) => ({ childrenPct: readPercent(token) }),
  samples: (token) => ({ samples: readNumber(token) }),
  period: (token) => ({ period: readNumber(token) }),
};

/**
 * One ShareRow for each event of the section: a group prints as many figures in each column of figures, in the
 * order in which it names its events (__hpp__fmt() of ui/hist.c). `null` when a figure is none, or their number
 * differs between columns.
 */
export function readRow(cells: readonly string[], { columns }: Layout): ShareRow[] | null {
  let names: Names = {};
  const figures: { field: Field; tokens: string[] }[] = [];
  for (const [index, { field }] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (field === null) continue;
    if (FIGURES.has(field)) figures.push({ field, tokens: cell.split(/ +/) });
    else names = { ...names, ...NAMES[field]?.(cell) };
  }
  const events = figures[0]?.tokens.length ?? 1;
  const rows: ShareRow[] = [];
  for (let event = 0; event < events; event++) {
    let row: ShareRow = { ...NAMELESS, ...names };
    for (const { field, tokens } of figures) {
      const token = tokens[event];
      if (tokens.length !== events || token === undefined) return null;
      const figure = FIGURE_OF[field]?.(token) ?? {};
      if (token !== 'N/A' && Object.values(figure).includes(null)) return null;
      row = { ...row, ...figure };
    }
    rows.push(row);
  }
  return rows;
}
