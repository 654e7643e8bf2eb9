import type { LockWait } from '../../model/lock-wait.js';
import { type Column, cellsOf, isEnough, readFigures, type Subject, splitHeader } from './columns.js';

/** One table of perf lock: what its header says of its rows. */
export interface Table {
  readonly tool: LockWait['tool'];
  readonly columns: readonly Column[];
  readonly subject: Subject;
  /** Between cells of `-x` output, "" in text. */
  readonly separator: string;
  readonly line: number;
}

/** A row before its stack lines. */
export type Row = Omit<LockWait, 'stack' | 'file'>;

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'type caller': 'caller',
  'type caller stacktrace': 'caller',
  'pid comm': 'comm',
  'pid owner': 'owner',
  'address symbol': 'address',
  'address symbol type': 'address',
  cgroup: 'cgroup',
};

const CSV_TITLE = '# output: ';

/**
 *     ` contended   total wait     max wait     avg wait         type   caller`
 *     `                Name   acquired  contended     avg wait   total wait     max wait     min wait `
 *     `# output: contended, total wait, max wait, avg wait, type, caller`
 *
 * `null` when `line` is none of these. Sources: print_result(), print_contention_result() and (6.5)
 * print_header_csv() in tools/perf/builtin-lock.c.
 */
export function readHeader(line: string, number: number): Table | null {
  if (line.startsWith(CSV_TITLE)) return readCsvHeader(line.slice(CSV_TITLE.length), number);
  const isReport = line.startsWith('Name ');
  const { columns, rest } = splitHeader(isReport ? line.slice('Name '.length) : line);
  const subject = isReport ? 'name' : SUBJECTS[rest.split(/\s+/).join(' ')];
  if (columns.length === 0 || subject === undefined || (isReport && rest !== '')) return null;
  const tool = isReport ? 'perf lock report' : 'perf lock contention';
  return { tool, columns, subject, separator: '', line: number };
}

/** The separator is what stands behind the first header, and perf puts a blank behind each. */
function readCsvHeader(header: string, number: number): Table | null {
  const [first] = splitHeader(header).columns;
  const from = first?.header.length ?? 0;
  const separator = header.slice(from, Math.max(header.indexOf(' ', from), from));
  if (first === undefined || separator === '') return null;
  const { columns, rest } = splitHeader(header.split(separator).join(' '));
  const subject = SUBJECTS[rest.split(/\s+/).join(' ')];
  if (subject === undefined) return null;
  const plain = columns.map((column): Column => ({ ...column, unit: 'ns' }));
  return { tool: 'perf lock contention', columns: plain, subject, separator, line: number };
}

/** Whether the rows of `table` can be used at all. */
export function hasWaits(table: Table): boolean {
  return isEnough(table.columns);
}

/** `null` when `line` is not a whole row of `table`. */
export function readRow(table: Table, line: string): (Row & { stack: string[] }) | null {
  if (table.separator !== '') return readCsvRow(table, line);
  const words = line.split(/\s+/);
  return table.subject === 'name' ? readReportRow(table, words) : readContentionRow(table, words);
}

/**
 *     `        24     24.83 s       3.11 s       1.03 s         mutex   _perf_ioctl+0x1be`
 *     `         7      7.27 ms      4.56 ms      1.04 ms          154   bash`
 *     `         5     12.34 us      4.56 us      2.46 us   ffff8881b9c28c40   rq_lock (spinlock)`
 */
function readContentionRow(table: Table, words: readonly string[]): (Row & { stack: string[] }) | null {
  const cells = cellsOf(table.columns);
  return rowOf(table, words.slice(0, cells), [
    words[cells] ?? '',
    words
      .slice(cells + 1)
      .join(' ')
      .trimEnd(),
  ]);
}

/**
 *     `   _perf_ioctl+0x1be          1          1      3.11 s       3.11 s       3.11 s       3.11 s  `
 *     ` kernfs_fop_read_...        858        858     12.62 us     10.83 ms    497.21 us      7.41 us `
 *
 * Read from the right, for a lock class ("subsys mutex#2") or a thread may have blanks in its name.
 */
function readReportRow(table: Table, words: readonly string[]): (Row & { stack: string[] }) | null {
  const cells = cellsOf(table.columns);
  return rowOf(table, words.slice(-cells), ['', words.slice(0, -cells).join(' ')]);
}

/**
 *     `19, 194232, 21415, 10222, spinlock, process_one_work+0x1f0`
 *
 * Not RFC 4180, so not for a CSV library: nothing is quoted, and a thread's name may hold the separator. Only
 * the cells before it are counted off; the last takes what is left.
 */
function readCsvRow(table: Table, line: string): (Row & { stack: string[] }) | null {
  const joint = `${table.separator} `;
  const cells = line.split(joint);
  const [first = '', ...rest] = cells.slice(table.columns.length);
  const type = table.subject === 'address' ? ` (${rest.pop() ?? ''})` : '';
  if (table.subject !== 'caller') {
    const last: [string, string] =
      table.subject === 'cgroup' ? ['', first] : [first, rest.join(joint) + type];
    return rowOf(table, cells, last);
  }
  const row = rowOf(table, cells, [first, rest[0] ?? '']);
  // -v: `, 0xffffffff8158aef6 native_queued_spin_lock_slowpath+0x196:0xffffffff8158ac9e _raw_spin_lock+0x1e`
  row?.stack.push(...(rest[1] ?? '').split(':').flatMap((frame) => stackFrame(frame) ?? []));
  return row;
}

/** `0xffffffff8158aef6  native_queued_spin_lock_slowpath+0x196`: the symbol, or the address without one. */
export function stackFrame(line: string): string | null {
  const [address = '', ...symbol] = line.trim().split(/\s+/);
  if (!/^0x[0-9a-f]+$/.test(address)) return null;
  return symbol.join(' ') || address;
}

/** `last`: the two cells behind the numbers. */
function rowOf(
  table: Table,
  words: readonly string[],
  last: readonly [string, string],
): (Row & { stack: string[] }) | null {
  const figures = readFigures(table.columns, words);
  const names = SUBJECT_READERS[table.subject](...last);
  if (figures === null || names === null) return null;
  return {
    tool: table.tool,
    name: null,
    nameIsCut: false,
    caller: null,
    type: null,
    comm: null,
    ...figures,
    ...names,
    stack: [],
  };
}

type Names = Partial<Pick<LockWait, 'name' | 'nameIsCut' | 'caller' | 'type' | 'comm'>>;

/** perf's own "cut": 16 characters of the name and three points. */
const CUT_WIDTH = 19;

const isPid = (text: string): boolean => /^-?\d+$/.test(text);

/** What the two cells behind the numbers say; `null` when they cannot be these. */
const SUBJECT_READERS: Readonly<Record<Subject, (first: string, second: string) => Names | null>> = {
  // perf prints "Unknown" where the stack gives no caller: without one the line was cut.
  caller: (type, caller) => (/^[a-z]/.test(type) && caller !== '' ? { type, caller } : null),
  comm: (pid, comm) => (isPid(pid) && comm !== '' ? { comm } : null),
  owner: (pid, comm) => (isPid(pid) && comm !== '' ? { comm } : null),
  address: (address, symbol) => {
    const typed = /^(.*?) ?\(([^()]*)\)$/.exec(symbol);
    const name = typed?.[1] ?? symbol;
    return /^[0-9a-f]+$/.test(address) ? { name: name.trim() || address, type: typed?.[2] ?? null } : null;
  },
  cgroup: (first, second) => ({ name: [first, second].join(' ').trim() }),
  name: (_, name) => {
    if (name === '') return null;
    // Contention tracepoints carry no lock name: perf names the lock by who waited for it.
    const caller = /\+0x[0-9a-f]+$/.test(name) ? name : null;
    return { name, nameIsCut: name.length === CUT_WIDTH && name.endsWith('...'), caller };
  },
};
