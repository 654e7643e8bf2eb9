import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumberColumn, TupleTable } from '../../src/model/tuple-table.js';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

it('numbers tuples as a map by their text would, however many and whatever the width', () => {
  // Few distinct values make repeats, the whole range makes hash collisions.
  const value = fc.oneof(int32, fc.integer({ min: 0, max: 3 }));
  const tuples = fc
    .integer({ min: 1, max: 6 })
    .chain((width) =>
      fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 900 }),
    );
  fc.assert(
    fc.property(tuples, (rows) => {
      const table = new TupleTable(rows[0]?.length ?? 1);
      const expected = new Map<string, number>();
      for (const row of rows) {
        table.key.set(row);
        const text = row.join(',');
        if (!expected.has(text)) expected.set(text, expected.size);
        expect(table.intern()).toBe(expected.get(text));
      }
      expect(table.size).toBe(expected.size);
      for (const [text, row] of expected) {
        expect(Array.from({ length: table.width }, (_, column) => table.at(row, column)).join(',')).toBe(
          text,
        );
      }
    }),
    { numRuns: 60 },
  );
});

it('keeps ten thousand rows apart', () => {
  const table = new TupleTable(2);
  for (let round = 0; round < 2; round++) {
    for (let row = 0; row < 10_000; row++) {
      table.key[0] = row % 100;
      table.key[1] = Math.floor(row / 100) * 65_536;
      expect(table.intern()).toBe(row);
    }
  }
});

it('adds up columns that grow as they are reached', () => {
  const column = new NumberColumn();
  column.add(1000, 2);
  column.add(1000, 0.5);
  column.set(3, -1);
  expect([column.get(1000), column.get(3), column.get(999), column.get(1_000_000)]).toEqual([2.5, -1, 0, 0]);
});
