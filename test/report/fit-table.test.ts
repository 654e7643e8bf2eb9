import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutEnd, cutMiddle, displayWidth } from '../../src/report/display-width.js';
import { code, left, right, type Table } from '../../src/report/table.js';
import { textTable, wrapText } from '../../src/report/text-table.js';

function table(columns: Table['columns'], rows: readonly (readonly string[])[]): Table {
  return { title: '', notes: [], columns, rows };
}

describe('fitting a table', () => {
  const sites = table(
    [right('share'), left('lives', 2), code('hook'), left('from', 1)],
    [
      ['1.00 %', 'transient', 'apparmor_file_alloc_security', 'openat 12'],
      ['0.50 %', 'held', 'apparmor_file_free_security', 'task_work 3'],
    ],
  );

  it('cuts nothing that has room', () => {
    expect(textTable(sites, 80)).toEqual([
      ' share  lives      hook                          from',
      '1.00 %  transient  apparmor_file_alloc_security  openat 12',
      '0.50 %  held       apparmor_file_free_security   task_work 3',
    ]);
  });

  it('leaves columns out by rank and names them', () => {
    expect(textTable(sites, 50)).toEqual([
      ' share  hook                          from',
      '1.00 %  apparmor_file_alloc_security  openat 12',
      '0.50 %  apparmor_file_free_security   task_work 3',
      'Not shown at this width: lives.',
    ]);
  });

  it('then cuts names in the middle', () => {
    expect(textTable(sites, 30)).toEqual([
      ' share  hook',
      '1.00 %  apparmor_f..._security',
      '0.50 %  apparmor_f..._security',
      'Not shown at this width:',
      'lives, from.',
    ]);
  });

  it('counts columns of the terminal, not characters', () => {
    expect(displayWidth('中文')).toBe(4);
    expect(cutMiddle('中文中文中文', 9)).toBe('中...文');
    expect(cutEnd('e\u0301'.repeat(4), 3)).toBe('e\u0301'.repeat(3));
    expect(
      textTable(
        table(
          [left('a'), left('b')],
          [
            ['中文', 'x'],
            ['abcd', 'y'],
          ],
        ),
        20,
      ),
    ).toEqual(['a     b', '中文  x', 'abcd  y']);
  });

  const text = fc
    .oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 30 }))
    .map((each) => each.replace(/[^\P{C}]/gu, ''));
  const columnOf = fc
    .tuple(
      fc.constantFrom(left, right, code),
      fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 1, maxLength: 30 }),
      fc.option(fc.nat(5), { nil: undefined }),
    )
    .map(([make, name, drop]) => make(name, drop));

  it('never writes a line that is too long or ends in blanks', () => {
    fc.assert(
      fc.property(
        fc.array(columnOf, { minLength: 1, maxLength: 9 }),
        fc.array(fc.array(text, { maxLength: 9 }), { maxLength: 5 }),
        fc.integer({ min: 20, max: 140 }),
        (columns, rows, width) => {
          const lines = textTable(table(columns, rows), width);
          for (const line of lines) {
            expect(displayWidth(line)).toBeLessThanOrEqual(width);
            expect(line).toBe(line.trimEnd());
          }
        },
      ),
    );
  });

  it('breaks a word of a megabyte in time', () => {
    const lines = wrapText('x'.repeat(1e6), 80, 2);
    expect(lines).toHaveLength(1 + Math.ceil((1e6 - 80) / 78));
  }, 5000);

  it('wraps at blanks, breaks what is longer than a line, loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 12 }),
        fc.integer({ min: 12, max: 60 }),
        fc.nat(4),
        (words, width, indent) => {
          const given = words.join(' ');
          const lines = wrapText(given, width, indent);
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(lines.join('').replace(/\s/g, '')).toBe(given.replace(/\s/g, ''));
        },
      ),
    );
  });
});
