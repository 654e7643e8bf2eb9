import { demangled } from './demangler.js';

/** What all names of a run may take: a hundred thousand real ones take two to four seconds. */
const BUDGET_MS = 10_000;
/** What longer names stand for was made to fill memory. */
const MAX_LENGTH = 1 << 16;
/** Longer C++ names perf prints as the linker has them: libiberty's DEMANGLE_RECURSION_LIMIT, two a character. */
const MAX_MANGLED = 1024;

/** "_ZN4load5twiceEi" (Itanium C++ ABI), "_RNvCs1_2rs4main" (Rust's v0). */
const MANGLED = /^_[ZR]/;
/** The hash at the end of a Rust name in the older scheme, which looks like C++. */
const RUST_HASH = /17h[0-9a-f]{16}E/;
/** What a compiler appended to a copy of the function stands behind the parameters, as do const and &. */
const BEHIND_PARAMETERS = /( const| volatile| restrict| &&?)*( \[clone [^\]]*\])*$/;
const TYPED_NUMBER = /\((unsigned int|unsigned long long|unsigned long|long long|long)\)(-?\d+)/g;
/** What an empty list of template arguments leaves behind the ones before it. */
const EMPTY_PACK = /, (?=>)/g;
const THUNK = /^\{virtual override thunk\(\{offset\(-?\d+\)\}, (.*)\)\}( \[clone .*\])?$/;
const SUFFIXES: Readonly<Record<string, string>> = {
  'unsigned int': 'u',
  'unsigned long long': 'ull',
  'unsigned long': 'ul',
  'long long': 'll',
  long: 'l',
};

/** Names of C++ and Rust functions of programs in the form in which perf prints them. */
export class PrintedNames {
  readonly #demangle: (mangled: string) => string | null;
  readonly #clock: () => number;
  readonly #known = new Map<string, string>();
  #spentMs = 0;

  /** `demangle` is as demangled() in demangler.ts. */
  constructor(
    demangle: (mangled: string) => string | null = demangled,
    clock: () => number = () => performance.now(),
  ) {
    this.#demangle = demangle;
    this.#clock = clock;
  }

  /** Names were left as the linker has them, since names that expand without end had used up the time. */
  get gaveUp(): boolean {
    return this.#spentMs > BUDGET_MS;
  }

  /**
   * A function's name as perf report prints it, which is as `c++filt -p -i` does: without parameters and what
   * follows them. Equal are all of 551 Rust names and 99 of 100 C++ ones (148,000 of libstdc++, LLVM, V8 and others);
   * the rest, most of them with functions among the template arguments, are in another notation. A name that is not mangled comes back as it is.
   */
  of(symbol: string): string {
    if (!MANGLED.test(symbol) || (symbol.startsWith('_Z') && symbol.length > MAX_MANGLED)) return symbol;
    const known = this.#known.get(symbol);
    if (known !== undefined || this.gaveUp) return known ?? symbol;
    const start = this.#clock();
    const name = printedName(symbol, this.#demangle(symbol));
    this.#spentMs += this.#clock() - start;
    this.#known.set(symbol, name);
    return name;
  }
}

function printedName(symbol: string, demangled: string | null): string {
  if (demangled === null || demangled === symbol.slice(1) || demangled.length > MAX_LENGTH) return symbol;
  if (symbol.startsWith('_R') || RUST_HASH.test(symbol)) return demangled;
  const name = demangled.replace(TYPED_NUMBER, withSuffix).replace(EMPTY_PACK, '');
  const thunk = THUNK.exec(name);
  return thunk === null ? withoutParameters(name) : `non-virtual thunk to ${thunk[1]}`;
}

/** "(unsigned long)8" is "8ul" in the notation of c++filt. */
function withSuffix(_: string, type: string, digits: string): string {
  return digits + (SUFFIXES[type] ?? '');
}

/** `load::Box<double, 7>::total(double const&) const` is `load::Box<double, 7>::total`; `(anonymous namespace)` stays. */
function withoutParameters(name: string): string {
  const end = BEHIND_PARAMETERS.exec(name)?.index ?? name.length;
  if (name[end - 1] !== ')') return name;
  let depth = 0;
  for (let at = end - 1; at >= 0; at--) {
    if (name[at] === ')') depth++;
    else if (name[at] === '(' && --depth === 0) {
      const head = name.slice(0, at);
      return head === '' || head.endsWith('::') ? name : head;
    }
  }
  return name;
}
