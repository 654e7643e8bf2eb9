import { printable } from '../../model/printable.js';
import { ATOMIC_CLASSES, SAMPLE_CLASSES } from '../../model/sample-class.js';
import type { SampledStacks, StackFrame, StackSamples } from '../../model/sampled-stacks.js';
import { TupleTable } from '../../model/tuple-table.js';
import { classText, UNKNOWN_FRAME } from '../class-text.js';
import { countText, nounText, percentText } from '../numbers.js';
import type { FlameData } from './page-data.js';

/** Frames in the page: below a megabyte of data, and what a browser lays out at once. */
const MOST_FRAMES = 6000;
const DEEPEST = 200;
/** Frames of a class are wanted even where they are thin. */
const CLASS_FAVOUR = 20;
const NO_CLASS = -1;

interface Node {
  readonly parent: number;
  readonly name: string;
  readonly class: number;
  readonly depth: number;
  readonly periods: Float64Array;
  period: number;
  /** Of `period`: what the side after has. */
  after: number;
}

/**
 * The flame graph of `stacks`: by command, then by function, what the samples were judged to be innermost. Where rows
 * are of two sides of equal weight, `after` has those of the second, and frames get the change between them.
 */
export function flameData(
  stacks: SampledStacks,
  mostFrames = MOST_FRAMES,
  after: ReadonlySet<StackSamples> | null = null,
): FlameData {
  const { nodes, cut } = fullTree(stacks, after);
  for (let row = nodes.length - 1; row > 0; row--) {
    const node = nodes[row] as Node;
    const parent = nodes[node.parent] as Node;
    parent.period += node.period;
    parent.after += node.after;
    for (const [index, period] of node.periods.entries()) {
      parent.periods[index] = (parent.periods[index] ?? 0) + period;
    }
  }
  const kept = keptNodes(nodes, mostFrames);
  const rows: Node[] = [];
  const rowOf = new Map<number, number>();
  const small = new Map<number, { count: number; node: Node }>();
  for (const [index, node] of nodes.entries()) {
    if (kept[index] === 1) {
      rowOf.set(index, rows.push({ ...node, parent: rowOf.get(node.parent) ?? -1 }) - 1);
    } else if (kept[node.parent] === 1) {
      addSmall(small, node, rowOf.get(node.parent) as number);
    }
  }
  for (const { count, node } of small.values()) {
    rows.push({ ...node, name: `(${countText(count)} ${nounText(count, 'smaller frame')})` });
  }
  const names = new Map<string, number>();
  const name = rows.map((row) => {
    const known = names.get(row.name) ?? names.size;
    names.set(row.name, known);
    return known;
  });
  return {
    classes: SAMPLE_CLASSES.map((each) => classText(each, stacks.subject)),
    atomic: SAMPLE_CLASSES.map((each) => ATOMIC_CLASSES.has(each)),
    unit: stacks.unit,
    names: [...names.keys()],
    parent: rows.map((row) => row.parent),
    name,
    class: rows.map((row) => row.class),
    period: rows.map((row) => row.period),
    classPeriods: SAMPLE_CLASSES.map((_, index) => rows.map((row) => row.periods[index] ?? 0)),
    deltaPoints: after === null ? null : rows.map((row) => pointsOf(row, nodes[0]?.period ?? 0)),
    notes: notes(nodes, kept, [...small.values()], cut),
  };
}

/** after - before in points of a side, each of which is half of the whole. */
function pointsOf({ period, after }: Node, whole: number): number {
  return whole > 0 ? (200 * (2 * after - period)) / whole : 0;
}

function fullTree(
  stacks: SampledStacks,
  after: ReadonlySet<StackSamples> | null,
): { nodes: Node[]; cut: number } {
  const names = stacks.frames.map(frameText);
  const nodes: Node[] = [makeNode(-1, 'all', NO_CLASS, 0)];
  const keys = new TupleTable(2);
  const rowOf: number[] = [];
  /** `key` is a frame (0 and up) or a class or command (below 0). */
  const child = (parent: number, key: number, name: string, ofClass: number): number => {
    keys.key[0] = parent;
    keys.key[1] = key;
    const found = keys.intern();
    const known = rowOf[found];
    if (known !== undefined) return known;
    const row = nodes.push(makeNode(parent, name, ofClass, (nodes[parent]?.depth ?? 0) + 1)) - 1;
    rowOf[found] = row;
    return row;
  };
  const comms = new Map<string, number>();
  let cut = 0;
  for (const row of stacks.rows) {
    const { node, class: sampleClass, comm, samples, period } = row;
    const number = comms.get(comm) ?? comms.size;
    comms.set(comm, number);
    let at = child(0, -1000 - number, printable(comm), NO_CLASS);
    const path: number[] = [];
    for (let each = stacks.nodes[node]; each !== undefined; each = stacks.nodes[each.parent])
      if (each.frame !== path.at(-1) || stacks.frames[each.frame]?.name !== null) path.push(each.frame);
    path.reverse();
    if (path.length > DEEPEST) cut += samples;
    for (const frame of path.slice(0, DEEPEST)) at = child(at, frame, names[frame] ?? '', NO_CLASS);
    const index = SAMPLE_CLASSES.indexOf(sampleClass);
    if (sampleClass !== 'rest')
      at = child(at, -1 - index, `[${classText(sampleClass, stacks.subject)}]`, index);
    const leaf = nodes[at] as Node;
    leaf.period += period;
    if (after?.has(row) === true) leaf.after += period;
    leaf.periods[index] = (leaf.periods[index] ?? 0) + period;
  }
  return { nodes, cut };
}

/** Frames without a name are told apart by their binary. */
function frameText({ name, dso, inlined }: StackFrame): string {
  const text = name ?? (dso === null ? UNKNOWN_FRAME : `${UNKNOWN_FRAME} in ${dso}`);
  return `${printable(text)}${inlined ? ' (inlined)' : ''}`;
}

function makeNode(parent: number, name: string, ofClass: number, depth: number): Node {
  return {
    parent,
    name,
    class: ofClass,
    depth,
    periods: new Float64Array(SAMPLE_CLASSES.length),
    period: 0,
    after: 0,
  };
}

/** 1 for the heaviest `most` nodes, and for all that lead to them. */
function keptNodes(nodes: readonly Node[], most: number): Uint8Array {
  const weight = Float64Array.from(nodes, (node) =>
    node.class === NO_CLASS ? node.period : node.period * CLASS_FAVOUR,
  );
  for (let row = nodes.length - 1; row > 0; row--) {
    const parent = (nodes[row] as Node).parent;
    weight[parent] = Math.max(weight[parent] ?? 0, weight[row] ?? 0);
  }
  const limit = nodes.length <= most ? 0 : (weight.toSorted().at(-most) ?? 0);
  // Callers weigh as much as what they call at least: a kept node's callers are kept. Ties are cut in order: of those
  // at the limit only as many are kept as the heavier ones, wherever they stand, leave room for.
  let ties = most - weight.filter((each) => each > limit).length;
  const kept = new Uint8Array(nodes.length);
  for (const [row, node] of nodes.entries()) {
    const isTie = weight[row] === limit;
    if ((weight[row] ?? 0) < limit || (isTie && ties === 0)) continue;
    if (row > 0 && kept[node.parent] !== 1) continue;
    kept[row] = 1;
    if (isTie) ties--;
  }
  return kept;
}

function addSmall(small: Map<number, { count: number; node: Node }>, node: Node, parent: number): void {
  const known = small.get(parent) ?? { count: 0, node: makeNode(parent, '', NO_CLASS, node.depth) };
  small.set(parent, known);
  known.count++;
  known.node.period += node.period;
  known.node.after += node.after;
  for (const [index, period] of node.periods.entries()) {
    known.node.periods[index] = (known.node.periods[index] ?? 0) + period;
  }
}

function notes(
  nodes: readonly Node[],
  kept: Uint8Array,
  small: readonly { readonly node: Node }[],
  cut: number,
): string[] {
  const frames = nodes.length - kept.reduce((sum, each) => sum + each, 0);
  const total = nodes[0]?.period ?? 0;
  const share = small.reduce((sum, { node }) => sum + node.period, 0);
  return [
    ...(frames === 0
      ? []
      : [
          `${countText(frames)} of ${countText(nodes.length)} frames are too small to draw; they hold ` +
            `${percentText(total > 0 ? (100 * share) / total : null)} of the time and stand as "smaller frames" in their callers.`,
        ]),
    ...(cut === 0
      ? []
      : [`${countText(cut)} samples have more than ${DEEPEST} frames: the innermost beyond are not drawn.`]),
  ];
}
