import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.js';
import { Dwarf } from '../../../src/symbols/dwarf/dwarf.js';
import { type Answer, chainText, debugInfoOf, differences, plainPlace, readAnswers } from './addr2line.js';

const KERNEL = fileURLToPath(new URL('../../../../shared/traces/kernel/', import.meta.url));
const ADDR2LINE = '/usr/bin/addr2line';
const isHere = existsSync(`${KERNEL}vmlinux.gz`);
if (!isHere)
  console.info(`no ${KERNEL}vmlinux.gz: only the unit in fixtures/dwarf/ is compared with addr2line`);

function text(name: string): string {
  return gunzipSync(readFileSync(`${KERNEL}${name}.gz`)).toString();
}

/** The chains of locked-insns.apparmor.txt: "symbol+offset address instruction", then "    function file:line" lines. */
function readListing(listing: string): Answer[] {
  return listing
    .split(/^(?=\S)/m)
    .filter((block) => block !== '')
    .map((block) => {
      const [head, ...rest] = block.trimEnd().split('\n');
      const address = Number(BigInt.asIntN(64, BigInt(`0x${head?.split(' ')[1]}`)));
      return { address, lines: rest.map((line) => plainPlace(line.trim())) };
    });
}

describe.skipIf(!isHere)('the kernel of the recordings', () => {
  let vmlinux = new Uint8Array(0);
  let dwarf: Dwarf;
  const diagnostics: Diagnostic[] = [];

  beforeAll(() => {
    vmlinux = gunzipSync(readFileSync(`${KERNEL}vmlinux.gz`));
    dwarf = new Dwarf(debugInfoOf(vmlinux, 'vmlinux').info, diagnostics);
  });

  it('gives every chain of locked-insns.apparmor.txt', () => {
    const listed = readListing(text('locked-insns.apparmor.txt'));
    expect(listed).toHaveLength(336);
    const found = listed.map(({ address }) => chainText(dwarf.inlineChain(address) ?? []));
    expect(found).toEqual(listed.map(({ lines }) => lines));
    expect(diagnostics).toEqual([]);
  });

  it.skipIf(!existsSync(ADDR2LINE))(
    'says of all 6,778 locked instructions what addr2line says',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'refscope-dwarf-'));
      try {
        writeFileSync(join(folder, 'vmlinux'), vmlinux);
        const addresses = text('locked-insns.all.txt').replace(/^\S+ (\S+) .*$/gm, '0x$1');
        const options = ['-f', '-i', '-a', '-e', join(folder, 'vmlinux')];
        const printed = execFileSync(ADDR2LINE, options, { input: addresses, maxBuffer: 2 ** 26 });
        const answers = readAnswers(printed);
        expect(answers).toHaveLength(6778);
        // Two are in code without debug information of functions: assembly and a string of asm().
        expect(differences(dwarf, answers)).toEqual({ differ: [], chains: 6776 });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    120_000,
  );
});
