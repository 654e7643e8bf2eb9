/** Mnemonics whose first operand is a general-purpose register that they write, whatever the others are. */
const WRITE_FIRST = new Set(
  (
    'add adds sub subs adc adcs sbc sbcs ngc ngcs neg negs and ands orr orn eor eon bic bics mov mvn movk movz movn ' +
    'adr adrp lsl lsr asr ror ubfx sbfx ubfiz sbfiz bfi bfxil bfc ubfm sbfm bfm extr uxtb uxth sxtb sxth sxtw ' +
    'csel csinc csinv csneg cset csetm cinc cinv cneg madd msub mul mneg smull umull smulh umulh smaddl umaddl smsubl ' +
    'umsubl smnegl umnegl udiv sdiv clz cls rbit rev rev16 rev32 rev64 mrs crc32b crc32h crc32w crc32x crc32cb crc32ch ' +
    'crc32cw crc32cx pacia pacib pacda pacdb autia autib autda autdb paciza pacizb pacdza pacdzb autiza autizb autdza ' +
    'autdzb pacga xpaci xpacd'
  ).split(' '),
);
/** Flags, barriers, system registers and hints. */
const WRITE_NONE = new Set(
  'cmp cmn tst ccmp ccmn msr nop yield wfe wfi sev sevl dmb dsb isb sb clrex bti'.split(' '),
);
/** Hints that sign or check the return address, or x17 by x16. */
const SIGNING = /^(?:pac|aut)i[ab](?:sp|z|1716)$|^xpaclri$/;
const LOAD_ONE = /^ld(?:r|ur|tr|ar|lar|apr|apur)(?:s?[bhw])?$/;
const LOAD_PAIR = /^ld(?:p|np|psw)$/;
const STORE = /^(?:st(?:r|ur|tr|lr|llr|lur)[bh]?|st(?:p|np)|prfu?m)$/;
const REGISTER = /^(?:[wx](?:\d+|zr)|w?sp)$/;

/**
 * General-purpose registers that an instruction writes which is no atomic and no branch, by its text; `null` when not
 * known. `registers` are the operands before the first bracket.
 */
export function arm64TextWrites(
  mnemonic: string,
  registers: readonly string[],
  operands: string,
): string[] | null {
  if (WRITE_NONE.has(mnemonic)) return [];
  if (SIGNING.test(mnemonic)) return ['x17', 'x30'];
  const count = LOAD_PAIR.test(mnemonic)
    ? 2
    : LOAD_ONE.test(mnemonic) || WRITE_FIRST.has(mnemonic)
      ? 1
      : null;
  if (count === null && !STORE.test(mnemonic)) return null;
  // What is loaded into a vector, or stored, is in no general-purpose register.
  const written = registers.slice(0, count ?? 0).filter((name) => REGISTER.test(name));
  return [...new Set([...written, ...changedBase(operands)].flatMap(fullWidth))].sort();
}

/** `[x0], #16` and `[x0, #16]!` change x0. */
function changedBase(operands: string): string[] {
  const name = /\[(\w+)(?:[^\]]*\]!|\], #)/.exec(operands)?.[1];
  return name === undefined ? [] : [name];
}

/** "x1" of "w1"; nothing of the zero register. */
function fullWidth(name: string): string[] {
  return name.endsWith('zr') ? [] : [name.replace(/^w/, name === 'wsp' ? '' : 'x')];
}
