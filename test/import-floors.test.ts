import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Floor {
  /** Folders, or single files at the top of src/, that this floor may import besides its own. */
  readonly imports: readonly string[];
  /** npm packages and node: modules. */
  readonly packages: readonly string[];
}

const ABOVE_MODEL = ['model'];
const WITH_STATS = ['model', 'stats'];
const USED_BY_COMMANDS = ['model', 'read', 'attribute', 'project', 'compare', 'report', 'io', 'intake'];

/**
 * The table of src/README.md: what each floor imports, and no more than it does. design.md's, with the driver in
 * three parts: intake/ knows the formats and the files, cli/ is what commands share, analyze.ts has the steps in order.
 */
const FLOORS: Readonly<Record<string, Floor>> = {
  model: { imports: [], packages: [] },
  stats: { imports: ABOVE_MODEL, packages: ['simple-statistics'] },
  read: { imports: ABOVE_MODEL, packages: ['csv-parse', 'fzstd', 'pprof-format'] },
  symbols: {
    imports: ABOVE_MODEL,
    packages: ['fzstd', 'gecko-profiler-demangle', 'iced-x86', 'node:fs', 'node:module', 'node:zlib'],
  },
  attribute: { imports: WITH_STATS, packages: [] },
  project: { imports: WITH_STATS, packages: [] },
  compare: { imports: WITH_STATS, packages: [] },
  report: {
    imports: ABOVE_MODEL,
    packages: [
      'pprof-format',
      '@observablehq/plot',
      'd3-flame-graph',
      'd3-selection',
      'csv-stringify',
      'string-width',
    ],
  },
  io: {
    imports: ABOVE_MODEL,
    packages: [
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:os',
      'node:path',
      'node:stream',
      'node:zlib',
      'fzstd',
      'ora',
      'tar-stream',
      'unbzip2-stream',
      'xxhash-wasm',
      'xz-decompress',
    ],
  },
  measure: { imports: ABOVE_MODEL, packages: ['node:events', 'node:worker_threads'] },
  intake: { imports: ['io', 'model', 'read', 'symbols', 'attribute'], packages: ['node:path'] },
  'analyze.ts': {
    imports: ['model', 'attribute', 'project', 'intake'],
    packages: [],
  },
  'annotate.ts': { imports: ['model', 'attribute', 'intake'], packages: [] },
  cli: {
    imports: [...USED_BY_COMMANDS, 'analyze.ts'],
    packages: ['@oclif/core', 'ajv', 'ansis', 'node:util'],
  },
  commands: {
    imports: [...USED_BY_COMMANDS, 'measure', 'cli', 'analyze.ts', 'annotate.ts'],
    packages: ['@oclif/core', 'node:os'],
  },
  'main.ts': { imports: ['cli', 'model'], packages: ['@oclif/core'] },
};

interface Import {
  readonly file: string;
  readonly line: number;
  readonly target: string;
}

function sourceFiles(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

const FILES = [...sourceFiles(join(ROOT, 'src')), ...sourceFiles(join(ROOT, 'commands'))].sort();

/** `import ... from 'x'`, `export ... from 'x'`, `import 'x'` and `import('x')`, over several lines too. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*['"`]([^'"`]+)/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => ({
    file,
    line: text.slice(0, match.index + match[0].length).split('\n').length,
    target: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

const IMPORTS = FILES.flatMap(importsOf);

/** The file an import of our own names, relative to the root. */
function ownFile({ file, target }: Import): string {
  return relative(ROOT, resolve(ROOT, dirname(file), target.replace(/\.js$/, '.ts')));
}

/** "read" of src/read/wrk.ts, "analyze.ts" of src/analyze.ts, "commands" of commands/analyze.ts. */
function floorOf(file: string): string {
  const [top, next] = file.split('/');
  return (top === 'src' ? next : top) ?? file;
}

function packageOf(target: string): string {
  const parts = target.split('/');
  if (target.startsWith('node:')) return target;
  return parts.slice(0, target.startsWith('@') ? 2 : 1).join('/');
}

function violation(entry: Import): string | null {
  const { file, line, target } = entry;
  const floor = floorOf(file);
  const rules = FLOORS[floor];
  if (rules === undefined) return `${file}: floor ${floor} is not in the table`;
  if (!target.startsWith('.')) {
    if (builtinModules.includes(target)) return `${file}:${line}: write node:${target}`;
    const name = packageOf(target);
    return rules.packages.includes(name)
      ? null
      : `${file}:${line}: ${floor} may not import the package ${name}`;
  }
  const other = floorOf(ownFile(entry));
  if (other === floor || rules.imports.includes(other)) return null;
  return `${file}:${line}: ${floor} may not import ${other} (${target})`;
}

it('keeps every import within its floor', () => {
  expect(IMPORTS.length).toBeGreaterThan(FILES.length);
  expect(IMPORTS.map(violation).filter((text) => text !== null)).toEqual([]);
});

it.each([
  ['src/read/wrk.ts', '../symbols/kallsyms.js', 'src/read/wrk.ts:1: read may not import symbols'],
  ['src/model/site.ts', 'node:fs', 'src/model/site.ts:1: model may not import the package node:fs'],
  ['src/io/source.ts', 'fs', 'src/io/source.ts:1: write node:fs'],
  [
    'src/report/text.ts',
    '@oclif/core/flags',
    'src/report/text.ts:1: report may not import the package @oclif/core',
  ],
  ['src/utils/text.ts', './x.js', 'src/utils/text.ts: floor utils is not in the table'],
  ['src/project/schemes/kref.ts', '../../attribute/selection.js', 'project may not import attribute'],
])('would refuse %s importing %s', (file, target, message) => {
  expect(violation({ file, line: 1, target })).toContain(message);
});

it('imports only files that exist', () => {
  const own = IMPORTS.filter(({ target }) => target.startsWith('.') && !/\.(json|css)$/.test(target));
  // page-asset.js is made by the build and declared by hand.
  const isThere = (file: string): boolean =>
    FILES.includes(file) || FILES.includes(file.replace(/\.ts$/, '.d.ts'));
  expect(own.map(ownFile).filter((file) => !isThere(file))).toEqual([]);
});

it('has no import cycles', () => {
  const targets = new Map<string, string[]>(FILES.map((file) => [file, []]));
  for (const entry of IMPORTS)
    if (entry.target.startsWith('.')) targets.get(entry.file)?.push(ownFile(entry));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file) || path.includes(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of FILES) visit(file, []);
  expect(cycles).toEqual([]);
});

it('has no barrels and no drawers for everything', () => {
  const names = /\/(index|utils?|helpers?|common|types?|misc)\.ts$/;
  expect(FILES.filter((file) => names.test(file))).toEqual([]);
});

it('has charts in the page of the HTML report only', () => {
  const charts = IMPORTS.filter(({ target }) => /^(@observablehq|d3-)/.test(target));
  expect(charts.length).toBeGreaterThan(0);
  expect(charts.filter(({ file }) => !file.startsWith('src/report/html/page/'))).toEqual([]);
});
