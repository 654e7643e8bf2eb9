/**
 * The parts of gecko-profiler-demangle that its entry point joins: that one imports the .wasm as a module, which
 * bundlers can and Node 20 cannot.
 */
declare module 'gecko-profiler-demangle/index_bg.js' {
  /** Takes the exports of the instance that `demangle_any` is to use. */
  export function __wbg_set_wasm(exports: unknown): void;
  /** Called by the .wasm when it starts. */
  export function __wbindgen_init_externref_table(): void;
  export function demangle_any(name: string): string;
}

/** As in the DOM's typings, which are not ours: Node's name the namespace only. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    grow(pages: number): number;
  }
  class RuntimeError extends Error {}
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, unknown>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}
