import type * as Iced from 'iced-x86';
import { iced } from './iced.js';
import { type SymbolAt, signed, targetText } from './places.js';

const CS_PREFIX = 0x2e;
const OPERAND_SIZE_PREFIX = 0x66;
/** Always 64 bits wide in 64-bit mode: objdump prints them without a suffix. */
const WIDE = /^(call|jmp|push|pop)q/;

/** Prints instructions as GNU objdump 2.40 does (AT&T syntax): `lock xadd %eax,0x330(%rsi)`. */
export class AttFormatter {
  readonly #formatter: Iced.Formatter;
  readonly #symbolAt: SymbolAt;

  constructor(symbolAt: SymbolAt) {
    const { Formatter, FormatterSyntax } = iced();
    this.#symbolAt = symbolAt;
    const formatter = new Formatter(FormatterSyntax.Gas);
    formatter.uppercaseHex = false;
    formatter.hexPrefix = '0x';
    formatter.smallHexNumbersInDecimal = false;
    formatter.signedImmediateOperands = false;
    formatter.ripRelativeAddresses = true;
    formatter.branchLeadingZeros = false;
    formatter.firstOperandCharIndex = 7;
    this.#formatter = formatter;
  }

  /** `bytes` are the instruction's own. */
  format(decoded: Iced.Instruction, bytes: Uint8Array): string {
    if (decoded.isInvalid) return '(bad)';
    const { Mnemonic, OpKind, Register } = iced();
    this.#formatter.showZeroDisplacements = decoded.memoryDisplSize > 0;
    this.#formatter.alwaysShowSegmentRegister =
      isStringPlace(decoded.op0Kind) || isStringPlace(decoded.op1Kind);
    this.#formatter.alwaysShowScale = decoded.memoryIndex !== Register.None;
    const text = this.#formatter.format(decoded).replace(WIDE, '$1 ').trimEnd();
    if (decoded.op0Kind === OpKind.NearBranch64 && decoded.opCount > 0) return this.#branch(decoded, text);
    if (decoded.isIpRelMemoryOperand) {
      return `${text}        # ${this.#place(decoded.ipRelMemoryAddress)}`;
    }
    const prefixes = decoded.mnemonic === Mnemonic.Nop ? paddingPrefixes(bytes) : '';
    return prefixes === '' ? text : prefixes + text.replace(/ +/, ' ');
  }

  free(): void {
    this.#formatter.free();
  }

  #branch(decoded: Iced.Instruction, text: string): string {
    return text.replace(/0x[0-9a-f]+$/, this.#place(decoded.nearBranchTarget));
  }

  #place(pattern: bigint): string {
    const address = signed(pattern);
    return targetText(address, this.#symbolAt(address));
  }
}

/** `%ds:(%rsi)` and `%es:(%rdi)` of movs, stos and kin, whose segments objdump prints. */
function isStringPlace(kind: Iced.OpKind): boolean {
  const { OpKind } = iced();
  return kind >= OpKind.MemorySegSI && kind <= OpKind.MemoryESRDI;
}

/** objdump names the prefixes that only make a nop longer: `data16 cs nopw 0x0(%rax,%rax,1)`. */
function paddingPrefixes(bytes: Uint8Array): string {
  const end = bytes.findIndex((byte) => byte !== OPERAND_SIZE_PREFIX && byte !== CS_PREFIX);
  const prefixes = bytes.subarray(0, Math.max(0, end));
  const sizes = prefixes.filter((byte) => byte === OPERAND_SIZE_PREFIX).length;
  return (
    'data16 '.repeat(Math.max(0, sizes - 1)) +
    'cs '.repeat(prefixes.filter((byte) => byte === CS_PREFIX).length)
  );
}
