import { isCode } from './ranges.js';
import { type DebugSection, SectionCursor } from './section-cursor.js';

/**
 * Reads .debug_aranges (DWARF 5, 6.1.2), for units whose own entry does not list where their code is. Others do
 * not need it, and compilers may leave units out. `onRange` gets the offset of a unit and one range of its code.
 * @throws DwarfError
 */
export function readAddressTable(
  section: DebugSection,
  onRange: (unit: number, low: number, high: number) => void,
): void {
  for (let at = 0; at < section.bytes.length; ) {
    const start = new SectionCursor(section, at);
    const { length, offsetSize } = start.unitLength();
    const cursor: SectionCursor = new SectionCursor(section, start.at, start.at + length);
    const version = cursor.half();
    if (version !== 2) cursor.fail(`expected address table version 2, found ${version}`);
    const unit = offsetSize === 8 ? cursor.long() : cursor.word();
    const addressSize = cursor.byte();
    const segmentSize = cursor.byte();
    if ((addressSize !== 4 && addressSize !== 8) || segmentSize !== 0) {
      cursor.fail(`addresses of ${addressSize} bytes in segments of ${segmentSize}`);
    }
    const pair = 2 * addressSize;
    // Pairs stand at multiples of their size from the start of the table.
    cursor.skip((pair - ((cursor.at - at) % pair)) % pair);
    while (cursor.end - cursor.at >= pair) {
      const low = cursor.address(addressSize);
      const high = low + cursor.address(addressSize);
      if (isCode(low, high)) onRange(unit, low, high);
    }
    at = cursor.end;
  }
}
