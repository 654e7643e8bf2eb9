import { Bytes } from './bytes.js';
import type { FeatureCollector } from './feature-collector.js';
import { type FileHeader, SECTION_SIZE } from './file-header.js';

/**
 * Reads the feature sections behind the data: a table of offsets, in the order of the header's feature bits,
 * and what it points to. `held` starts with the first byte behind the data.
 */
export function readFeatureTail(
  held: Uint8Array,
  littleEndian: boolean,
  { data, features }: FileHeader,
  collector: FeatureCollector,
): void {
  const start = data.at + data.size;
  const bytes = new Bytes(held, littleEndian);
  const sectionsAt = features.length * SECTION_SIZE;
  features.forEach((bit, row) => {
    const entry = row * SECTION_SIZE;
    const isCut = entry + SECTION_SIZE > held.length;
    const at = isCut ? -1 : bytes.u64(entry) - start;
    const size = isCut ? 0 : bytes.u64(entry + 8);
    collector.read(bit, bytes, at < sectionsAt ? -1 : at, at + size);
  });
}
