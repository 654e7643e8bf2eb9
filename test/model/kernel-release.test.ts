import { expect, it } from 'vitest';
import { isKernelIn } from '../../src/model/kernel-release.js';

it.each([
  ['6.7.0', { from: '6.7', before: null }, true],
  ['6.11.0-rc1+', { from: '6.7', before: null }, true],
  ['6.1.192-labp', { from: '6.7', before: null }, false],
  ['5.4.0-42-generic', { from: null, before: '5.5' }, true],
  ['6.7.3', { from: '5.5', before: '6.7' }, false],
  ['v6.6', { from: '5.5', before: '6.7' }, true],
  ['next', { from: '6.7', before: null }, null],
  [null, { from: null, before: null }, null],
])('%s in %j: %s', (kernel, range, expected) => {
  expect(isKernelIn(range, kernel)).toBe(expected);
});
