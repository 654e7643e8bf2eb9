import { decompress } from '../../src/io/codecs/decompress.js';
import type { CodeImage } from '../../src/model/code-image.js';
import type { CodeSource, Instruction } from '../../src/model/instruction.js';
import type { Address } from '../../src/model/units.js';
import { elfFormat } from '../../src/symbols/elf/elf.js';
import { readBytes } from '../conformance.js';

/** Code of a kernel ELF, compressed or not. */
export async function kernelImage(bytes: Uint8Array, file: string): Promise<CodeImage> {
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of decompress(file, whole())) chunks.push(chunk);
  const [image] = readBytes(elfFormat, Buffer.concat(chunks), 1 << 20, file).code;
  if (image === undefined) throw new Error(`no code in ${file}`);
  return image;
}

/** Where an address of the texts stands as a signed number. */
export function addressOf(hex: string): Address {
  return Number(BigInt.asIntN(64, BigInt(`0x${hex}`)));
}

/** Every instruction of every function and label, by address. */
export function allInstructions(image: CodeImage, source: CodeSource): ReadonlyMap<Address, Instruction> {
  const found = new Map<Address, Instruction>();
  const seen = new Set<string>();
  const { names, starts, sizes } = image.symbols;
  names.forEach((name, index) => {
    const start = starts[index] as number;
    const extent = `${start} ${sizes[index]}`;
    if (seen.has(extent)) return;
    seen.add(extent);
    for (const instruction of source.functionCode(name, start)?.instructions ?? []) {
      found.set(instruction.address, instruction);
    }
  });
  return found;
}

/** Whether an address lies in a symbol that has a size. */
export function sizedCode({ symbols, sections }: CodeImage): (address: Address) => boolean {
  const base = Math.min(...sections.map(({ address }) => address));
  const end = Math.max(...sections.map(({ address, bytes }) => address + bytes.length));
  const covered = new Uint8Array(end - base);
  symbols.starts.forEach((start, index) => {
    if (start >= base && start < end) {
      covered.fill(1, start - base, start - base + (symbols.sizes[index] as number));
    }
  });
  return (address) => covered[address - base] === 1;
}
