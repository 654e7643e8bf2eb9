import { expect, it } from 'vitest';
import { secondsText } from '../../src/report/numbers.js';

it.each([
  [9.34, '9.3 s'],
  [0.1, '0.1 s'],
  [0.0115657, '11.6 ms'],
  [0.0000021, '0.0021 ms'],
  [0, '0.0 s'],
  [null, '?'],
])('%s seconds are printed as %s, never as none where there are some', (value, text) => {
  expect(secondsText(value)).toBe(text);
});
