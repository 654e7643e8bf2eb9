import { describe, expect, it } from 'vitest';
import { schemeSheets } from '../../src/project/scheme-facts.js';
import { SCHEMES } from '../../src/project/schemes/table.js';
import { renderSchemesText, renderSchemeText } from '../../src/report/schemes-text.js';

const SHEETS = {
  schemaVersion: 1,
  labels: 200,
  possibleCpus: 192,
  schemes: schemeSheets(SCHEMES, 200, 192),
};

describe('the sheets of schemes', () => {
  it.each([60, 160])('have every parameter as --set takes it, in lines of %i', (width) => {
    for (const sheet of SHEETS.schemes) {
      const lines = renderSchemeText(sheet, SHEETS, width).split('\n');
      for (const { name, value } of sheet.parameters) {
        expect(lines).toContain(`  ${sheet.id}.${name}${value === null ? '' : `=${value}`}`);
      }
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }
  });

  it('are listed within the width', () => {
    const lines = renderSchemesText(SHEETS, 60).split('\n');
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    for (const { id } of SCHEMES) expect(lines.some((line) => line.startsWith(id))).toBe(true);
  });
});
