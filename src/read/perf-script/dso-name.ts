/** The name under which the kernel's own text is stored, whatever file its symbols came from. */
export const KERNEL_DSO = '[kernel.kallsyms]';

/** Bracketed names that are not kernel modules (tools/perf/util/dso.c, __kmod_path__parse; util/map.c). */
const NOT_MODULES = [
  '[vdso',
  '[vsyscall',
  '[stack',
  '[heap',
  '[anon',
  '[uprobes',
  '[unknown',
  '[JIT]',
  '[guest.',
];

/**
 * Names of the kernel's text. perf 6.1 keeps "[kernel.kallsyms]" with `-k vmlinux` too (map__fprintf_dsoname
 * prints dso->name), but gives every ELF section but .text a dso of its own, "[kernel.kallsyms].init.text"
 * (util/symbol-elf.c); with --show-kernel-path, and in perf before 4.x, the path of vmlinux or kcore appears.
 * All are stored as KERNEL_DSO so that readings of one recording compare.
 */
const KERNEL_PREFIXES = ['[kernel.kallsyms]', '[kernel.vmlinux', '[kernel]', '[kernel.kcore]'];
const KERNEL_FILES = ['vmlinux', 'kcore', 'kallsyms'];
const KERNEL_FILE_PREFIXES = ['vmlinux-', 'vmlinux.'];

const MODULE_SUFFIXES = ['.ko', '.ko.gz', '.ko.xz', '.ko.zst', '.ko.bz2'];
const JIT_PREFIX = '/tmp/perf-';
const JIT_SUFFIX = '.map';

/**
 * perf's short name of a dso, as the dso column of `perf report` shows it: the base name of a path
 * (util/dsos.c, dso__set_basename), "[name]" of a kernel module's file (util/dso.c, dso__set_module_info),
 * "[JIT] tid N" of a JIT map; `null` for "[unknown]".
 */
export function shortDsoName(printed: string): string | null {
  if (printed === '[unknown]' || printed === '') return null;
  if (KERNEL_PREFIXES.some((prefix) => printed.startsWith(prefix))) return KERNEL_DSO;
  if (printed.startsWith('[')) return printed;
  if (printed.startsWith(JIT_PREFIX) && printed.endsWith(JIT_SUFFIX)) {
    return `[JIT] tid ${printed.slice(JIT_PREFIX.length, -JIT_SUFFIX.length)}`;
  }
  const base = printed.slice(printed.lastIndexOf('/') + 1);
  if (KERNEL_FILES.includes(base) || KERNEL_FILE_PREFIXES.some((prefix) => base.startsWith(prefix))) {
    return KERNEL_DSO;
  }
  const suffix = MODULE_SUFFIXES.find((ending) => base.endsWith(ending));
  if (suffix !== undefined) return `[${base.slice(0, -suffix.length).replaceAll('-', '_')}]`;
  return base === '' ? printed : base;
}

/** Whether a short name is the kernel's or one of its modules'. */
export function isKernelDso(shortName: string): boolean {
  return shortName.startsWith('[') && !NOT_MODULES.some((prefix) => shortName.startsWith(prefix));
}
