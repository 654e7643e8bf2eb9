import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/model/printable.js';
import { type CsvValue, renderCsv } from '../../src/report/csv/csv-table.js';
import { CSV_TABLES } from '../../src/report/csv/tables.js';
import { HOSTILE_NAMES, withNames } from './hostile-names.js';
import { smallAnalysis } from './small-analysis.js';

function readBack(csv: string): string[][] {
  return parse(`${csv}\n`, { record_delimiter: '\r\n' });
}

/** What a reader of the file finds for `value`. */
function cell(value: CsvValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = printable(value);
  return /^[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}

describe('CSV', () => {
  it.each(CSV_TABLES.map((table) => [table.name, table] as const))('reads back the table %s', (_, table) => {
    const rows = table.rows(smallAnalysis());
    expect(readBack(renderCsv(table.heads, rows))).toEqual([
      table.heads,
      ...rows.map((row) => row.map(cell)),
    ]);
    for (const row of rows) expect(row).toHaveLength(table.heads.length);
    expect(new Set(table.heads).size).toBe(table.heads.length);
  });

  it('keeps numbers as they are: no rounding, no text', () => {
    const sites = CSV_TABLES.find(({ name }) => name === 'sites');
    const schemes = CSV_TABLES.find(({ name }) => name === 'schemes');
    const [, site] = readBack(renderCsv(sites?.heads ?? [], sites?.rows(smallAnalysis()) ?? []));
    expect(site?.slice(0, 7)).toEqual([
      'apparmor_file_open',
      'get+put',
      'transient-object',
      '250',
      '12.5',
      '10',
      '15',
    ]);
    const [, , scheme] = readBack(renderCsv(schemes?.heads ?? [], schemes?.rows(smallAnalysis()) ?? []));
    expect(scheme?.slice(0, 8)).toEqual(['cond-ref', '8', '1.12', '1', '1.17', '', '1.15', '1.143']);
  });

  it('writes lines as RFC 4180 says, but for the line feed that whoever prints adds', () => {
    expect(
      renderCsv(
        ['a', 'b [%]'],
        [
          ['x, "y"', -0.1],
          [null, true],
        ],
      ),
    ).toBe('a,b [%]\r\n"x, ""y""",-0.1\r\n,true\r');
  });

  it('reads back any values', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'=+-@"\',;\r\n\t a|') }),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value)), (rows) => {
        // A row of nothing at all would be a blank line with a single column only.
        expect(readBack(renderCsv(['a', 'b', 'c'], rows))).toEqual([
          ['a', 'b', 'c'],
          ...rows.map((row) => row.map(cell)),
        ]);
      }),
    );
  });

  it.each(HOSTILE_NAMES)('keeps names with %s in one cell that nothing runs', (_, suffix) => {
    for (const table of CSV_TABLES) {
      const rows = readBack(renderCsv(table.heads, table.rows(withNames(smallAnalysis(), suffix))));
      expect(rows).toHaveLength(table.rows(smallAnalysis()).length + 1);
      for (const text of rows.flat()) {
        expect(text).toBe(printable(text));
        if (Number.isNaN(Number(text))) expect(text).not.toMatch(/^[=+\-@]/);
      }
    }
  });
});
