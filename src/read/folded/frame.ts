import { FrameFlag, type FrameSpec } from '../../model/profile.js';

/** Suffixes of `stackcollapse-perf.pl --all` and inferno: what the frame was in, which the name alone does not say. */
const ANNOTATIONS: Readonly<Record<string, number>> = {
  '_[k]': FrameFlag.kernel,
  '_[i]': FrameFlag.inlined,
  '_[j]': 0,
  '_[w]': 0,
};

/** A frame of the thread that woke the sampled one, in bcc's offwaketime. */
export const WAKER = '_[w]';
const ANNOTATION_LENGTH = WAKER.length;

const UNKNOWN: ReadonlySet<string> = new Set(['', '[unknown]']);
/** `[libc.so.6 <7f12a0>]`, printed with --addrs. */
const WITH_ADDRESS = /^(.*) <([0-9a-f]+)>$/;
const OFFSET = /^(.*[^+])\+0x([0-9a-f]+)$/;
/** Names that perf brackets itself, so that a stackcollapse which brackets the dso need not. */
const BRACKETED = ['kernel.', 'vdso', 'vsyscall', 'heap', 'stack', 'guest.'];

/** What refscope export adds inside the innermost function: `[label get]`, `[dentry get+put]`, `[lock]`. */
const JUDGEMENT = /^\[(?:[^\]]+ (?:get|put|get\+put)|other atomic|lock|unattributed)\]$/;

/** Whether `text`, an innermost frame, says what refscope judged the samples to be, and is no function. */
export function isJudgement(text: string): boolean {
  return text.startsWith('[') && JUDGEMENT.test(text);
}

/**
 * Reads one frame. Where no function is known, stackcollapse-perf.pl prints the dso in brackets:
 *
 *     `apparmor_file_open_[k]`   `operator new(unsigned long)+0x1c`   `[libc.so.6]`   `[[nf_tables]]`   `[unknown]`
 *
 * The dso of a named function is not in the text. A class's ";" in Java and C++ names separates frames like any
 * other: `Ljava/lang/String;::hashCode` becomes two frames, unless the stackcollapse has tidied it, as
 * stackcollapse-perf.pl does by default.
 */
export function parseFoldedFrame(text: string): FrameSpec {
  const flags = ANNOTATIONS[text.slice(-ANNOTATION_LENGTH)];
  const name = flags === undefined ? text : text.slice(0, -ANNOTATION_LENGTH);
  const frame = { address: null, symbol: null, dso: null, offset: -1, flags: flags ?? 0 };
  if (UNKNOWN.has(name)) return frame;
  const dso = bracketedDso(name);
  if (dso !== null) return { ...frame, dso };
  const [, symbol, offset] = OFFSET.exec(name) ?? [];
  if (symbol === undefined || offset === undefined) return { ...frame, symbol: name };
  return { ...frame, symbol, offset: Number.parseInt(offset, 16) };
}

/** The dso in `[libc.so.6]`; `null` for a function's name, also for a remark such as `[Missed User Stack]`. */
function bracketedDso(name: string): string | null {
  if (!name.startsWith('[') || !name.endsWith(']')) return null;
  const inner = name.slice(1, -1);
  const dso = WITH_ADDRESS.exec(inner)?.[1] ?? inner;
  if (dso === '' || dso === 'unknown' || dso.includes(' ')) return null;
  return BRACKETED.some((prefix) => dso.startsWith(prefix)) ? `[${dso}]` : dso;
}
