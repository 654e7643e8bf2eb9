import type { SampledStacks, StackFrame, StackNode, StackSamples } from '../../model/sampled-stacks.js';
import { baseFunction } from '../../model/symbol-name.js';

/** Recordings of both sides as one call tree; `after` are the rows of the second side. */
export interface DiffStacks {
  readonly stacks: SampledStacks;
  readonly after: ReadonlySet<StackSamples>;
}

/** What each side weighs in all: a share of 1 in a thousand million is a whole number still. */
const SIDE = 1e9;

/**
 * Joins the stacks of two sides, in shares of busy time: every recording of a side weighs the same, and so does each
 * side. Functions are joined without clone suffix and by the name of their binary alone. `null` without any samples.
 */
export function diffStacks(
  before: readonly SampledStacks[],
  after: readonly SampledStacks[],
): DiffStacks | null {
  const [first] = after;
  if (first === undefined || before.length === 0) return null;
  const frames: StackFrame[] = [];
  const frameOf = new Map<string, number>();
  const nodes: StackNode[] = [];
  const rows: StackSamples[] = [];
  const add = (stacks: SampledStacks, weight: number): void => {
    const whole = stacks.rows.reduce((sum, { period }) => sum + period, 0);
    if (!(whole > 0)) return;
    const joined = stacks.frames.map((frame) => {
      const plain = joinedFrame(frame);
      const key = JSON.stringify([plain.name, plain.dso, plain.inlined]);
      const known = frameOf.get(key) ?? frames.push(plain) - 1;
      frameOf.set(key, known);
      return known;
    });
    const offset = nodes.length;
    for (const { parent, frame } of stacks.nodes)
      nodes.push({ parent: parent < 0 ? -1 : parent + offset, frame: joined[frame] ?? 0 });
    for (const row of stacks.rows) {
      const period = (SIDE * weight * row.period) / whole;
      rows.push({ ...row, node: row.node < 0 ? -1 : row.node + offset, timeNs: null, period });
    }
  };
  for (const stacks of before) add(stacks, 1 / before.length);
  const start = rows.length;
  for (const stacks of after) add(stacks, 1 / after.length);
  if (start === 0 || start === rows.length) return null;
  return { stacks: { ...first, unit: 'count', frames, nodes, rows }, after: new Set(rows.slice(start)) };
}

function joinedFrame(frame: StackFrame): StackFrame {
  const { name, dso } = frame;
  return {
    ...frame,
    name: name === null ? null : baseFunction(name),
    dso: frame.kernel ? '[kernel]' : dso === null ? null : dso.slice(dso.lastIndexOf('/') + 1),
  };
}
