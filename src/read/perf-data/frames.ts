import { FrameFlag, type Profile } from '../../model/profile.js';
import type { Address } from '../../model/units.js';
import { AddressSpace, type Mapping } from './address-space.js';

/** header.misc & 7 of a record: whose code an address belongs to. include/uapi/linux/perf_event.h */
export const CpuMode = { mask: 7, kernel: 1, user: 2, hypervisor: 3, guestKernel: 4, guestUser: 5 } as const;

const NO_FLAGS = 0;

/** Turns addresses into the profile's frames: kernel ones stay addresses, user ones become offsets in a file. */
export class Frames {
  readonly kernel = new AddressSpace();
  readonly #profile: Profile;
  readonly #kernelFrames = new Map<Address, number>();
  readonly #fileFrames = new Map<string, Map<number, number>>();
  readonly #unmapped = new Map<Address, number>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** Kernel mappings came or went: what an address means may have changed. */
  addKernelMapping(mapping: Mapping): void {
    this.kernel.add(mapping);
    this.#kernelFrames.clear();
  }

  frame(mode: number, space: AddressSpace, address: Address): number {
    if (mode === CpuMode.kernel) return this.#kernelFrame(address);
    const mapping = mode === CpuMode.user ? space.find(address) : null;
    return mapping === null ? this.#unmappedFrame(address) : this.#fileFrame(mapping, address);
  }

  #kernelFrame(address: Address): number {
    const known = this.#kernelFrames.get(address);
    if (known !== undefined) return known;
    const mapping = this.kernel.find(address);
    const symbol = mapping?.symbol ?? null;
    const frame = this.#profile.internFrame({
      address,
      symbol,
      dso: mapping?.dso ?? null,
      offset: mapping === null || symbol === null ? -1 : address - mapping.start,
      flags: FrameFlag.kernel,
    });
    this.#kernelFrames.set(address, frame);
    return frame;
  }

  #fileFrame(mapping: Mapping, address: Address): number {
    let frames = this.#fileFrames.get(mapping.dso);
    if (frames === undefined) {
      frames = new Map();
      this.#fileFrames.set(mapping.dso, frames);
    }
    const offset = address + mapping.toFileOffset;
    const known = frames.get(offset);
    if (known !== undefined) return known;
    const frame = this.#profile.internFrame({
      address: offset,
      symbol: null,
      dso: mapping.dso,
      offset: -1,
      flags: NO_FLAGS,
    });
    frames.set(offset, frame);
    return frame;
  }

  #unmappedFrame(address: Address): number {
    const known = this.#unmapped.get(address);
    if (known !== undefined) return known;
    const frame = this.#profile.internFrame({
      address,
      symbol: null,
      dso: null,
      offset: -1,
      flags: NO_FLAGS,
    });
    this.#unmapped.set(address, frame);
    return frame;
  }
}
