import type { Format } from '../../model/format.js';
import { ElfReader } from './elf-reader.js';

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];

/** vmlinux, programs and shared libraries: their symbol tables. */
export const elfFormat: Format = {
  id: 'elf',
  title: 'ELF symbols (vmlinux, programs, shared libraries)',
  readTwice: true,
  detect(head, complete) {
    const known = head.length >= MAGIC.length;
    if (!known) return complete ? 'no' : 'more';
    return MAGIC.every((byte, index) => head[index] === byte) ? 'yes' : 'no';
  },
  open: (file, recording) => new ElfReader(file, recording),
};
