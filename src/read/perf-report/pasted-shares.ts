import type { Detection, Format } from '../../model/format.js';
import { headLines, LineReader } from '../../model/line-reader.js';
import { unquoted } from '../mail-quote.js';
import { isSurelySymbol, readPastedLine } from './pasted-line.js';
import { PastedSharesReader } from './pasted-shares-reader.js';
import { isOurs as isPerfReport } from './perf-report.js';

/** Without `[k]` one line may be anything. */
const ROWS_WITHOUT_LEVEL = 2;
/** A mail's headers, quotes and prose may come first. */
const SEARCHED_LINES = 2000;

/** Sections of perf c2c, whose rows hold shares and `[k]` too (print_pareto() of builtin-c2c.c). */
const FOREIGN = [
  'Shared Data Cache Line Table',
  'Shared Cache Line Distribution Pareto',
  'Trace Event Information',
];

/** Rows of perf top or perf report in a mail, whatever stands around them. Ask it last: it has no title of its own. */
export const pastedSharesFormat: Format = {
  id: 'pasted-shares',
  title: 'lines pasted from perf top or perf report',
  detect,
  open: (file, recording) => new LineReader(file, new PastedSharesReader(file, recording), recording),
};

function detect(head: Uint8Array, complete: boolean): Detection {
  if (head.includes(0)) return 'no';
  const lines = headLines(head, complete).slice(0, SEARCHED_LINES);
  let withLevel = 0;
  let withoutLevel = 0;
  for (const raw of lines) {
    const line = unquoted(raw);
    if (isPerfReport(line) || FOREIGN.some((title) => line.includes(title))) return 'no';
    const pasted = readPastedLine(line);
    if (pasted === null || !isSurelySymbol(pasted)) continue;
    if (pasted.kernel === null) withoutLevel++;
    else withLevel++;
  }
  if (withLevel > 0 || withoutLevel >= ROWS_WITHOUT_LEVEL) return 'yes';
  return complete || lines.length === SEARCHED_LINES ? 'no' : 'more';
}
