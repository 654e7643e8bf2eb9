import { expect, it } from 'vitest';
import { withUnlisted } from '../../src/project/unlisted-sites.js';
import { around, INPUT, site } from './input.js';

it('gives what a list leaves out the mean share per transfer, by hand: model.md fills 12.78 % to 25.56 %', () => {
  const listed = {
    ...INPUT,
    sites: [
      site('apparmor_current_getsecid_subj', 'get+put', 'transient-current', around(0.0656)),
      site('apparmor_file_open', 'get+put', 'transient-object', around(0.0622)),
    ],
    labelShare: around(0.1278),
  };
  const filled = withUnlisted(listed, [
    site('apparmor_file_alloc_security', 'get', 'held-taken', around(0)),
    site('apparmor_file_free_security', 'put', 'held-dropped', around(0)),
  ]);
  expect(filled.sites.slice(2).map(({ share }) => share.mid)).toEqual([0.0639, 0.0639]);
  expect(filled.sites[2]?.share.low).toBe(0);
  expect(filled.labelShare?.mid).toBeCloseTo(0.2556, 12);
  expect(filled.labelShare?.low).toBeCloseTo(0.1278, 12);
  expect(filled.labelShareBound).toBe('upper');
  expect(withUnlisted(listed, [])).toBe(listed);
});
