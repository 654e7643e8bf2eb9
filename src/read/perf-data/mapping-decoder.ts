import { InputError } from '../../model/errors.js';
import type { Recording } from '../../model/recording.js';
import type { Address } from '../../model/units.js';
import { addMmapBuildId } from './build-ids.js';
import type { Bytes } from './bytes.js';
import { isWithoutDso, kernelDsoName, userDsoName } from './dso-name.js';
import { CpuMode, type Frames } from './frames.js';
import type { Threads } from './threads.js';

const MISC_MMAP_DATA = 1 << 13;
const PROT_EXEC = 4;
const KSYMBOL_UNREGISTER = 1;

/** Mappings in all records together: more than the largest machine has, less than what fills memory. */
const MAX_MAPPINGS = 2_000_000;

const KERNEL_MAP_NAME = '[kernel.kallsyms]';

/** Applies the records that say what lies where: MMAP, MMAP2, KSYMBOL. */
export class MappingDecoder {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #threads: Threads;
  readonly #frames: Frames;
  #mappings = 0;

  constructor(file: string, recording: Recording, threads: Threads, frames: Frames) {
    this.#file = file;
    this.#recording = recording;
    this.#threads = threads;
    this.#frames = frames;
  }

  mmap(bytes: Bytes, at: number, end: number, fileByte: number): void {
    this.#map(bytes, at, end, 40, (bytes.u16(at + 4) & MISC_MMAP_DATA) === 0, fileByte);
  }

  mmap2(bytes: Bytes, at: number, end: number, fileByte: number): void {
    const dso = this.#map(bytes, at, end, 72, (bytes.u32(at + 64) & PROT_EXEC) !== 0, fileByte);
    if (dso !== null) addMmapBuildId(this.#recording.buildIds, dso, bytes, at);
  }

  ksymbol(bytes: Bytes, at: number, end: number): void {
    if ((bytes.u16(at + 22) & KSYMBOL_UNREGISTER) !== 0) return;
    const start = bytes.address(at + 8);
    const name = bytes.text(at + 24, end);
    this.#frames.addKernelMapping({
      start,
      end: start + bytes.u32(at + 16),
      dso: name,
      toFileOffset: 0,
      symbol: name,
    });
  }

  /** Name of the mapped DSO; `null` for the mappings of a guest, which are not followed. */
  #map(
    bytes: Bytes,
    at: number,
    end: number,
    nameAt: number,
    executable: boolean,
    fileByte: number,
  ): string | null {
    if (++this.#mappings > MAX_MAPPINGS) {
      throw new InputError(
        { file: this.#file, byte: fileByte },
        `expected at most ${MAX_MAPPINGS} mapping records, found more`,
      );
    }
    const name = bytes.text(at + nameAt, end);
    const start = bytes.address(at + 16);
    const length = bytes.u64(at + 24);
    const mode = bytes.u16(at + 4) & CpuMode.mask;
    if (mode === CpuMode.kernel) return this.#kernelMap(name, start, length, bytes.address(at + 32));
    if (mode !== CpuMode.user) return null;
    const pid = this.#threads.get(bytes.i32(at + 8), bytes.i32(at + 12)).pid;
    const keepsAddress = isWithoutDso(name);
    const pageOffset = name.startsWith('[vdso') ? 0 : bytes.u64(at + 32);
    const dso = userDsoName(name, pid, executable);
    this.#threads.space(pid).add({
      start,
      end: start + length,
      dso,
      toFileOffset: keepsAddress ? 0 : pageOffset - start,
      symbol: null,
    });
    return dso;
  }

  #kernelMap(name: string, start: Address, length: number, pageOffset: Address): string {
    const isKernel = name.startsWith(KERNEL_MAP_NAME);
    // Written under kptr_restrict the kernel's addresses are all zero: the map is then the whole kernel half.
    const hidden = isKernel && start === 0;
    const dso = isKernel ? KERNEL_MAP_NAME : kernelDsoName(name);
    this.#frames.addKernelMapping({
      start: hidden ? -(2 ** 63) : start,
      end: hidden ? 0 : start + length,
      dso,
      toFileOffset: 0,
      symbol: null,
    });
    const symbol = name.slice(KERNEL_MAP_NAME.length);
    if (isKernel && symbol !== '' && pageOffset !== 0) {
      this.#recording.relocation = { symbol, address: pageOffset };
    }
    return dso;
  }
}
