import type * as Iced from 'iced-x86';
import type { Flow, Instruction, MemoryOperand } from '../../model/instruction.js';
import type { Address } from '../../model/units.js';
import { iced } from './iced.js';
import { type SymbolAt, signed } from './places.js';
import { fullRegister } from './x86-registers.js';
import { x86Rmw } from './x86-rmw.js';
import { AttFormatter } from './x86-text.js';

/** What an instruction says wherever it stands. */
type Placeless = Omit<Instruction, 'address' | 'length'>;

/** Half of a kernel's instructions are among a few thousand encodings: each is read once. */
const known = new Map<string, Placeless>();
const MOST_KNOWN = 1 << 15;

/**
 * Decodes `bytes`, which stand at `address`, one instruction after the other. What is no instruction becomes "(bad)"
 * with flow `stop`, and decoding goes on behind it, as objdump does.
 */
export function decodeX86(bytes: Uint8Array, address: Address, symbolAt: SymbolAt): Instruction[] {
  const { Decoder, DecoderOptions, Instruction: Decoded, InstructionInfoFactory } = iced();
  const decoder = new Decoder(64, bytes, DecoderOptions.None);
  const decoded = new Decoded();
  const information = new InstructionInfoFactory();
  const formatter = new AttFormatter(symbolAt);
  const instructions: Instruction[] = [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    decoder.ip = BigInt.asUintN(64, BigInt(address));
    for (let from = 0, length = 0; from < bytes.length; from += length) {
      decoder.decodeOut(decoded);
      length = Math.max(1, decoded.length);
      const key = text.toString('latin1', from, from + length);
      let said = known.get(key);
      if (said === undefined) {
        const writes = decoded.isInvalid ? null : writtenRegisters(information, decoded);
        const own = bytes.subarray(from, from + length);
        said = { text: formatter.format(decoded, own), ...meaning(decoded), writes };
        if (isPlaceless(decoded)) remember(key, said);
      }
      instructions.push({ address: address + from, length, ...said });
    }
  } finally {
    for (const owned of [decoder, decoded, information, formatter]) owned.free();
  }
  return instructions;
}

/** Neither relative to its own address nor cut off at the end of the bytes. */
function isPlaceless(decoded: Iced.Instruction): boolean {
  const { OpKind } = iced();
  const isNear = decoded.opCount > 0 && decoded.op0Kind === OpKind.NearBranch64;
  return !decoded.isInvalid && !isNear && !decoded.isIpRelMemoryOperand;
}

function remember(key: string, said: Placeless): void {
  if (known.size === MOST_KNOWN) known.clear();
  known.set(key, said);
}

function meaning(
  decoded: Iced.Instruction,
): Pick<Instruction, 'rmw' | 'memory' | 'flow' | 'target' | 'constant' | 'operand'> {
  const { Mnemonic, OpKind } = iced();
  const mnemonic = (Mnemonic[decoded.mnemonic] as string).toLowerCase();
  const memory = memoryOperand(decoded, mnemonic);
  const rmw = x86Rmw(mnemonic, decoded.hasLockPrefix, memory !== null);
  const flow = flowOf(decoded, mnemonic);
  const direct = flow === 'branch' || flow === 'jump' || flow === 'call';
  return {
    rmw,
    memory,
    flow,
    target: direct && decoded.op0Kind === OpKind.NearBranch64 ? signed(decoded.nearBranchTarget) : null,
    constant: constantOf(decoded, mnemonic),
    operand: rmw === null ? null : rmwOperand(decoded, rmw === 'bit'),
  };
}

function memoryOperand(decoded: Iced.Instruction, mnemonic: string): MemoryOperand | null {
  const { OpKind, Register } = iced();
  if (mnemonic === 'lea' || mnemonic === 'nop') return null;
  const operands = Array.from({ length: decoded.opCount }, (_, index) => decoded.opKind(index));
  if (!operands.includes(OpKind.Memory)) return null;
  const segment = decoded.memorySegment;
  return {
    base: decoded.isIpRelMemoryOperand ? 'rip' : registerName(decoded.memoryBase),
    index: registerName(decoded.memoryIndex),
    displacement: signed(
      decoded.isIpRelMemoryOperand ? decoded.ipRelMemoryAddress : decoded.memoryDisplacement,
    ),
    segment: segment === Register.GS ? 'gs' : segment === Register.FS ? 'fs' : null,
  };
}

const STOPS = new Set(['int3', 'hlt', 'ud0', 'ud1', 'ud2', 'invalid']);

function flowOf(decoded: Iced.Instruction, mnemonic: string): Flow {
  const { FlowControl } = iced();
  if (STOPS.has(mnemonic)) return 'stop';
  switch (decoded.flowControl) {
    case FlowControl.UnconditionalBranch:
    case FlowControl.IndirectBranch:
      return 'jump';
    case FlowControl.ConditionalBranch:
      return 'branch';
    case FlowControl.Return:
      return 'return';
    case FlowControl.Call:
    case FlowControl.IndirectCall:
      // iced counts syscall and vmcall among the calls; they go on with the next instruction as any other.
      return mnemonic === 'call' ? 'call' : 'next';
    default:
      return 'next';
  }
}

/** Those that give zero whatever was in the register. */
const CLEARING = new Set(['xor', 'sub']);

function constantOf(decoded: Iced.Instruction, mnemonic: string): Instruction['constant'] {
  const { OpKind, RegisterExt } = iced();
  if (decoded.opCount !== 2 || decoded.op0Kind !== OpKind.Register) return null;
  const target = decoded.op0Register;
  const wide = RegisterExt.isGPR32(target) || RegisterExt.isGPR64(target);
  const register = wide ? registerName(target) : null;
  if (register === null) return null;
  if (decoded.op1Kind === OpKind.Register) {
    const clears = CLEARING.has(mnemonic) && decoded.op1Register === target;
    return clears ? { register, value: 0 } : null;
  }
  if (mnemonic !== 'mov' && mnemonic !== 'or') return null;
  const value = immediate(decoded, 1);
  // Beyond 2^53 a double would name another constant.
  if (value === null || !Number.isSafeInteger(value)) return null;
  return mnemonic === 'mov' || value === -1 ? { register, value } : null;
}

function rmwOperand(decoded: Iced.Instruction, isBit: boolean): Instruction['operand'] {
  const { OpKind } = iced();
  // `xchg %eax,(%rdi)` may have its register first.
  for (let index = 0; index < decoded.opCount; index++) {
    const register =
      decoded.opKind(index) === OpKind.Register ? registerName(decoded.opRegister(index)) : null;
    if (register !== null) return { register };
  }
  const value = decoded.opCount > 1 ? immediate(decoded, decoded.opCount - 1) : null;
  return value === null ? null : { immediate: isBit ? value & 0xff : value };
}

/** An immediate at the width it is stored or extended to, signed; `null` when the operand is none. */
function immediate(decoded: Iced.Instruction, index: number): number | null {
  const { OpKind } = iced();
  const kind = decoded.opKind(index);
  const widths: readonly (readonly [Iced.OpKind, number])[] = [
    [OpKind.Immediate8, 8],
    [OpKind.Immediate16, 16],
    [OpKind.Immediate32, 32],
    [OpKind.Immediate64, 64],
    [OpKind.Immediate8to16, 16],
    [OpKind.Immediate8to32, 32],
    [OpKind.Immediate8to64, 64],
    [OpKind.Immediate32to64, 64],
  ];
  const width = widths.find(([each]) => each === kind)?.[1];
  return width === undefined ? null : Number(BigInt.asIntN(width, decoded.immediate(index)));
}

function writtenRegisters(
  information: Iced.InstructionInfoFactory,
  decoded: Iced.Instruction,
): readonly string[] {
  const info = information.info(decoded);
  const written = new Set<string>();
  for (const used of info.usedRegisters() as Iced.UsedRegister[]) {
    const name = isWrite(used.access) ? registerName(used.register) : null;
    if (name !== null) written.add(name);
    used.free();
  }
  info.free();
  return [...written].sort();
}

function isWrite(access: Iced.OpAccess): boolean {
  const { OpAccess } = iced();
  return (
    access === OpAccess.Write ||
    access === OpAccess.CondWrite ||
    access === OpAccess.ReadWrite ||
    access === OpAccess.ReadCondWrite
  );
}

/** Full-width name of a general-purpose register, else `null`. */
function registerName(register: Iced.Register): string | null {
  const { Register } = iced();
  return fullRegister((Register[register] as string).toLowerCase());
}
