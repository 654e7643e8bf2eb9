import { describe, expect, it } from 'vitest';
import { FORMAT_TABLE } from '../../src/intake/formats.js';
import { refscope } from './refscope.js';

describe('refscope formats', () => {
  it.each(['60', '80', '160'])('fits %s columns, every command whole', async (columns) => {
    const { code, stdout } = await refscope(['formats'], undefined, { COLUMNS: columns });
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line.length > Number(columns))).toEqual([]);
    const text = stdout.replace(/\s+/g, ' ');
    for (const { format, recordedWith } of FORMAT_TABLE) {
      expect(lines.some((line) => line.split(' ')[0] === format.id)).toBe(true);
      expect(text).toContain(recordedWith.replace(/\s+/g, ' '));
    }
  });
});
