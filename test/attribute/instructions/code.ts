import { LABEL_CATALOGUE } from '../../../src/attribute/catalogue/counter-catalogue.js';
import { catalogueLookup } from '../../../src/attribute/instructions/catalogue-lookup.js';
import type { CatalogueLookup } from '../../../src/attribute/instructions/instruction-judge.js';
import { codeSources } from '../../../src/intake/code-sources.js';
import { readInputs } from '../../../src/intake/inputs.js';
import type { CodeSource, FunctionCode, InlineFrame } from '../../../src/model/instruction.js';
import { parseKernelRelease } from '../../../src/model/kernel-release.js';
import { fixture } from '../../conformance.js';
import { fixturePath } from '../../recordings/recordings.js';

const lookup = catalogueLookup(LABEL_CATALOGUE, parseKernelRelease('6.1.192-labp'));
export const LOOKUP: CatalogueLookup = (name) => lookup(name, '[kernel.kallsyms]');

/** The code of a listing in fixtures/, as an analysis would get it. */
export async function codeOf(path: string): Promise<CodeSource> {
  const { groups } = await readInputs([fixturePath(path)], null);
  const [source] = codeSources(groups).sources;
  if (source === undefined) throw new Error(`no code in ${path}`);
  return source;
}

/** Locked instructions of the recorded kernel's AppArmor by "symbol+0xoffset", with their inlined functions. */
export const CHAINS: ReadonlyMap<string, readonly string[]> = readChains();

function readChains(): Map<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>();
  let chain: string[] = [];
  const text = Buffer.from(fixture('instructions/locked-insns.apparmor.txt.gz')).toString();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [first = ''] = line.trim().split(' ');
    if (line.startsWith(' ')) chain.push(first);
    else {
      chain = [];
      chains.set(first, chain);
    }
  }
  return chains;
}

/** `source` with the inline chains of the fixture, as DWARF would give them. */
export function withChains(source: CodeSource): CodeSource {
  return {
    dso: source.dso,
    functionCode: (symbol) => source.functionCode(symbol),
    clones: (name) => source.clones(name),
    inlineChain: (symbol, address): readonly InlineFrame[] | null => {
      const code = source.functionCode(symbol) as FunctionCode;
      const chain = CHAINS.get(placeName(symbol, address - code.address));
      return (chain ?? [symbol]).map((name) => ({ function: name, file: null, line: null }));
    },
  };
}

export function placeName(symbol: string, offset: number): string {
  return `${symbol}+0x${offset.toString(16)}`;
}
