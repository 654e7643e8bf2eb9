/** A point to name, in pixels. */
export interface LabelledPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** The names of points that lie on one another. */
export interface PlacedLabel {
  /** Of the first of the points. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  /** "kref, buffer-pool". */
  readonly names: string;
  /** From the point to where the text begins, or ends. */
  readonly dx: number;
  readonly dy: number;
  readonly anchor: 'start' | 'end';
}

export interface Frame {
  readonly top: number;
  readonly bottom: number;
  readonly right: number;
}

interface Group {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  names: string;
}

/** A group and what it takes across, its name included. */
interface Wide extends Group {
  readonly left: number;
  readonly right: number;
  readonly anchor: PlacedLabel['anchor'];
}

const LINE = 13;
const CHARACTER = 6.3;
/** Points nearer than this look like one. */
const SAME = 3;
/** From a point to a name beside it. */
export const BESIDE = 9;
/** Names that are moved up or down are moved in too, for a line to lead there. */
const MOVED_IN = 24;
const MOVED = 4;
const ROUNDS = 60;

/**
 * Names right of their points, or left where the page ends, as far up or down as keeps them off one another. They keep
 * the order of their points, so that lines to them do not cross.
 */
export function placeLabels(points: readonly LabelledPoint[], frame: Frame): PlacedLabel[] {
  const groups = groupsOf(points)
    .sort((a, b) => a.y - b.y)
    .map((group) => widened(group, frame));
  const at = groups.map(({ y }) => y);
  for (let round = 0; round < ROUNDS; round++) {
    for (let below = 1; below < groups.length; below++)
      for (let above = 0; above < below; above++) keepApart(groups, at, above, below);
    for (const [index, y] of at.entries())
      at[index] = Math.min(Math.max(y, frame.top + LINE / 2), frame.bottom - LINE / 2);
  }
  return groups.map(({ index, names, x, y, anchor, right }, place) => {
    const dy = (at[place] ?? y) - y;
    const label = { index, names, x, y, dy, anchor };
    if (anchor === 'end') return { ...label, dx: -BESIDE };
    const isBeside = Math.abs(dy) < MOVED && !points.some((point) => isIn(point, x, right, y + dy));
    return { ...label, dx: isBeside ? BESIDE : MOVED_IN };
  });
}

function widened(group: Group, frame: Frame): Wide {
  const width = CHARACTER * group.names.length;
  return group.x + BESIDE + width > frame.right
    ? { ...group, left: group.x - BESIDE - width, right: group.x + BESIDE, anchor: 'end' }
    : { ...group, left: group.x, right: group.x + MOVED_IN + width, anchor: 'start' };
}

/** Whether `point` lies where a name from `left` to `right` would stand. */
function isIn(point: LabelledPoint, left: number, right: number, y: number): boolean {
  return point.x > left + SAME && point.x < right && Math.abs(point.y - y) < LINE / 2 + SAME;
}

/** Moves two names that stand in one another's way half of what they lack in distance each. */
function keepApart(groups: readonly Wide[], at: number[], above: number, below: number): void {
  const [a, b] = [groups[above], groups[below]];
  if (a === undefined || b === undefined || !meet(a, b)) return;
  const lacking = LINE - ((at[below] ?? 0) - (at[above] ?? 0));
  if (lacking <= 0) return;
  at[above] = (at[above] ?? 0) - lacking / 2;
  at[below] = (at[below] ?? 0) + lacking / 2;
}

function meet(a: Wide, b: Wide): boolean {
  return a.left < b.right && b.left < a.right;
}

function groupsOf(points: readonly LabelledPoint[]): Group[] {
  const groups: Group[] = [];
  for (const [index, { name, x, y }] of points.entries()) {
    const group = groups.find((each) => Math.hypot(each.x - x, each.y - y) < SAME);
    if (group === undefined) groups.push({ index, names: name, x, y });
    else group.names += `, ${name}`;
  }
  return groups;
}
