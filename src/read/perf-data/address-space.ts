import type { Address } from '../../model/units.js';

/** One mapping: [start, end) of a process or the kernel. */
export interface Mapping {
  readonly start: Address;
  readonly end: Address;
  readonly dso: string;
  /** What to add to an address to get the offset in the file; 0 where addresses stay as they are. */
  readonly toFileOffset: number;
  /** Symbol of the whole mapping (a BPF program), else `null`. */
  readonly symbol: string | null;
}

/** A tree by start whose nodes never change: spaces share what they have in common. */
interface Node {
  readonly mapping: Mapping;
  /** No child's is higher. Random, so that no order of mappings makes a deep tree. */
  readonly priority: number;
  readonly left: Tree;
  readonly right: Tree;
}

type Tree = Node | null;

/**
 * The mappings of one process, without overlaps: a new one cuts holes into the old, as tools/perf/util/map.c
 * maps__fixup_overlappings(). A treap with copied paths: a mapping and a fork cost the same however many there are,
 * while a process may have thousands (a JVM, BPF programs in the kernel).
 */
export class AddressSpace {
  #tree: Tree;
  /** Of the last find(): callchains stay in few mappings. */
  #last: Mapping | null = null;

  constructor(tree: Tree = null) {
    this.#tree = tree;
  }

  fork(): AddressSpace {
    return new AddressSpace(this.#tree);
  }

  add(mapping: Mapping): void {
    if (!(mapping.end > mapping.start)) return;
    this.#last = null;
    const [before, from] = split(this.#tree, mapping.start);
    const [covered, after] = split(from, mapping.end);
    const overlapping = greatest(before);
    const isCut = overlapping !== null && overlapping.end > mapping.start;
    const left = isCut
      ? merge(split(before, overlapping.start)[0], leaf({ ...overlapping, end: mapping.start }))
      : before;
    const last = greatest(covered) ?? (isCut ? overlapping : null);
    const right =
      last !== null && last.end > mapping.end ? merge(leaf({ ...last, start: mapping.end }), after) : after;
    this.#tree = merge(merge(left, leaf(mapping)), right);
  }

  find(address: Address): Mapping | null {
    const last = this.#last;
    if (last !== null && last.start <= address && address < last.end) return last;
    let found: Mapping | null = null;
    for (let at = this.#tree; at !== null; ) {
      if (at.mapping.start <= address) {
        found = at.mapping;
        at = at.right;
      } else at = at.left;
    }
    if (found === null || found.end <= address) return null;
    this.#last = found;
    return found;
  }
}

function leaf(mapping: Mapping): Node {
  return { mapping, priority: Math.random(), left: null, right: null };
}

/** `of` with other children: written out, as spreading takes several times as long. */
function withChildren({ mapping, priority }: Node, left: Tree, right: Tree): Node {
  return { mapping, priority, left, right };
}

/** What starts before `address`, and the rest. */
function split(tree: Tree, address: Address): [Tree, Tree] {
  if (tree === null) return [null, null];
  if (tree.mapping.start < address) {
    const [before, after] = split(tree.right, address);
    return [withChildren(tree, tree.left, before), after];
  }
  const [before, after] = split(tree.left, address);
  return [before, withChildren(tree, after, tree.right)];
}

/** All of `left` starts before all of `right`. */
function merge(left: Tree, right: Tree): Tree {
  if (left === null) return right;
  if (right === null) return left;
  return left.priority > right.priority
    ? withChildren(left, left.left, merge(left.right, right))
    : withChildren(right, merge(left, right.left), right.right);
}

function greatest(tree: Tree): Mapping | null {
  let at = tree;
  while (at !== null && at.right !== null) at = at.right;
  return at?.mapping ?? null;
}
