import { InputError, type Position } from '../../model/errors.js';

/** What a column of perf report says that a ShareRow has room for. */
export type Field = 'self' | 'children' | 'samples' | 'period' | 'comm' | 'pidComm' | 'dso' | 'symbol';

/**
 * Column titles (perf_hpp__format of tools/perf/ui/hist.c, se_header of util/sort.c). All others are read over: the
 * sys/usr split, branch ends (`Source Symbol`), weights, CPUs, source lines. `Overhead` is called `Self` where
 * `Children` stands beside it.
 */
const FIELDS: ReadonlyMap<string, Field> = new Map([
  ['Overhead', 'self'],
  ['Self', 'self'],
  ['Children', 'children'],
  ['Samples', 'samples'],
  ['Period', 'period'],
  ['Command', 'comm'],
  ['Pid:Command', 'pidComm'],
  ['Tid:Command', 'pidComm'],
  ['Shared Object', 'dso'],
  ['Symbol', 'symbol'],
]);

const COLUMN_TITLES: readonly string[] = [...FIELDS.keys()];

/** Fields printed once for each event of a group. */
export const FIGURES: ReadonlySet<Field> = new Set(['self', 'children', 'samples', 'period']);

export interface Column {
  readonly title: string;
  readonly field: Field | null;
  /** Characters [from, to) of a line; `null` where no line of dots tells. */
  readonly span: { readonly from: number; readonly to: number } | null;
}

/** How the rows of one section are laid out. */
export interface Layout {
  readonly columns: readonly Column[];
  /** Of `-t`; `null` for aligned columns. */
  readonly separator: string | null;
}

/**
 *     `# Overhead       Samples  Command          Shared Object           Symbol      `
 *     `# ........  ............  ...............  ......................  ............`
 *
 * The dots say where each column stands, in the rows too: perf puts two blanks where the header has "# ".
 */
export function alignedLayout(header: string, dots: string): Layout {
  const columns: Column[] = [];
  for (let from = dots.indexOf('.'); from >= 0; ) {
    let to = from;
    while (dots[to] === '.') to++;
    columns.push(column(header.slice(from, to), { from, to }));
    from = dots.indexOf('.', to);
  }
  return { columns, separator: null };
}

/**
 *     `# Overhead,     Samples,Command        ,Shared Object         ,Symbol      `
 *
 * A header without dots: of `-t`, whose separator stands beside a title we know, or one whose dots got lost.
 */
export function headerLayout(header: string): Layout {
  const text = header.slice(2);
  const separator = separatorOf(text);
  const titles = separator === null ? text.trim().split(/ {2,}/) : text.split(separator);
  return { columns: titles.map((title) => column(title, null)), separator };
}

/** Whether a comment line names columns: two that we know, or one alone. */
export function isHeader(line: string): boolean {
  if (!line.startsWith('# ')) return false;
  const { columns } = headerLayout(line);
  const known = columns.filter(({ field }) => field !== null).length;
  return known >= 2 || (known === 1 && columns.length === 1);
}

/** The line of dots below the titles, as wide as the columns. */
export function isDots(line: string): boolean {
  return line.startsWith('# ..') && line.trimEnd().slice(2).replaceAll('.', '').trim() === '';
}

/**
 * @throws InputError for columns of which we know none, and for `--hierarchy`, whose nested rows count each share
 * once for every sort key: `# ......  Command / Shared Object / Symbol`.
 */
export function checkLayout({ columns }: Layout, at: Position): void {
  const titles = columns.map(({ title }) => title).join(', ');
  if (titles.includes(' / ')) {
    throw new InputError(
      at,
      `expected a column for each sort key, found the nested table of --hierarchy: "${titles}"`,
    );
  }
  if (!columns.some(({ field }) => field !== null)) {
    throw new InputError(at, `expected a column of ${COLUMN_TITLES.join(', ')}, found "${titles}"`);
  }
}

function column(title: string, span: Column['span']): Column {
  const name = title.trim();
  return { title: name, field: FIELDS.get(name) ?? null, span };
}

function separatorOf(text: string): string | null {
  for (const title of COLUMN_TITLES) {
    const at = text.indexOf(title);
    if (at < 0) continue;
    let after = at + title.length;
    while (text[after] === ' ') after++;
    let before = at - 1;
    while (text[before] === ' ') before--;
    const beside = text[after] ?? text[before];
    // A letter is the next title of aligned columns.
    return beside === undefined || /[\w ]/.test(beside) ? null : beside;
  }
  return null;
}
