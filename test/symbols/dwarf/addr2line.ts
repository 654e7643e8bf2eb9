import { gunzipSync } from 'node:zlib';
import type { DebugInfo } from '../../../src/model/debug-info.js';
import type { Diagnostic } from '../../../src/model/diagnostic.js';
import type { InlineFrame } from '../../../src/model/instruction.js';
import { Recording } from '../../../src/model/recording.js';
import type { Address } from '../../../src/model/units.js';
import type { Dwarf } from '../../../src/symbols/dwarf/dwarf.js';
import type { SourceLine } from '../../../src/symbols/dwarf/line-table.js';
import { elfFormat } from '../../../src/symbols/elf/elf.js';

/** What addr2line -f -i -a prints of one address: "function file:line", innermost first. */
export interface Answer {
  readonly address: Address;
  readonly lines: readonly string[];
}

/** Reads addr2line's output, GNU's or LLVM's. */
export function readAnswers(bytes: Uint8Array): Answer[] {
  const text = new TextDecoder().decode(bytes);
  return text
    .split(/^(?=0x)/m)
    .filter((block) => block !== '')
    .map((block) => {
      const [address, ...rest] = block.replace(/\n+$/, '').split('\n');
      const lines: string[] = [];
      for (let at = 0; at + 1 < rest.length; at += 2)
        lines.push(`${rest[at]} ${plainPlace(rest[at + 1] ?? '')}`);
      return { address: Number(BigInt.asIntN(64, BigInt(address ?? ''))), lines };
    });
}

/** An unknown line is "?" in GNU's output, 0 in LLVM's; a discriminator tells blocks of one line apart. */
export function plainPlace(place: string): string {
  return place.replace(/ \(discriminator \d+\)$/, '').replace(/:\?$/, ':0');
}

function placeText({ file, line }: SourceLine): string {
  return `${file ?? '??'}:${line ?? 0}`;
}

export function chainText(chain: readonly InlineFrame[]): string[] {
  return chain.map((frame) => `${frame.function} ${placeText(frame)}`);
}

/**
 * Where addr2line and the reader differ. Where debug information knows no function, addr2line takes a name from the
 * symbol table and, where there is no line either, the name of a source from it without its folder.
 */
export function differences(dwarf: Dwarf, answers: readonly Answer[]): { differ: string[]; chains: number } {
  const differ: string[] = [];
  let chains = 0;
  for (const { address, lines } of answers) {
    const chain = dwarf.inlineChain(address);
    const place = dwarf.sourceLine(address);
    if (chain !== null) chains += 1;
    const found = chain === null ? [placeText(place ?? { file: null, line: null })] : chainText(chain);
    const symbolOnly = lines.map((line) => line.replace(/^\S+ /, '').replace(/^[^/]*:0$/, '??:0'));
    const expected = chain === null ? symbolOnly : lines;
    const same =
      found.join('\n') === expected.join('\n') && (chain?.[0] === undefined || isPlaceOf(chain[0], place));
    if (!same)
      differ.push(`${address.toString(16)}: expected ${expected.join(' <- ')}, found ${found.join(' <- ')}`);
  }
  return { differ, chains };
}

function isPlaceOf(frame: InlineFrame, place: SourceLine | null): boolean {
  return frame.file === (place?.file ?? null) && frame.line === (place?.line ?? null);
}

/** The debug information of an ELF in memory, gunzipped where it is gzip. */
export function debugInfoOf(
  bytes: Uint8Array,
  file = 'program',
): { info: DebugInfo; diagnostics: Diagnostic[] } {
  const elf = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
  const recording = new Recording({ keepDebugInfo: true });
  const reader = elfFormat.open(file, recording);
  do {
    for (let at = 0; at < elf.length; at += 65536) reader.push(elf.subarray(at, at + 65536));
    reader.end();
  } while (reader.again?.() === true);
  const [info] = recording.debugInfo;
  if (info === undefined)
    throw new Error(`${file} has no debug information: ${recording.diagnostics[0]?.text}`);
  return { info, diagnostics: [] };
}
