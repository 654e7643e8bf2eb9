import { groupBy } from '../../model/group-by.js';
import { printable } from '../../model/printable.js';
import { SAMPLE_CLASSES, type SampleClass } from '../../model/sample-class.js';
import type { SampledStacks, StackSamples } from '../../model/sampled-stacks.js';
import { classText, UNKNOWN_FRAME } from '../class-text.js';
import { classFrame } from './class-frame.js';

/**
 * The processed profile format of https://profiler.firefox.com at version 48, which later profilers upgrade
 * (docs-developer/CHANGELOG-formats.md and src/types/profile.js of firefox-devtools/profiler).
 */
const PROCESSED_VERSION = 48;
const GECKO_VERSION = 29;
const RESOURCE_LIBRARY = 1;
const SLICE_MS = 100;

/** The profiler has names for its colours; the first grey one is its default category. */
const COLOURS: Readonly<Record<SampleClass, string>> = {
  'label-get': 'red',
  'label-put': 'orange',
  'label-get+put': 'magenta',
  atomic: 'purple',
  lock: 'blue',
  unattributed: 'yellow',
  rest: 'grey',
};

/** One thread a command; what samples were judged to be is a category and the innermost frame. Times are slices. */
export function renderFirefox(stacks: SampledStacks, version: string): string {
  const threads = groupBy(stacks.rows, ({ comm }) => comm);
  const origin = stacks.rows.reduce(
    (first, row) => Math.min(first, row.timeNs ?? first),
    Number.POSITIVE_INFINITY,
  );
  return `${JSON.stringify({
    meta: {
      interval: SLICE_MS,
      startTime: 0,
      processType: 0,
      categories: SAMPLE_CLASSES.map((each) => ({
        name: classText(each, stacks.subject),
        color: COLOURS[each],
        subcategories: ['Other'],
      })),
      product: `refscope ${version}`,
      stackwalk: 1,
      version: GECKO_VERSION,
      preprocessedProfileVersion: PROCESSED_VERSION,
      symbolicated: true,
      markerSchema: [],
      importedFrom: `perf ${printable(stacks.event)}`,
      usesOnlyOneStackType: true,
      sourceCodeIsNotOnSearchfox: true,
    },
    libs: [],
    threads: [...threads].map(([comm, rows], index) =>
      thread(stacks, printable(comm), rows, index + 1, Number.isFinite(origin) ? origin : 0),
    ),
  })}\n`;
}

function thread(
  stacks: SampledStacks,
  comm: string,
  rows: readonly StackSamples[],
  pid: number,
  origin: number,
): object {
  const strings = new Indexed<string>();
  const functions = new Indexed<string>();
  const functionRows: { name: number; resource: number }[] = [];
  const resources = new Indexed<string>();
  const frames = new Indexed<string>();
  const frameRows: { func: number; category: number }[] = [];
  const stackIndex = new Indexed<string>();
  const stackRows: { frame: number; prefix: number | null; category: number }[] = [];

  const frameOf = (name: string, dso: string | null, category: SampleClass): number => {
    const func = functions.of(JSON.stringify([name, dso]), () => {
      const resource = dso === null ? -1 : resources.of(printable(dso));
      functionRows.push({ name: strings.of(printable(name)), resource });
    });
    return frames.of(`${func} ${category}`, () =>
      frameRows.push({ func, category: SAMPLE_CLASSES.indexOf(category) }),
    );
  };
  const stackOf = (prefix: number | null, frame: number): number =>
    stackIndex.of(`${prefix} ${frame}`, () =>
      stackRows.push({ frame, prefix, category: frameRows[frame]?.category ?? 0 }),
    );
  const nodeStacks = new Map<number, number | null>([[-1, null]]);
  const stackOfNode = (node: number): number | null => {
    const missing: number[] = [];
    let at = node;
    while (!nodeStacks.has(at)) {
      missing.push(at);
      at = stacks.nodes[at]?.parent ?? -1;
    }
    let prefix = nodeStacks.get(at) ?? null;
    for (const each of missing.reverse()) {
      const frame = stacks.frames[stacks.nodes[each]?.frame ?? -1];
      prefix = stackOf(prefix, frameOf(frame?.name ?? UNKNOWN_FRAME, frame?.dso ?? null, 'rest'));
      nodeStacks.set(each, prefix);
    }
    return prefix;
  };
  const samples = [...rows]
    .sort((a, b) => (a.timeNs ?? 0) - (b.timeNs ?? 0))
    .map((row) => {
      const stack = stackOfNode(row.node);
      const innermost = classFrame(row.class, stacks);
      return {
        stack: innermost === null ? stack : stackOf(stack, frameOf(innermost, null, row.class)),
        time: row.timeNs === null ? 0 : (row.timeNs - origin) / 1e6,
        weight: stacks.counted ? row.samples : row.period,
      };
    });
  const resourceNames = resources.values.map((name) => strings.of(name));
  return {
    processType: 'default',
    processName: comm,
    processStartupTime: 0,
    processShutdownTime: null,
    registerTime: 0,
    unregisterTime: null,
    pausedRanges: [],
    name: comm,
    isMainThread: true,
    pid: String(pid),
    tid: pid,
    samples: {
      length: samples.length,
      stack: samples.map(({ stack }) => stack),
      time: samples.map(({ time }) => time),
      weight: samples.map(({ weight }) => weight),
      weightType: 'samples',
    },
    markers: { length: 0, data: [], name: [], startTime: [], endTime: [], phase: [], category: [] },
    stackTable: {
      length: stackRows.length,
      frame: stackRows.map(({ frame }) => frame),
      prefix: stackRows.map(({ prefix }) => prefix),
      category: stackRows.map(({ category }) => category),
      subcategory: stackRows.map(() => 0),
    },
    frameTable: {
      length: frameRows.length,
      address: frameRows.map(() => -1),
      inlineDepth: frameRows.map(() => 0),
      category: frameRows.map(({ category }) => category),
      subcategory: frameRows.map(() => 0),
      func: frameRows.map(({ func }) => func),
      nativeSymbol: frameRows.map(() => null),
      innerWindowID: frameRows.map(() => 0),
      implementation: frameRows.map(() => null),
      line: frameRows.map(() => null),
      column: frameRows.map(() => null),
    },
    funcTable: {
      length: functionRows.length,
      name: functionRows.map(({ name }) => name),
      isJS: functionRows.map(() => false),
      relevantForJS: functionRows.map(() => false),
      resource: functionRows.map(({ resource }) => resource),
      fileName: functionRows.map(() => null),
      lineNumber: functionRows.map(() => null),
      columnNumber: functionRows.map(() => null),
    },
    resourceTable: {
      length: resourceNames.length,
      lib: resourceNames.map(() => null),
      name: resourceNames,
      host: resourceNames.map(() => null),
      type: resourceNames.map(() => RESOURCE_LIBRARY),
    },
    nativeSymbols: { length: 0, libIndex: [], address: [], name: [], functionSize: [] },
    stringArray: strings.values,
  };
}

/** Values in order of first appearance. */
class Indexed<T> {
  readonly values: T[] = [];
  readonly #index = new Map<T, number>();

  /** `added` is called where the value is new. */
  of(value: T, added: () => void = () => {}): number {
    const known = this.#index.get(value);
    if (known !== undefined) return known;
    added();
    const index = this.values.push(value) - 1;
    this.#index.set(value, index);
    return index;
  }
}
