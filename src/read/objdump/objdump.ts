import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import type { Address } from '../../model/units.js';
import { detectLine } from '../line-detection.js';
import { readAddressedLine, readFileName, readLabel } from './lines.js';
import { type ObjdumpOptions, ObjdumpReader } from './objdump-reader.js';

/** About 300 MB of listings: more than any set of functions a user looks at, less than a vmlinux. */
const EVERYTHING: ObjdumpOptions = { wants: () => true, maxInstructions: 1_000_000 };

/**
 * An instruction as only objdump prints it: with a tab behind its address, or below the label of that address.
 * A label alone would not do, for perf annotate passes objdump's labels on.
 */
function isOurs(): (line: string) => boolean {
  let start: Address | null = null;
  return (line) => {
    const instruction = readAddressedLine(line);
    start = readLabel(line)?.address ?? start;
    if (instruction === null || instruction.text === '') return readFileName(line) !== null;
    return instruction.tab || instruction.address === start;
  };
}

/**
 * `objdump -d` (GNU binutils/objdump.c, or llvm-objdump) of any architecture, with or without `-S`, `-l` and
 * raw bytes. A reader that knows which functions matter passes `wants`; see ObjdumpOptions for the limit.
 */
export function createObjdumpFormat(options: Partial<ObjdumpOptions> = {}): Format {
  return {
    id: 'objdump',
    title: 'disassembly (objdump -d)',
    detect: (head, complete) => detectLine(head, complete, isOurs()),
    open: (file, recording) =>
      new LineReader(file, new ObjdumpReader(file, recording, { ...EVERYTHING, ...options }), recording),
  };
}

/** Every function, up to a million instructions. */
export const objdumpFormat: Format = createObjdumpFormat();
