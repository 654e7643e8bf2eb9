import type { Analysis } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import { countText } from './numbers.js';
import { code, left, right, type Table } from './table.js';

/** The atomics that samples were charged to, with what was recorded at their own addresses. */
export function siteInstructionsTable(analysis: Analysis, top: number): Table {
  const rows = (analysis.attribution?.sites ?? []).flatMap((site) =>
    site.instructions.map((instruction) => [
      `${printable(instruction.function)}+0x${instruction.offset.toString(16)}`,
      printable(instruction.text),
      countText(instruction.samplesBefore),
      countText(instruction.samplesAfter),
      site.operation,
      site.confidence,
      printable(instruction.why),
    ]),
  );
  return {
    title: 'Atomics of the call sites',
    notes: [
      'Samples recorded at the atomic itself, and charged to it once skid is corrected; ? where it and another cannot be told apart.',
    ],
    columns: [
      code('place'),
      code('instruction'),
      right('recorded'),
      right('charged'),
      left('op'),
      left('confidence', 1),
      left('known by', 2),
    ],
    rows: rows.slice(0, top),
  };
}
