import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as library from 'gecko-profiler-demangle/index_bg.js';

/**
 * Pages of 64 KiB that the demangler may fill: a name of 300 characters can stand for gigabytes, and the library
 * stops by pieces, not by bytes. None of 182,000 names of libstdc++, LLVM and rustc needs more.
 */
const MAX_PAGES = 256;

const HEADER_BYTES = 8;
const MEMORY_SECTION = 5;
/** One memory of 17 pages and no maximum, as the library has it: count, flags, pages. */
const UNBOUNDED = [1, 0, 17];
/** The same with a maximum, in LEB128. */
const BOUNDED = [1, 1, 17, (MAX_PAGES & 0x7f) | 0x80, MAX_PAGES >> 7];

/** Compiled when the first mangled name is met: half a megabyte of WebAssembly. */
let compiled: WebAssembly.Module | null = null;
let memory: WebAssembly.Memory | null = null;

/**
 * A C++ or Rust name with its parameters; what is no mangled name comes back without its first "_"; `null` when the
 * name expands to more than fits in the memory there is.
 */
export function demangled(mangled: string): string | null {
  try {
    memory ??= instantiated();
    return library.demangle_any(mangled);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
    // What ran out of memory or stack is in no known state. The library keeps a view of its memory until that is detached.
    memory?.grow(0);
    memory = null;
    return null;
  }
}

function instantiated(): WebAssembly.Memory {
  const file = createRequire(import.meta.url).resolve('gecko-profiler-demangle/index_bg.wasm');
  compiled ??= new WebAssembly.Module(withBoundedMemory(readFileSync(file)));
  const { exports } = new WebAssembly.Instance(compiled, { './index_bg.js': library });
  library.__wbg_set_wasm(exports);
  (exports.__wbindgen_start as () => void)();
  return exports.memory as WebAssembly.Memory;
}

/**
 * The module with a maximum in its memory section, which is where WebAssembly keeps it: nothing outside can set one.
 * Source: WebAssembly Core Specification 5.5.2 (sections) and 5.3.7 (limits).
 */
function withBoundedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  let at = HEADER_BYTES;
  while (at < module.length) {
    const { value: size, end: body } = unsigned(module, at + 1);
    const content = module.subarray(body, body + size);
    if (module[at] === MEMORY_SECTION && content.every((byte, index) => byte === UNBOUNDED[index])) {
      const section = [MEMORY_SECTION, BOUNDED.length, ...BOUNDED];
      return Buffer.concat([module.subarray(0, at), Uint8Array.from(section), module.subarray(body + size)]);
    }
    at = body + size;
  }
  throw new Error('expected a demangler whose memory has no maximum, found another');
}

/** An unsigned LEB128 number. */
function unsigned(bytes: Uint8Array, from: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let end = from; ; end++) {
    const byte = bytes[end] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (end - from));
    if (byte < 0x80) return { value, end: end + 1 };
  }
}
