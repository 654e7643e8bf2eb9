import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AddressSpace, type Mapping } from '../../src/read/perf-data/address-space.js';

const END = 40;

const mapping = fc.tuple(fc.nat(END - 1), fc.integer({ min: -1, max: 12 }), fc.nat(1000)).map(
  ([start, length, id]): Mapping => ({
    start,
    end: Math.min(END, start + length),
    dso: `${id}`,
    toFileOffset: id - start,
    symbol: null,
  }),
);

/** What lies at each address when every mapping is painted over those before it. */
function painted(mappings: readonly Mapping[]): (string | null)[] {
  const at = new Array<string | null>(END).fill(null);
  for (const { start, end, dso } of mappings) {
    for (let address = start; address < end; address++) at[address] = dso;
  }
  return at;
}

function found(space: AddressSpace): (string | null)[] {
  return Array.from({ length: END }, (_, address) => space.find(address)?.dso ?? null);
}

it('finds at each address what was mapped there last, in a fork what its parent had then and itself since', () => {
  fc.assert(
    fc.property(fc.array(mapping), fc.array(mapping), fc.array(mapping), (before, child, parent) => {
      const space = new AddressSpace();
      for (const each of before) space.add(each);
      const fork = space.fork();
      expect(found(fork)).toEqual(painted(before));
      for (const each of child) fork.add(each);
      for (const each of parent) space.add(each);
      expect(found(fork)).toEqual(painted([...before, ...child]));
      expect(found(space)).toEqual(painted([...before, ...parent]));
    }),
  );
});

it('keeps what a piece adds to its addresses when a mapping is cut', () => {
  const space = new AddressSpace();
  space.add({ start: 0, end: 30, dso: 'a', toFileOffset: 7, symbol: null });
  space.add({ start: 10, end: 20, dso: 'b', toFileOffset: 0, symbol: 'b' });
  expect(space.find(25)).toEqual({ start: 20, end: 30, dso: 'a', toFileOffset: 7, symbol: null });
  expect([space.find(-1), space.find(30)]).toEqual([null, null]);
});
