import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestNames } from '../../src/attribute/nearest-names.js';

const NAMES = ['apparmor_file_open', 'apparmor_file_free_security', 'file_open', 'do_idle', 'kref_put'];

it.each([
  // What contains the name or is contained in it goes first; of others at most half the letters may change.
  ['aparmor_file_opn', ['apparmor_file_open']],
  ['file_open', ['file_open', 'apparmor_file_open']],
  ['kref_pt', ['kref_put']],
  ['zzzzzzzz', []],
])('%s is like %j', (wanted, expected) => {
  expect(nearestNames(wanted, NAMES, 3)).toEqual(expected);
});

it('has an exact name first, names nothing twice and nothing that is not there, and stays within the count', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string()),
      fc.string(),
      fc.integer({ min: 0, max: 6 }),
      (names, wanted, count) => {
        const near = nearestNames(wanted, [...names, wanted], count);
        expect(near.length).toBeLessThanOrEqual(count);
        expect(new Set(near).size).toBe(near.length);
        expect(near.every((name) => name === wanted || names.includes(name))).toBe(true);
        if (count > 0) expect(near[0]).toBe(wanted);
      },
    ),
  );
});
