/** What compilers append to the name of a clone or a split-off part, in any number and order. */
const CLONE_SUFFIXES = /(\.(isra|part|constprop)\.\d+|\.cold(\.\d+)?|\.llvm\.[0-9a-f]+)+$/;

/** The function a symbol is a clone or a part of: `aa_get_buffer.cold` and `aa_free_ns.part.0` lose their ends. */
export function baseFunction(symbol: string): string {
  return symbol.replace(CLONE_SUFFIXES, '');
}
