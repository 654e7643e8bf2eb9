import type { Recording } from '../../model/recording.js';
import { Bytes } from './bytes.js';
import type { EventTable } from './event-table.js';
import { type EventDescription, FEATURE_READERS } from './features.js';
import { type FileHeader, SECTION_SIZE } from './file-header.js';

/** The feature sections behind the data: a table of offsets, in the order of the header's feature bits. */
export class FeatureTail {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #header: FileHeader;
  readonly #events: EventTable;

  constructor(file: string, recording: Recording, header: FileHeader, events: EventTable) {
    this.#file = file;
    this.#recording = recording;
    this.#header = header;
    this.#events = events;
  }

  /** `held` starts with the first byte behind the data. */
  end(held: Uint8Array): void {
    const { data, features } = this.#header;
    const start = data.at + data.size;
    const bytes = new Bytes(held, this.#events.littleEndian);
    const descriptions: EventDescription[] = [];
    const broken: number[] = [];
    features.forEach((bit, row) => {
      const read = FEATURE_READERS[bit];
      if (read === undefined) return;
      try {
        const at = bytes.u64(row * SECTION_SIZE) - start;
        const end = at + bytes.u64(row * SECTION_SIZE + 8);
        if (at < features.length * SECTION_SIZE || end > held.length)
          throw new RangeError('outside the file');
        read(bytes, at, end, { machine: this.#recording.machine, descriptions });
      } catch (error) {
        // The samples are sound without this section: say that it is missing and go on.
        if (!(error instanceof RangeError)) throw error;
        broken.push(bit);
      }
    });
    this.#events.describe(descriptions);
    if (broken.length > 0) {
      this.#recording.diagnostics.push({
        kind: 'broken-features',
        text: `header sections ${broken.join(', ')} are cut or corrupt: parts of the machine's description are unknown`,
        hint: null,
        file: this.#file,
        line: null,
      });
    }
  }
}
