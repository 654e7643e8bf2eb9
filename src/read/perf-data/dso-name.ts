/**
 * perf's short name of a mapped file, as its "Shared Object" column prints it.
 * Source: tools/perf/util/dso.c dso__set_basename(), __kmod_path__parse(); util/map.c map__new().
 */
export function userDsoName(file: string, pid: number, executable: boolean): string {
  if (file.startsWith('[vdso') || file.startsWith('[vectors]')) return file;
  if (executable && isWithoutDso(file)) return `[JIT] tid ${pid}`;
  return baseName(file);
}

/** Short name of a kernel mapping: a module's path becomes "[nf_tables]". */
export function kernelDsoName(file: string): string {
  if (file.startsWith('[')) return file;
  const base = baseName(file);
  const extension = base.indexOf('.ko');
  return extension < 0 ? base : `[${base.slice(0, extension).replaceAll('-', '_')}]`;
}

/** True where addresses are not offsets into a file (util/map.c is_anon_memory(), is_no_dso_memory()). */
export function isWithoutDso(file: string): boolean {
  return NOT_A_FILE.some((prefix) => file.startsWith(prefix));
}

const NOT_A_FILE = ['//anon', '/dev/zero', '/anon_hugepage', '[stack', '/SYSV', '[heap]'];

function baseName(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 || slash === file.length - 1 ? file : file.slice(slash + 1);
}
