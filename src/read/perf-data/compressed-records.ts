import { Decompress } from 'fzstd';
import { InputError } from '../../model/errors.js';
import { ByteStream } from './byte-stream.js';
import { Bytes } from './bytes.js';
import { RECORD_HEADER, UserRecord } from './record-types.js';
import { ZstdBlocks } from './zstd-blocks.js';

type OnRecord = (held: Uint8Array, bytes: Bytes, at: number, size: number) => void;

/**
 * The records inside COMPRESSED and COMPRESSED2 records (perf record -z). All payloads of a file are one zstd
 * stream that is never closed, and what it decompresses to is records that do not care for the payloads'
 * borders. Source: tools/perf/builtin-record.c zstd_compress(), util/session.c
 * perf_session__process_compressed_event().
 */
export class CompressedRecords {
  readonly #file: string;
  readonly #littleEndian: boolean;
  readonly #onRecord: OnRecord;
  readonly #blocks = new ZstdBlocks();
  readonly #decompressor: Decompress;
  readonly #records = new ByteStream();

  constructor(file: string, littleEndian: boolean, onRecord: OnRecord) {
    this.#file = file;
    this.#littleEndian = littleEndian;
    this.#onRecord = onRecord;
    this.#decompressor = new Decompress((block) => this.#records.push(block));
  }

  /** False when the last record or the last zstd block is not there in full. */
  get isWhole(): boolean {
    return this.#blocks.isWhole && this.#records.held.length === 0;
  }

  /**
   * Takes the next `payload` of the stream, from the record at `fileByte`. Records are handed on block by
   * block, so that a stream that expands a thousandfold still needs the memory of one block.
   * @throws InputError when the stream or a record in it is broken
   */
  push(payload: Uint8Array, fileByte: number): void {
    const pieces = this.#blocks.cut(payload);
    while (this.#decompressNext(pieces, fileByte)) this.#cutRecords(fileByte);
  }

  #decompressNext(pieces: Iterator<Uint8Array>, fileByte: number): boolean {
    try {
      const piece = pieces.next();
      if (piece.done === true) return false;
      // The decompressor keeps what it cannot use yet, while our caller reuses the payload's memory.
      this.#decompressor.push(piece.value.slice());
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InputError(
        { file: this.#file, byte: fileByte },
        `expected the zstd stream of perf record -z to go on, found ${reason}`,
      );
    }
  }

  #cutRecords(fileByte: number): void {
    const { held } = this.#records;
    const bytes = new Bytes(held, this.#littleEndian);
    let at = 0;
    while (at + RECORD_HEADER <= held.length) {
      const size = bytes.u16(at + 6);
      const type = bytes.u32(at);
      if (size < RECORD_HEADER || type === UserRecord.compressed || type === UserRecord.compressed2) {
        throw new InputError(
          { file: this.#file, byte: fileByte },
          `expected plain records of at least ${RECORD_HEADER} bytes in the compressed one, found type ${type} of ${size} bytes`,
        );
      }
      if (at + size > held.length) break;
      this.#onRecord(held, bytes, at, size);
      at += size;
    }
    this.#records.consume(at);
  }
}
