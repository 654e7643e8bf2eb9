import type {
  CodeSource,
  Flow,
  FunctionCode,
  InlineFrame,
  Instruction,
  RmwKind,
} from '../../../src/model/instruction.js';
import type { Address } from '../../../src/model/units.js';

/** Parses the AT&T text of `objdump -d --no-show-raw-insn` into code: a double for the decoders in symbols/. */
export function listedCode(symbol: string, listing: string, file = 'listing'): FunctionCode {
  const lines = listing.split('\n').flatMap((line) => {
    const match = /^\s*([0-9a-f]+):\t(.+?)\s*(?:#.*)?$/.exec(line);
    return match === null ? [] : [{ address: addressOf(match[1] as string), text: match[2] as string }];
  });
  const first = lines[0];
  if (first === undefined) throw new Error(`no instruction in the listing of ${symbol}`);
  const instructions = lines.map(({ address, text }, index) =>
    listedInstruction(address, (lines[index + 1]?.address ?? address + 1) - address, text),
  );
  return {
    symbol,
    address: first.address,
    size: instructions.reduce((sum, { length }) => sum + length, 0),
    architecture: 'x86_64',
    instructions,
    source: 'objdump',
    file,
  };
}

/** A source of the functions given, with inline chains by "symbol+0xoffset" (innermost first) where known. */
export function listedSource(
  functions: readonly FunctionCode[],
  chains: ReadonlyMap<string, readonly string[]> | null = null,
  dso = '[kernel.kallsyms]',
): CodeSource {
  const bySymbol = new Map(functions.map((code) => [code.symbol, code]));
  return {
    dso,
    functionCode: (symbol) => bySymbol.get(symbol) ?? null,
    inlineChain: (symbol, address): readonly InlineFrame[] | null => {
      const code = bySymbol.get(symbol);
      if (code === undefined || chains === null) return null;
      const chain = chains.get(`${symbol}+0x${(address - code.address).toString(16)}`) ?? [symbol];
      return chain.map((name) => ({ function: name, file: null, line: null }));
    },
  };
}

export function addressOf(hex: string): Address {
  return Number(BigInt.asIntN(64, BigInt(`0x${hex}`)));
}

const KINDS: readonly (readonly [RegExp, RmwKind])[] = [
  [/^xadd/, 'xadd'],
  [/^inc/, 'inc'],
  [/^dec/, 'dec'],
  [/^add/, 'add'],
  [/^sub/, 'sub'],
  [/^cmpxchg/, 'cmpxchg'],
  [/^xchg/, 'xchg'],
  [/^bt[src]/, 'bit'],
  [/^(and|or|xor)/, 'logic'],
];

const FLOWS: readonly (readonly [RegExp, Flow])[] = [
  [/^(call|callq)\b/, 'call'],
  [/^(jmp|jmpq)\b/, 'jump'],
  [/^j\w+\b/, 'branch'],
  [/^(ret|retq|iret\w*)\b/, 'return'],
  [/^(ud2|int3|hlt)\b/, 'stop'],
];

function listedInstruction(address: Address, length: number, text: string): Instruction {
  const [, lock, name = '', rest = ''] = /^(lock )?(?:rex\S* )?(\S+)\s*(.*)$/.exec(text) ?? [];
  const memory =
    name === 'lea' || name.startsWith('nop')
      ? null
      : /(?:%(\w\w):)?(-?(?:0x)?[0-9a-f]+)?\((?:%(\w+))?(?:,%(\w+),\d)?\)/.exec(rest);
  const operands = rest.split(',').map((operand) => operand.trim());
  const isRmw = memory !== null && (lock !== undefined || name === 'xchg');
  const flow = FLOWS.find(([pattern]) => pattern.test(name))?.[1] ?? 'next';
  const target = flow === 'next' ? null : (/^([0-9a-f]+)\b/.exec(rest)?.[1] ?? null);
  const last = operands.at(-1) ?? '';
  const written = /^%\w+$/.test(last) && !/^(cmp|test)/.test(name) ? [fullName(last.slice(1))] : [];
  const immediate = /^\$(-?0x[0-9a-f]+)/.exec(rest)?.[1];
  return {
    address,
    length,
    text,
    rmw: isRmw ? (KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'logic') : null,
    memory:
      memory === null
        ? null
        : {
            base: memory[3] ?? null,
            index: memory[4] ?? null,
            displacement: signed(memory[2] ?? '0'),
            segment: memory[1] === 'gs' ? 'gs' : null,
          },
    flow,
    target: target === null ? null : addressOf(target),
    constant: constantOf(name, operands, immediate),
    writes: isRmw && name.startsWith('xadd') ? [fullName(operands[0]?.slice(1) ?? '')] : written,
    operand: !isRmw
      ? null
      : immediate !== undefined
        ? { immediate: signed(immediate) }
        : operands[0]?.startsWith('%') && !operands[0].includes('(')
          ? { register: fullName(operands[0].slice(1)) }
          : null,
  };
}

function constantOf(name: string, operands: readonly string[], immediate: string | undefined) {
  const target = operands.at(-1) ?? '';
  if (!/^%\w+$/.test(target)) return null;
  if (/^mov/.test(name) && immediate !== undefined)
    return { register: fullName(target.slice(1)), value: signed(immediate) };
  return name === 'xor' && operands[0] === target ? { register: fullName(target.slice(1)), value: 0 } : null;
}

function signed(text: string): number {
  const value = text.startsWith('-') ? -Number(text.slice(1)) : Number(text);
  return value >= 0x8000_0000 && value <= 0xffff_ffff ? value - 2 ** 32 : value;
}

function fullName(register: string): string {
  const numbered = /^(r\d+)[dwb]?$/.exec(register);
  if (numbered !== null) return numbered[1] as string;
  const letters = /^[re]?([a-d])[xlh]$|^[re]?(si|di|bp|sp)l?$/.exec(register);
  if (letters?.[1] !== undefined) return `r${letters[1]}x`;
  return letters?.[2] === undefined ? register : `r${letters[2]}`;
}
