import { createRequire } from 'node:module';
import type * as Iced from 'iced-x86';

let loaded: typeof Iced | null = null;

/**
 * The x86 disassembler (Rust, compiled to WebAssembly). Loaded when the first function is decoded, for that takes
 * some 70 ms; with require, because it is CommonJS and the callers are synchronous.
 */
export function iced(): typeof Iced {
  loaded ??= createRequire(import.meta.url)('iced-x86') as typeof Iced;
  return loaded;
}
